using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Texts;

/// <summary>
/// The training data of a language model: blocks of the context length plus one token. Each time a block is read, it is shifted
/// by a random fraction of its length, so that every token can appear at every position.
/// </summary>
/// <param name="tokens">All tokens.</param>
/// <param name="context">The context length T.</param>
/// <param name="beginnings">Lets some blocks begin with the mark; null if the texts have enough beginnings of their own.</param>
internal sealed class TokenBlocks(TokenSequence tokens, int context, LineBeginnings? beginnings = null)
    : IBatchSource,
        IDisposable
{
    private Device device = CPU;

    /// <inheritdoc/>
    public int Count { get; } = (int)Math.Clamp((tokens.Length - 1) / context, 1, int.MaxValue / 2);

    /// <summary>Gathers blocks.</summary>
    /// <returns>
    /// The blocks, [B, T + 1], int64; if there are too few tokens for a block, they are repeated from the beginning.
    /// </returns>
    public Batch Gather(Tensor indices, Draws random)
    {
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(random);
        using DisposeScope scope = NewDisposeScope();
        long[] blocks = indices.data<long>().ToArray(),
            moves = random.Integers("offset", 0, context, [blocks.Length]).data<long>().ToArray();
        long[] gathered = new long[blocks.Length * (context + 1)];
        float[] begins = beginnings is null ? [] : random.Uniform("beginning", [blocks.Length]).data<float>().ToArray();
        for (int i = 0; i < blocks.Length; i++)
        {
            long last = Math.Max(0, tokens.Length - context - 1),
                from = Math.Clamp((blocks[i] * context) + moves[i], 0, last);
            bool isBeginning = beginnings is not null && begins[i] < LineBeginnings.Share;
            if (isBeginning)
                from = Math.Min(last, from + beginnings!.After(tokens.Slice(from, (int)Math.Min(context, tokens.Length - from))));
            Span<long> to = gathered.AsSpan(i * (context + 1), context + 1);
            ReadOnlySpan<ushort> block = tokens.Slice(from, (int)Math.Min(to.Length, tokens.Length));
            for (int j = 0; j < to.Length; j++)
                to[j] = block[j % block.Length];
            if (isBeginning)
                to[0] = beginnings!.Mark;
        }

        return new Batch(tensor(gathered, [blocks.Length, context + 1]).On(device).MoveToOuterDisposeScope(), null);
    }

    /// <inheritdoc/>
    public void MoveTo(Device device) => this.device = device;

    public void Dispose() => tokens.Dispose();
}
