namespace Figment.Studio.Learn;

/// <summary>A part of a text that appears word for word in another text.</summary>
/// <param name="At">The position where it begins.</param>
/// <param name="Length">Its length.</param>
/// <param name="Source">The index of the other text.</param>
/// <param name="AtInSource">The position in the other text.</param>
internal sealed record CopiedPassage(int At, int Length, int Source, int AtInSource)
{
    private const int ShortestOfLetters = 25,
        ShortestOfCharacters = 8;

    /// <summary>The longest passages of a text that appear in other texts, without overlaps, in the order of the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="sources">The texts to search.</param>
    internal static IReadOnlyList<CopiedPassage> Find(string text, IReadOnlyList<string> sources)
    {
        // A Chinese character carries as much information as several letters.
        int shortest = text.Any(letter => letter >= 0x3400) ? ShortestOfCharacters : ShortestOfLetters;
        Dictionary<string, List<int>> begins = [];
        for (int i = 0; i + shortest <= text.Length; i++)
        {
            string key = text.Substring(i, shortest);
            if (!begins.TryGetValue(key, out List<int>? places))
                begins[key] = places = [];
            places.Add(i);
        }

        Dictionary<string, List<int>>.AlternateLookup<ReadOnlySpan<char>> lookup = begins.GetAlternateLookup<
            ReadOnlySpan<char>
        >();
        List<CopiedPassage> found = [];
        for (int source = 0; source < sources.Count; source++)
        {
            string other = sources[source];
            for (int i = 0; i + shortest <= other.Length; i++)
            {
                if (!lookup.TryGetValue(other.AsSpan(i, shortest), out List<int>? places))
                    continue;
                foreach (int at in places)
                    found.Add(new CopiedPassage(at, text.AsSpan(at).CommonPrefixLength(other.AsSpan(i)), source, i));
            }
        }

        List<CopiedPassage> kept = [];
        foreach (
            CopiedPassage passage in found
                .OrderByDescending(each => each.Length)
                .ThenBy(each => each.Source)
                .ThenBy(each => each.At)
        )
            if (kept.All(other => passage.At >= other.At + other.Length || other.At >= passage.At + passage.Length))
                kept.Add(passage);
        return [.. kept.OrderBy(passage => passage.At)];
    }
}
