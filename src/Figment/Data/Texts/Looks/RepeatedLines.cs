namespace Figment.Data.Texts;

/// <summary>Finds the lines that occur most often in texts.</summary>
internal static class RepeatedLines
{
    private const int MostLines = 1_000_000; // different ones

    /// <summary>Counts lines.</summary>
    /// <param name="data">The texts, including those held out.</param>
    /// <param name="most">The number of lines to return.</param>
    /// <param name="cancellationToken">Cancels the count.</param>
    /// <returns>The lines that occur more than once, the most frequent first, and the total number of lines.</returns>
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
