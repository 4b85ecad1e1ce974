using Figment.Backend;
using TorchSharp;

namespace Figment.Models.Texts;

/// <summary>What decides which tokens of a text are drawn: number k of a seed is the same whoever asks, and when.</summary>
internal sealed class TokenDraws : IDisposable
{
    private const int Ahead = 256;

    private readonly Draws random;
    private float[] drawn = [];
    private int block = -1;

    private TokenDraws(Draws random) => this.random = random;

    /// <summary>Those of a text.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="index">Which text of the seed, from 0.</param>
    internal static TokenDraws Of(long seed, long index) => new(new SeededRandom(seed).Draws("text", index));

    /// <summary>The number for a token; at least 0 and below 1.</summary>
    /// <param name="token">Which token of those that are made, from 0.</param>
    internal double At(int token)
    {
        if (token / Ahead != block)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            block = token / Ahead;
            drawn = random.For($"{block}").Uniform("tokens", [Ahead]).data<float>().ToArray();
        }

        return drawn[token % Ahead];
    }

    /// <inheritdoc/>
    public void Dispose() => random.Dispose();
}
