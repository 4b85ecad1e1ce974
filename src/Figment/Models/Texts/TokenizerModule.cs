using Figment.Data.Texts;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Models.Texts;

/// <summary>A tokenizer stored among the weights of a model, so that weights are never without their tokenizer.</summary>
internal sealed class TokenizerModule : Module
{
    private const long None = -1;
    private Tokenizer tokenizer = new([]);
    private long[] known;

    /// <summary>Reserves space for merges that are still to be learned.</summary>
    /// <param name="most">The maximum number of merges.</param>
    internal TokenizerModule(int most)
        : base(nameof(TokenizerModule))
    {
        known = [.. Enumerable.Repeat(None, 2 * most)];
        Most = most;
        if (most > 0)
            register_buffer("merges", tensor(known, [most, 2]).DetachFromDisposeScope());
    }

    /// <summary>The maximum number of merges.</summary>
    internal int Most { get; }

    private Tensor Merges => get_buffer("merges")!;

    /// <summary>Stores a learned tokenizer.</summary>
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

    /// <summary>Returns the tokenizer for the stored merges, which may come from loaded weights.</summary>
    /// <exception cref="FileFormatException">The stored merges do not form a tokenizer.</exception>
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
