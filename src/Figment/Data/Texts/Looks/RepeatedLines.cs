namespace Figment.Data.Texts;

/// <summary>Finds the lines that texts have most often.</summary>
internal static class RepeatedLines
{
    private const int MostLines = 1_000_000; // different ones

    /// <summary>Counts lines.</summary>
    /// <param name="data">The texts, those that are held out too.</param>
    /// <param name="most">How many lines to name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Lines that stand there more than once, the most frequent first, and how many lines there are.</returns>
    internal static (IReadOnlyList<(string Line, int Count)> Lines, long All) In(
        TextDataset data,
        int most,
        CancellationToken cancellationToken
    )
    {
        Dictionary<ulong, (int Count, int Text, int From, int Length)> lines = [];
        long all = 0;
        for (int i = 0; i < data.Texts.Count + data.HeldOut.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> text = TextLook.At(data, i);
            foreach (DialoguePart part in Dialogue.Parts(text))
                Count(text.Slice(part.From, part.Length), i, part.From);
        }

        return (
            [
                .. lines
                    .Values.Where(line => line.Count > 1)
                    .OrderByDescending(line => line.Count)
                    .ThenBy(line => (line.Text, line.From))
                    .Take(most)
                    .Select(line => (TextExcerpt.Of(TextLook.At(data, line.Text).Slice(line.From, line.Length)), line.Count)),
            ],
            all
        );

        void Count(ReadOnlySpan<byte> said, int text, int from)
        {
            foreach (Range range in said.Split((byte)'\n'))
            {
                ReadOnlySpan<byte> line = said[range].Trim(" \t"u8);
                if (line.IsEmpty)
                    continue;
                all++;
                ulong hash = TextHash.Of(line);
                if (lines.TryGetValue(hash, out (int Count, int Text, int From, int Length) known))
                    lines[hash] = known with { Count = known.Count + 1 };
                else if (lines.Count < MostLines)
                    lines[hash] = (1, text, from + range.Start.Value, said[range].Length);
            }
        }
    }
}
