using Figment.Data.Texts;

namespace Figment.Evaluation.Texts;

/// <summary>The passages of a model's training texts, used to tell its own sentences from repeated ones.</summary>
internal sealed class KnownText
{
    /// <summary>The number of adjacent units in a short passage and in a long one.</summary>
    internal const int Short = 8,
        Long = 16;

    private readonly ulong[] words,
        shortGrams,
        longGrams; // In ascending order.

    /// <summary>Reads texts.</summary>
    /// <param name="texts">The training texts; if they are very long, only pieces spread over them are used.</param>
    /// <param name="most">The maximum number of bytes to read.</param>
    internal KnownText(TextSet texts, long most = 32 << 20)
    {
        HashSet<ulong> words = [],
            shortGrams = [],
            longGrams = [];
        foreach (ReadOnlyMemory<byte> text in texts.Sample(most))
        {
            words.UnionWith(TextUnits.Words(text.Span));
            List<ulong> units = TextUnits.Of(text.Span);
            shortGrams.UnionWith(TextUnits.Grams(units, Short));
            longGrams.UnionWith(TextUnits.Grams(units, Long));
        }

        this.words = Sorted(words);
        this.shortGrams = Sorted(shortGrams);
        this.longGrams = Sorted(longGrams);
    }

    /// <summary>Compares some texts with the training texts.</summary>
    internal Passages Look(IEnumerable<byte[]> texts)
    {
        long words = 0,
            knownWords = 0,
            shorts = 0,
            knownShorts = 0,
            longs = 0,
            knownLongs = 0,
            looping = 0,
            count = 0,
            longest = 0;
        HashSet<ulong> pairs = [];
        long allPairs = 0;
        foreach (byte[] text in texts)
        {
            count++;
            foreach (ulong word in TextUnits.Words(text))
                (words, knownWords) = (words + 1, knownWords + (Has(this.words, word) ? 1 : 0));
            List<ulong> units = TextUnits.Of(text);
            long run = 0;
            foreach (ulong gram in TextUnits.Grams(units, Short))
            {
                bool isKnown = Has(shortGrams, gram);
                (shorts, knownShorts, run) = (shorts + 1, knownShorts + (isKnown ? 1 : 0), isKnown ? run + 1 : 0);
                if (run > 0)
                    longest = Math.Max(longest, run + Short - 1);
            }

            foreach (ulong gram in TextUnits.Grams(units, Long))
                (longs, knownLongs) = (longs + 1, knownLongs + (Has(longGrams, gram) ? 1 : 0));
            ulong[] two = TextUnits.Grams(units, 2);
            pairs.UnionWith(two);
            allPairs += two.Length;
            if (Repetition.Is(units))
                looping++;
        }

        return new Passages
        {
            Texts = (int)count,
            KnownWords = Share(knownWords, words),
            CopiedShort = Share(knownShorts, shorts),
            CopiedLong = Share(knownLongs, longs),
            LongestCopy = (int)longest,
            Looping = Share(looping, count),
            DistinctPairs = Share(pairs.Count, allPairs),
        };
    }

    private static bool Has(ulong[] sorted, ulong value) => Array.BinarySearch(sorted, value) >= 0;

    private static double Share(long part, long all) => all == 0 ? 0 : (double)part / all;

    private static ulong[] Sorted(HashSet<ulong> values)
    {
        ulong[] sorted = [.. values];
        Array.Sort(sorted);
        return sorted;
    }
}

/// <summary>How texts compare with the training texts; all shares are 0 to 1.</summary>
internal sealed record Passages
{
    /// <summary>The number of texts.</summary>
    public required int Texts { get; init; }

    /// <summary>
    /// The share of words that occur in the training texts; for scripts without spaces, the share of pairs of adjacent
    /// characters.
    /// </summary>
    public required double KnownWords { get; init; }

    /// <summary>The share of passages of 8 words (or Chinese characters) that occur in the training texts.</summary>
    public required double CopiedShort { get; init; }

    /// <summary>The share of passages of 16 words (or Chinese characters) that occur in the training texts.</summary>
    public required double CopiedLong { get; init; }

    /// <summary>
    /// The length of the longest run of words in which every sequence of 8 adjacent words occurs in the training texts; 0 if
    /// there is no such run.
    /// </summary>
    public required int LongestCopy { get; init; }

    /// <summary>The share of texts that repeat themselves in a loop.</summary>
    public required double Looping { get; init; }

    /// <summary>
    /// The number of distinct pairs of adjacent words, divided by the number of all pairs (distinct-2 of J. Li et al., "A
    /// Diversity-Promoting Objective Function for Neural Conversation Models", 2016, section 5.2).
    /// </summary>
    public required double DistinctPairs { get; init; }
}
