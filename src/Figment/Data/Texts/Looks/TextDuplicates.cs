namespace Figment.Data.Texts;

/// <summary>Texts that occur more than once in the data, exactly or nearly.</summary>
/// <param name="Same">Texts that are equal byte by byte, in groups.</param>
/// <param name="Near">Texts that are nearly equal, in groups; of equal texts, only the first is listed.</param>
/// <param name="Leaked">The number of held-out texts that are also training texts.</param>
/// <param name="Looked">The number of texts that were compared for <paramref name="Near"/>.</param>
internal sealed record TextDuplicates(
    IReadOnlyList<IReadOnlyList<TextExcerpt>> Same,
    IReadOnlyList<IReadOnlyList<TextExcerpt>> Near,
    int Leaked,
    int Looked
)
{
    private const int MostTexts = 1_000_000;

    /// <summary>Finds duplicates.</summary>
    /// <param name="data">The texts, including those held out.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    internal static TextDuplicates In(TextDataset data, CancellationToken cancellationToken)
    {
        int count = Math.Min(MostTexts, data.Texts.Count + data.HeldOut.Count),
            leaked = 0;
        Dictionary<ulong, int> first = [];
        Dictionary<int, List<int>> same = [];
        List<int> different = [];
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (first.TryAdd(TextHash.Of(TextLook.At(data, i)), i))
            {
                different.Add(i);
                continue;
            }

            int known = first[TextHash.Of(TextLook.At(data, i))];
            if (!same.TryGetValue(known, out List<int>? group))
                same[known] = group = [known];
            group.Add(i);
            leaked += i >= data.Texts.Count && known < data.Texts.Count ? 1 : 0;
        }

        (IReadOnlyList<int[]> near, int looked) = NearTexts.Groups(data, different, cancellationToken);
        return new TextDuplicates(
            [.. same.OrderBy(group => group.Key).Select(group => Excerpts(group.Value))],
            [.. near.Select(Excerpts)],
            leaked,
            looked
        );

        IReadOnlyList<TextExcerpt> Excerpts(IEnumerable<int> texts) => [.. texts.Select(text => TextLook.Excerpt(data, text))];
    }
}
