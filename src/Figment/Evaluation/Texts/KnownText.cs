using Figment.Data.Texts;

namespace Figment.Evaluation.Texts;

/// <summary>What stands in the texts that a model learned from, so that what it makes can be told from what it repeats.</summary>
internal sealed class KnownText
{
    /// <summary>How many units side by side are a short passage, and a long one.</summary>
    internal const int Short = 8,
        Long = 16;

    private readonly ulong[] words,
        shortGrams,
        longGrams; // sorted

    /// <summary>Reads texts.</summary>
    /// <param name="texts">What was learned from; of very much only pieces spread over it.</param>
    /// <param name="most">Bytes read at most.</param>
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

    /// <summary>Looks some texts over.</summary>
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

/// <summary>What some texts are like beside those that were learned from; all shares are 0 to 1.</summary>
internal sealed record Passages
{
    /// <summary>How many texts.</summary>
    public required int Texts { get; init; }

    /// <summary>
    /// The share of words that stand in the texts learned from; of scripts without spaces, of two characters side by side.
    /// </summary>
    public required double KnownWords { get; init; }

    /// <summary>The share of passages of 8 words (or Chinese characters) that stand in the texts learned from.</summary>
    public required double CopiedShort { get; init; }

    /// <summary>The same of 16.</summary>
    public required double CopiedLong { get; init; }

    /// <summary>
    /// The longest run of words of which all 8 side by side stand in the texts learned from; 0 where there is none.
    /// </summary>
    public required int LongestCopy { get; init; }

    /// <summary>The share of texts that go round in circles.</summary>
    public required double Looping { get; init; }

    /// <summary>Different pairs of words, by all pairs.</summary>
    public required double DistinctPairs { get; init; }
}
