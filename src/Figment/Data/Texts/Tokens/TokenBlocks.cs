using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Texts;

/// <summary>
/// Tokens as a language model learns from them: blocks of a context's length and one more, each moved by a random part of the length each
/// time it is seen, so that every token comes at every place.
/// </summary>
internal sealed class TokenBlocks(TokenSequence tokens, int context) : IBatchSource, IDisposable
{
    private Device device = CPU;

    /// <inheritdoc/>
    public int Count { get; } = (int)Math.Clamp((tokens.Length - 1) / context, 1, int.MaxValue / 2);

    /// <summary>Gathers blocks.</summary>
    /// <returns>[B, T + 1], int64; of a text that is shorter than that, from its beginning again.</returns>
    public Batch Gather(Tensor indices, Draws random)
    {
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(random);
        using DisposeScope scope = NewDisposeScope();
        long[] blocks = indices.data<long>().ToArray(), moves = random.Integers("offset", 0, context, [blocks.Length]).data<long>().ToArray();
        long[] gathered = new long[blocks.Length * (context + 1)];
        for (int i = 0; i < blocks.Length; i++)
        {
            long from = Math.Clamp((blocks[i] * context) + moves[i], 0, Math.Max(0, tokens.Length - context - 1));
            Span<long> to = gathered.AsSpan(i * (context + 1), context + 1);
            ReadOnlySpan<ushort> block = tokens.Slice(from, (int)Math.Min(to.Length, tokens.Length));
            for (int j = 0; j < to.Length; j++) to[j] = block[j % block.Length];
        }

        return new Batch(tensor(gathered, [blocks.Length, context + 1]).to(device).MoveToOuterDisposeScope(), null);
    }

    /// <inheritdoc/>
    public void MoveTo(Device device) => this.device = device;

    public void Dispose() => tokens.Dispose();
}
