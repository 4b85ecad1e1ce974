namespace Figment.Data.Texts;

/// <summary>
/// If a set has few texts, the mark before a text occurs rarely, and a model would never learn what follows it, although
/// everything that it writes begins with the mark. So in some blocks, the mark replaces the end of a line; the beginning of a
/// line follows it.
/// </summary>
/// <param name="tokenizer">The tokenizer, which knows the tokens that end lines.</param>
internal sealed class LineBeginnings(Tokenizer tokenizer)
{
    /// <summary>The share of blocks that begin with the mark.</summary>
    internal const float Share = 1f / 8;

    private readonly bool[] endsLine =
    [
        .. Enumerable.Range(0, tokenizer.VocabularySize).Select(token => tokenizer.BytesOf(token) is [.., (byte)'\n']),
    ];

    /// <summary>The mark before a text.</summary>
    internal int Mark => tokenizer.EndOfText;

    /// <summary>The offset of the first end of a line; 0 if there is none.</summary>
    internal int After(ReadOnlySpan<ushort> tokens)
    {
        for (int i = 0; i < tokens.Length; i++)
            if (endsLine[tokens[i]])
                return i;
        return 0;
    }
}
