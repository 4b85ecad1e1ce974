using System.Text;

namespace Figment.Data.Texts;

/// <summary>
/// Finds texts that have most of their five-letter runs in common. Each text keeps the smallest hash in each of 64 bins (P. Li,
/// A. Owen, C.-H. Zhang, "One Permutation Hashing", 2012). Texts that agree in four neighbouring bins are compared run by run.
/// </summary>
internal static class NearTexts
{
    private const int Run = 5,
        Bins = 64,
        Band = 4,
        FewestRuns = 12,
        MostRuns = 20_000,
        MostTexts = 100_000,
        MostCompared = 300_000,
        MostInBucket = 8;
    private const double Alike = 0.7;
    private const long MostLetters = 64L << 20;

    /// <summary>Finds groups of similar texts.</summary>
    /// <param name="data">The texts.</param>
    /// <param name="texts">The indices of the texts to compare.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>Groups in which each text is similar to at least one other, and the number of compared texts.</returns>
    internal static (IReadOnlyList<int[]> Groups, int Looked) Groups(
        TextDataset data,
        IReadOnlyList<int> texts,
        CancellationToken cancellationToken
    )
    {
        List<int> looked = [];
        List<uint[]> sketches = [];
        Dictionary<ulong, List<int>> buckets = [];
        List<int> parents = [];
        long letters = 0;
        int compared = 0;
        int step = Math.Max(1, texts.Count / MostTexts); // spread over all texts if there are many
        for (int i = 0; i < texts.Count && letters < MostLetters; i += step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            HashSet<ulong> runs = Runs(TextLook.At(data, texts[i]));
            letters += runs.Count;
            if (runs.Count < FewestRuns)
                continue;
            int own = looked.Count;
            looked.Add(texts[i]);
            parents.Add(own);
            uint[] sketch = Sketch(runs);
            sketches.Add(sketch);
            for (int band = 0; band < Bins; band += Band)
            {
                ulong key = (ulong)band;
                foreach (uint value in sketch.AsSpan(band, Band))
                    key = TextHash.Mixed(key ^ value);
                if (!buckets.TryGetValue(key, out List<int>? bucket))
                    buckets[key] = bucket = [];
                foreach (int other in bucket)
                {
                    if (
                        Root(parents, other) == Root(parents, own)
                        || Agreement(sketch, sketches[other]) < Alike - 0.15
                        || compared >= MostCompared
                    )
                        continue;
                    compared++;
                    if (Similarity(runs, Runs(TextLook.At(data, looked[other]))) >= Alike)
                        parents[Root(parents, own)] = Root(parents, other);
                }

                if (bucket.Count < MostInBucket)
                    bucket.Add(own);
            }
        }

        int[][] groups =
        [
            .. Enumerable
                .Range(0, looked.Count)
                .GroupBy(i => Root(parents, i))
                .Where(group => group.Skip(1).Any())
                .Select(group => group.Select(i => looked[i]).ToArray()),
        ];
        return (groups, looked.Count);
    }

    /// <summary>The hashes of all runs of letters and digits, in lower case; for a long text, those of its beginning.</summary>
    private static HashSet<ulong> Runs(ReadOnlySpan<byte> text)
    {
        HashSet<ulong> runs = [];
        foreach (DialoguePart part in Dialogue.Parts(text))
            AddRuns(text.Slice(part.From, part.Length), runs);
        return runs;
    }

    private static void AddRuns(ReadOnlySpan<byte> text, HashSet<ulong> runs)
    {
        const ulong Base = 0x100000001b3;
        ulong oldest = 1;
        for (int i = 1; i < Run; i++)
            oldest *= Base;
        Span<int> last = stackalloc int[Run];
        ulong hash = 0;
        for (int count = 0; !text.IsEmpty && runs.Count < MostRuns; )
        {
            Rune.DecodeFromUtf8(text, out Rune letter, out int length);
            text = text[length..];
            if (!Rune.IsLetterOrDigit(letter))
                continue;
            int value = Rune.ToLowerInvariant(letter).Value,
                place = count++ % Run;
            if (count > Run)
                hash -= oldest * (ulong)last[place];
            hash = (hash * Base) + (ulong)value;
            last[place] = value;
            if (count >= Run)
                runs.Add(TextHash.Mixed(hash));
        }
    }

    private static uint[] Sketch(HashSet<ulong> runs)
    {
        const int Bits = 6;
        uint[] least = new uint[Bins];
        Array.Fill(least, uint.MaxValue);
        foreach (ulong run in runs)
        {
            int bin = (int)(run >> (64 - Bits));
            least[bin] = Math.Min(least[bin], (uint)run);
        }

        // An empty bin copies the hash of the next full bin, changed according to the distance.
        uint[] full = [.. least];
        for (int bin = 0; bin < Bins; bin++)
        for (uint far = 1; full[bin] == uint.MaxValue && far < Bins; far++)
            full[bin] = least[(bin + far) % Bins] is uint.MaxValue
                ? uint.MaxValue
                : least[(bin + far) % Bins] + (far * 0x9e3779b9);
        return full;
    }

    private static double Agreement(uint[] a, uint[] b)
    {
        int same = 0;
        for (int i = 0; i < Bins; i++)
            same += a[i] == b[i] ? 1 : 0;
        return (double)same / Bins;
    }

    private static double Similarity(HashSet<ulong> a, HashSet<ulong> b)
    {
        int common = a.Count(b.Contains);
        return (double)common / (a.Count + b.Count - common);
    }

    private static int Root(List<int> parents, int text)
    {
        while (parents[text] != text)
            text = parents[text] = parents[parents[text]];
        return text;
    }
}
