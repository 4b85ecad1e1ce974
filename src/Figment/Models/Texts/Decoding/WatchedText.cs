using Figment.Data.Texts;

namespace Figment.Models.Texts;

/// <summary>
/// A text whose predictions are inspected while it grows and changes. What was read before is cached, so that after adding or
/// removing a token only one token has to be read. Not thread-safe.
/// </summary>
/// <param name="context">The number of tokens that the model sees at once.</param>
/// <param name="layers">The number of blocks of the model.</param>
/// <param name="marks">Which dialogue marks the model may write.</param>
internal sealed class WatchedText(int context, int layers, MarkUse marks)
{
    // The memory for attention grows with the square of the text's length, so at most 16 MB are kept.
    private const int MostTokens = 512,
        MostShares = 1 << 22;

    private readonly List<int> read = [];
    private readonly List<float[][]> attention = [];
    private TokenDecoder? reader;
    private KeyValueCache? cache;

    /// <summary>The number of tokens inspected: the model's context, or fewer where the context is long.</summary>
    internal int Seen { get; } = Math.Min(context, Math.Min(MostTokens, (int)Math.Sqrt(MostShares / layers)));

    /// <summary>Reads the current text.</summary>
    /// <param name="decoder">The decoder; if it differs from the last call's, everything is read again.</param>
    /// <param name="tokenizer">The tokenizer of the model.</param>
    /// <param name="tokens">The text, without the mark that stands before it.</param>
    internal TextOutlook Read(TokenDecoder decoder, Tokenizer tokenizer, IReadOnlyList<int> tokens)
    {
        int[] all = [tokenizer.EndOfText, .. tokens];
        int[] window = all[^WindowOf(all.Length)..];
        if (reader != decoder)
        {
            (reader, cache) = (decoder, decoder.NewCache());
            Forget(0);
        }

        // The last token is always read, because the prediction after it is needed.
        Forget(Math.Min(window.Length - 1, read.Zip(window).TakeWhile(pair => pair.First == pair.Second).Count()));
        float[] logits = new float[decoder.Vocabulary];
        decoder.Read([.. window[read.Count..].Select(token => new DecoderRow(cache!, token))], logits, attention);
        read.AddRange(window[read.Count..]);
        marks.LeaveOut(tokenizer, logits);
        return new TextOutlook(window, all.Length - window.Length, logits, [.. attention]);
    }

    /// <summary>
    /// Returns how many tokens of a text of a given length are seen. If the text is longer than the context, the window slides by
    /// half the context, as in text generation.
    /// </summary>
    private int WindowOf(int tokens)
    {
        int half = Math.Max(1, Seen / 2);
        return tokens <= Seen ? tokens : half + ((tokens - Seen - 1) % (Seen - half + 1));
    }

    private void Forget(int kept)
    {
        cache!.Shorten(kept);
        int beyond = Math.Max(0, read.Count - kept);
        read.RemoveRange(read.Count - beyond, beyond);
        attention.RemoveRange(attention.Count - beyond, beyond);
    }
}
