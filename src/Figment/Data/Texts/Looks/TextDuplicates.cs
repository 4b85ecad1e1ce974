namespace Figment.Data.Texts;

/// <summary>Texts that stand in the data more than once, or nearly.</summary>
/// <param name="Same">Texts that are the same byte by byte, in groups.</param>
/// <param name="Near">Texts that are nearly the same, in groups; of those that are the same the first is named.</param>
/// <param name="Leaked">How many held-out texts stand among those to learn from too.</param>
/// <param name="Looked">How many texts were compared for <paramref name="Near"/>.</param>
internal sealed record TextDuplicates(
    IReadOnlyList<IReadOnlyList<TextExcerpt>> Same,
    IReadOnlyList<IReadOnlyList<TextExcerpt>> Near,
    int Leaked,
    int Looked
)
{
    private const int MostTexts = 1_000_000;

    /// <summary>Finds them.</summary>
    /// <param name="data">The texts, those that are held out too.</param>
    /// <param name="cancellationToken">Ends it.</param>
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
