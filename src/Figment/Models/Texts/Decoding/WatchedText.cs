using Figment.Data.Texts;

namespace Figment.Models.Texts;

/// <summary>
/// A text that somebody looks into as it grows and changes. What was read of it before is kept, so that one more token, or one
/// taken back, costs one token's reading. For one thread at a time.
/// </summary>
/// <param name="context">How many tokens the model sees at once.</param>
/// <param name="layers">Its blocks.</param>
/// <param name="marks">Which marks of dialogues it writes.</param>
internal sealed class WatchedText(int context, int layers, MarkUse marks)
{
    // Attention grows with the square of the text: 16 MB at most are kept.
    private const int MostTokens = 512,
        MostShares = 1 << 22;

    private readonly List<int> read = [];
    private readonly List<float[][]> attention = [];
    private TokenDecoder? reader;
    private KeyValueCache? cache;

    /// <summary>How many tokens are looked at: the model's context, or fewer where that is long.</summary>
    internal int Seen { get; } = Math.Min(context, Math.Min(MostTokens, (int)Math.Sqrt(MostShares / layers)));

    /// <summary>Reads the text as it is now.</summary>
    /// <param name="decoder">Reads tokens; another than the last time reads all anew.</param>
    /// <param name="tokenizer">The model's.</param>
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

        // The last token is read in any case: what comes after it is asked for.
        Forget(Math.Min(window.Length - 1, read.Zip(window).TakeWhile(pair => pair.First == pair.Second).Count()));
        float[] logits = new float[decoder.Vocabulary];
        decoder.Read([.. window[read.Count..].Select(token => new DecoderRow(cache!, token))], logits, attention);
        read.AddRange(window[read.Count..]);
        marks.LeaveOut(tokenizer, logits);
        return new TextOutlook(window, all.Length - window.Length, logits, [.. attention]);
    }

    /// <summary>
    /// How much of a text is seen that grew to so many tokens: past the context the window slides by half, as when text is
    /// written.
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
