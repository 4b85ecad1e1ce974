using System.Text;
using Figment.Data.Texts;

namespace Figment.Studio.Learn;

/// <summary>The packaged texts of the lesson, read on the first request.</summary>
internal sealed class LessonTexts
{
    /// <summary>The largest number of merges that the lesson's tokenizer learns.</summary>
    internal const int MostMerges = 1024;

    private const char Between = '\0'; // so that no match continues into the next text
    private const long SampleForTokenizer = 1 << 18;

    private static readonly Lazy<LessonTexts> Poems = new(() => new LessonTexts("poems")),
        Verse = new(() => new LessonTexts("verse"));

    private readonly Lazy<Tokenizer> tokenizer;
    private readonly string all;

    private LessonTexts(string name)
    {
        using TextDataset data = TextSources.Open(name);
        (Learned, HeldOut) = (Read(data.Texts), Read(data.HeldOut));
        all = string.Join(Between, Learned);
        tokenizer = new(() => Tokenizer.Train(Sample(), MostMerges));
    }

    /// <summary>The training texts.</summary>
    internal IReadOnlyList<string> Learned { get; }

    /// <summary>The held-out texts.</summary>
    internal IReadOnlyList<string> HeldOut { get; }

    /// <summary>The name of the texts: Chinese poems for readers of Chinese, English verse for others.</summary>
    internal static string NameFor(Language language) => language == Language.Chinese ? "poems" : "verse";

    /// <summary>The packaged texts of a given name.</summary>
    internal static LessonTexts Of(string name) => (name == "poems" ? Poems : Verse).Value;

    /// <summary>
    /// A tokenizer with a given number of merges. They are the first merges of a longer training run, because merges are learned
    /// one after the other.
    /// </summary>
    /// <param name="merges">0 to <see cref="MostMerges"/>.</param>
    internal Tokenizer TokenizerOf(int merges) => merges == 0 ? new([]) : new([.. tokenizer.Value.Merges.Take(merges)]);

    /// <summary>
    /// The characters that follow the given ones in the training texts, with their counts; the most frequent first.
    /// </summary>
    /// <param name="before">The given characters; if empty, all characters are counted.</param>
    internal IReadOnlyList<(string Character, int Count)> Following(string before)
    {
        Dictionary<Rune, int> counts = [];
        for (
            int at = all.IndexOf(before, StringComparison.Ordinal);
            at >= 0 && at + before.Length < all.Length;
            at = all.IndexOf(before, at + 1, StringComparison.Ordinal)
        )
        {
            if (Rune.TryGetRuneAt(all, at + before.Length, out Rune next) && next.Value != Between)
                counts[next] = counts.GetValueOrDefault(next) + 1;
        }

        return
        [
            .. counts
                .OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key.Value)
                .Select(pair => (pair.Key.ToString(), pair.Value)),
        ];
    }

    private static string[] Read(TextSet texts)
    {
        string[] read = new string[texts.Count];
        for (int i = 0; i < read.Length; i++)
            read[i] = Encoding.UTF8.GetString(texts[i]);
        return read;
    }

    private IEnumerable<ReadOnlyMemory<byte>> Sample()
    {
        long taken = 0;
        foreach (string text in Learned.TakeWhile(_ => taken < SampleForTokenizer))
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            taken += bytes.Length;
            yield return bytes;
        }
    }
}
