namespace Figment.Data.Texts;

/// <summary>What texts are like: what they are written in, and how long they are.</summary>
internal sealed record TextLook
{
    /// <summary>The scripts, the most frequent first, and the share of the letters that each has.</summary>
    public required IReadOnlyList<(string Name, double Share)> Scripts { get; init; }

    /// <summary>The longest text.</summary>
    public required TextExcerpt Longest { get; init; }

    /// <summary>The shortest text.</summary>
    public required TextExcerpt Shortest { get; init; }

    /// <summary>Looks at all texts, those that are held out too.</summary>
    /// <param name="data">The texts.</param>
    /// <param name="cancellationToken">Ends it.</param>
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

    /// <summary>One of all texts; those that are held out come after those to learn from.</summary>
    internal static ReadOnlySpan<byte> At(TextDataset data, int number) =>
        number < data.Texts.Count ? data.Texts[number] : data.HeldOut[number - data.Texts.Count];

    /// <summary>How one of all texts begins.</summary>
    internal static TextExcerpt Excerpt(TextDataset data, int number)
    {
        ReadOnlySpan<byte> text = At(data, number);
        return new TextExcerpt(number + 1, TextSet.CharactersOf(text), TextExcerpt.Of(text));
    }
}
