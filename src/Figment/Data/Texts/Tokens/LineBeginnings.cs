namespace Figment.Data.Texts;

/// <summary>
/// Where a set has few texts, the mark before a text stands nearly nowhere, and what follows it would never be learned, though
/// all that a model writes begins with it. So some blocks begin with the mark in place of the end of a line: what follows it is
/// the beginning of a line.
/// </summary>
/// <param name="tokenizer">Knows which tokens end lines.</param>
internal sealed class LineBeginnings(Tokenizer tokenizer)
{
    /// <summary>The share of blocks that begin so.</summary>
    internal const float Share = 1f / 8;

    private readonly bool[] endsLine =
    [
        .. Enumerable.Range(0, tokenizer.VocabularySize).Select(token => tokenizer.BytesOf(token) is [.., (byte)'\n']),
    ];

    /// <summary>What stands before a text.</summary>
    internal int Mark => tokenizer.EndOfText;

    /// <summary>How far on a line ends; 0 where none does.</summary>
    internal int After(ReadOnlySpan<ushort> tokens)
    {
        for (int i = 0; i < tokens.Length; i++)
            if (endsLine[tokens[i]])
                return i;
        return 0;
    }
}
