namespace Figment.Data.Texts;

/// <summary>The findings of a check of texts: their scripts and lengths.</summary>
internal sealed record TextLook
{
    /// <summary>The scripts, the most frequent first, with their shares of the letters.</summary>
    public required IReadOnlyList<(string Name, double Share)> Scripts { get; init; }

    /// <summary>The longest text.</summary>
    public required TextExcerpt Longest { get; init; }

    /// <summary>The shortest text.</summary>
    public required TextExcerpt Shortest { get; init; }

    /// <summary>Checks all texts, including those held out.</summary>
    /// <param name="data">The texts.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    internal static TextLook Of(TextDataset data, CancellationToken cancellationToken)
    {
        Scripts scripts = new();
        int longest = 0,
            shortest = 0;
        for (int i = 0; i < data.Texts.Count + data.HeldOut.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> text = At(data, i);
            scripts.Add(text);
            if (text.Length > At(data, longest).Length)
                longest = i;
            if (text.Length < At(data, shortest).Length)
                shortest = i;
        }

        return new TextLook
        {
            Scripts = scripts.Shares(),
            Longest = Excerpt(data, longest),
            Shortest = Excerpt(data, shortest),
        };
    }

    /// <summary>Returns a text by its number among all texts; held-out texts follow the training texts.</summary>
    internal static ReadOnlySpan<byte> At(TextDataset data, int number) =>
        number < data.Texts.Count ? data.Texts[number] : data.HeldOut[number - data.Texts.Count];

    /// <summary>Returns the beginning of a text by its number among all texts.</summary>
    internal static TextExcerpt Excerpt(TextDataset data, int number)
    {
        ReadOnlySpan<byte> text = At(data, number);
        return new TextExcerpt(number + 1, TextSet.CharactersOf(text), TextExcerpt.Of(text));
    }
}
