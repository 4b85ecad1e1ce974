using Figment.Data.Texts;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Models.Texts;

/// <summary>A tokenizer as a part of a model's weights, so that no weights are ever without theirs.</summary>
internal sealed class TokenizerModule : Module
{
    private const long None = -1;
    private Tokenizer tokenizer = new([]);
    private long[] known;

    /// <summary>Makes room for merges that are still to be learned.</summary>
    /// <param name="most">How many at most.</param>
    internal TokenizerModule(int most)
        : base(nameof(TokenizerModule))
    {
        known = [.. Enumerable.Repeat(None, 2 * most)];
        Most = most;
        if (most > 0)
            register_buffer("merges", tensor(known, [most, 2]).DetachFromDisposeScope());
    }

    /// <summary>The most merges.</summary>
    internal int Most { get; }

    private Tensor Merges => get_buffer("merges")!;

    /// <summary>Takes over what was learned.</summary>
    internal void Take(Tokenizer tokenizer)
    {
        if (Most == 0)
            return;
        using DisposeScope scope = NewDisposeScope();
        long[] values = new long[2 * Most];
        Array.Fill(values, None);
        for (int i = 0; i < tokenizer.Merges.Count; i++)
            (values[2 * i], values[(2 * i) + 1]) = tokenizer.Merges[i];
        Merges.copy_(tensor(values, [Most, 2]));
    }

    /// <summary>The tokenizer of the merges as they are now: weights that are loaded bring theirs.</summary>
    /// <exception cref="FileFormatException">They are none.</exception>
    internal Tokenizer Read()
    {
        if (Most == 0)
            return tokenizer;
        using DisposeScope scope = NewDisposeScope();
        long[] values = Merges.cpu().data<long>().ToArray();
        if (values.AsSpan().SequenceEqual(known))
            return tokenizer;
        List<(int, int)> pairs = [];
        for (int i = 0; i < values.Length && values[i] != None; i += 2)
            pairs.Add((Bounded(values[i]), Bounded(values[i + 1])));
        (tokenizer, known) = (new Tokenizer(pairs), values);
        return tokenizer;
    }

    private static int Bounded(long token) => (int)Math.Clamp(token, -1, int.MaxValue);
}
