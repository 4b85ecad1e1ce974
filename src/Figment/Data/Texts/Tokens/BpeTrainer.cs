namespace Figment.Data.Texts;

/// <summary>
/// Learns the merges of a tokenizer from text: starting with bytes, the most frequent pair of neighbours is repeatedly merged
/// into one token (R. Sennrich et al., "Neural Machine Translation of Rare Words with Subword Units", 2016, algorithm 1).
/// </summary>
/// <remarks>
/// Words are counted once, and each pair records the words that contain it, so that a merge touches only those. If pairs are
/// equally frequent, the one with the lower tokens comes first, so the merges depend only on the text.
/// </remarks>
internal sealed class BpeTrainer
{
    private readonly Dictionary<byte[], long> counts = new(ByteWords.Comparer);
    private readonly Dictionary<(int Left, int Right), Pair> pairs = [];
    private readonly PriorityQueue<(int Left, int Right), (long Count, int Left, int Right)> queue = new();

    /// <summary>Counts the words of a text. Marks of dialogues are separate tokens, and no merge crosses one.</summary>
    internal void Add(ReadOnlySpan<byte> text)
    {
        for (int mark; (mark = Dialogue.NextMark(text)) >= 0; text = text[(mark + 1)..])
            Count(text[..mark]);
        Count(text);
    }

    private void Count(ReadOnlySpan<byte> text)
    {
        Dictionary<byte[], long>.AlternateLookup<ReadOnlySpan<byte>> words = counts.GetAlternateLookup<ReadOnlySpan<byte>>();
        while (!text.IsEmpty)
        {
            int length = WordSplitter.Next(text);
            ref long count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(
                words,
                text[..length],
                out _
            );
            count++;
            text = text[length..];
        }
    }

    /// <summary>Returns the merges in the order in which they are applied; merge i creates token 256 + i.</summary>
    /// <param name="most">
    /// The maximum number of merges. There are fewer merges if, at some point, no pair occurs at least twice.
    /// </param>
    /// <param name="cancellationToken">Cancels the training.</param>
    internal IReadOnlyList<(int Left, int Right)> Train(int most, CancellationToken cancellationToken)
    {
        Word[] words =
        [
            .. counts
                .Where(entry => entry.Key.Length > 1)
                .Select(entry => new Word([.. entry.Key.Select(value => (int)value)], entry.Value)),
        ];
        for (int i = 0; i < words.Length; i++)
        for (int j = 0; j + 1 < words[i].Tokens.Length; j++)
            Count((words[i].Tokens[j], words[i].Tokens[j + 1]), words[i].Count, i);
        foreach (((int Left, int Right) pair, Pair found) in pairs)
            Enqueue(pair, found);

        List<(int, int)> merges = [];
        List<int> lengths = [.. Enumerable.Repeat(1, Tokenizer.Bytes)];
        while (merges.Count < most && Take() is { } best)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pairs.Remove(best.Pair);
            int token = Tokenizer.Bytes + merges.Count,
                length = lengths[best.Pair.Left] + lengths[best.Pair.Right];
            if (length > Tokenizer.MostTokenBytes)
                continue;
            merges.Add(best.Pair);
            lengths.Add(length);
            HashSet<(int, int)> changed = [];
            foreach (int word in best.Words)
                Merge(words[word], word, best.Pair, token, changed);
            foreach ((int, int) pair in changed)
                if (pairs.TryGetValue(pair, out Pair? found))
                    Enqueue(pair, found);
        }

        return merges;
    }

    private ((int Left, int Right) Pair, IEnumerable<int> Words)? Take()
    {
        while (queue.TryDequeue(out (int Left, int Right) pair, out (long Count, int, int) rank))
        {
            if (!pairs.TryGetValue(pair, out Pair? found) || found.Count != -rank.Count)
                continue; // the count has changed since
            return found.Count < 2 ? null : (pair, found.Words);
        }

        return null;
    }

    private void Merge(Word word, int number, (int Left, int Right) pair, int token, HashSet<(int, int)> changed)
    {
        int[] tokens = word.Tokens;
        int[] merged = new int[tokens.Length];
        int length = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            bool isPair = i + 1 < tokens.Length && (tokens[i], tokens[i + 1]) == pair;
            merged[length++] = isPair ? token : tokens[i];
            if (isPair)
                i++;
        }

        if (length == tokens.Length)
            return; // an earlier merge used one of the two
        for (int i = 0; i + 1 < tokens.Length; i++)
            Change((tokens[i], tokens[i + 1]), -word.Count);
        word.Tokens = merged[..length];
        for (int i = 0; i + 1 < length; i++)
        {
            (int, int) found = (merged[i], merged[i + 1]);
            if (merged[i] == token || merged[i + 1] == token)
                Count(found, word.Count, number);
            else
                Change(found, word.Count);
        }

        void Change((int, int) of, long by)
        {
            if (!pairs.TryGetValue(of, out Pair? known))
                return;
            known.Count += by;
            changed.Add(of);
        }

        void Count((int, int) of, long by, int place)
        {
            this.Count(of, by, place);
            changed.Add(of);
        }
    }

    private void Count((int, int) pair, long by, int word)
    {
        if (!pairs.TryGetValue(pair, out Pair? found))
            pairs[pair] = found = new Pair();
        found.Count += by;
        if (found.Words.Count == 0 || found.Words[^1] != word)
            found.Words.Add(word);
    }

    private void Enqueue((int Left, int Right) pair, Pair found) => queue.Enqueue(pair, (-found.Count, pair.Left, pair.Right));

    private sealed class Word(int[] tokens, long count)
    {
        internal int[] Tokens = tokens;
        internal readonly long Count = count;
    }

    /// <summary>The count of a pair and the words that contain it; some of them may no longer do so.</summary>
    private sealed class Pair
    {
        internal long Count;
        internal readonly List<int> Words = [];
    }
}
