namespace Figment.Data.Texts;

/// <summary>
/// If a data set has few texts, the mark before a text is rare, and a model would never learn what follows the mark, although
/// everything that the model writes begins with it. So in some blocks, the mark replaces the end of a line, and the beginning of
/// the next line follows it.
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
