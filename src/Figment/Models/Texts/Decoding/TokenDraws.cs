using Figment.Backend;
using TorchSharp;

namespace Figment.Models.Texts;

/// <summary>
/// The random numbers that decide which tokens are drawn for a text. For a given seed, number k is always the same.
/// </summary>
internal sealed class TokenDraws : IDisposable
{
    private const int Ahead = 256;

    private readonly Draws random;
    private float[] drawn = [];
    private int block = -1;

    private TokenDraws(Draws random) => this.random = random;

    /// <summary>Returns the random numbers for a text.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="index">The index of the text among those of the seed, from 0.</param>
    internal static TokenDraws Of(long seed, long index) => new(new SeededRandom(seed).Draws("text", index));

    /// <summary>Returns the number for a token, at least 0 and below 1.</summary>
    /// <param name="token">The index of the generated token, from 0.</param>
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
