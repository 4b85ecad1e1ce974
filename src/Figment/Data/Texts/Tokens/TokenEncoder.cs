using System.Buffers;

namespace Figment.Data.Texts;

/// <summary>
/// Converts words to tokens by applying merges, the earliest first. It remembers known words, and must be used by only one thread
/// at a time.
/// </summary>
/// <param name="ranks">The token that each pair becomes; lower means earlier.</param>
internal sealed class TokenEncoder(IReadOnlyDictionary<(int Left, int Right), int> ranks)
{
    private const int MostKnown = 1 << 16,
        MostLength = 64,
        MostOnStack = 256;
    private readonly Dictionary<byte[], ushort[]> known = new(ByteWords.Comparer);

    /// <summary>Encodes a text.</summary>
    /// <param name="text">The text in UTF-8, or any bytes.</param>
    /// <param name="tokens">Receives the tokens.</param>
    internal void Encode(ReadOnlySpan<byte> text, IBufferWriter<ushort> tokens)
    {
        Dictionary<byte[], ushort[]>.AlternateLookup<ReadOnlySpan<byte>> words = known.GetAlternateLookup<ReadOnlySpan<byte>>();
        while (!text.IsEmpty)
        {
            int length = ranks.Count == 0 ? text.Length : WordSplitter.Next(text);
            ReadOnlySpan<byte> word = text[..length];
            text = text[length..];
            if (length <= MostLength && words.TryGetValue(word, out ushort[]? found))
            {
                tokens.Write(found);
                continue;
            }

            Span<ushort> target = tokens.GetSpan(length);
            int count = Merge(word, target);
            if (length <= MostLength && known.Count < MostKnown)
                words[word] = target[..count].ToArray();
            tokens.Advance(count);
        }
    }

    /// <summary>Merges the bytes of one word.</summary>
    /// <returns>The number of resulting tokens.</returns>
    private int Merge(ReadOnlySpan<byte> word, Span<ushort> tokens)
    {
        for (int i = 0; i < word.Length; i++)
            tokens[i] = word[i];
        if (ranks.Count == 0)
            return word.Length;
        return word.Length <= MostOnStack ? MergeShort(tokens, word.Length) : MergeLong(tokens, word.Length);
    }

    /// <summary>Searches all pairs for each merge, which is fastest for short words.</summary>
    private int MergeShort(Span<ushort> tokens, int count)
    {
        Span<int> merged = stackalloc int[MostOnStack];
        for (int i = 0; i + 1 < count; i++)
            merged[i] = Rank(tokens[i], tokens[i + 1]);
        while (count > 1)
        {
            int best = 0;
            for (int i = 1; i + 1 < count; i++)
                if (merged[i] < merged[best])
                    best = i;
            if (merged[best] == int.MaxValue)
                break;
            tokens[best] = (ushort)merged[best];
            tokens[(best + 2)..count].CopyTo(tokens[(best + 1)..]);
            merged[(best + 1)..(count - 1)].CopyTo(merged[best..]);
            count--;
            if (best > 0)
                merged[best - 1] = Rank(tokens[best - 1], tokens[best]);
            if (best + 1 < count)
                merged[best] = Rank(tokens[best], tokens[best + 1]);
        }

        return count;
    }

    /// <summary>
    /// Keeps the pairs in a queue, so that the time grows as n log n and a word of a megabyte does not take minutes.
    /// </summary>
    private int MergeLong(Span<ushort> tokens, int count)
    {
        int[] current = new int[count],
            next = new int[count],
            before = new int[count]; // current: −1 if the token was merged into the one before
        PriorityQueue<(int Left, int Right, int At), (int Rank, int At)> queue = new();
        for (int i = 0; i < count; i++)
            (current[i], next[i], before[i]) = (tokens[i], i + 1, i - 1);
        for (int i = 0; i + 1 < count; i++)
            Add(i);
        while (queue.TryDequeue(out (int Left, int Right, int At) pair, out (int Rank, int At) rank))
        {
            int right = next[pair.At];
            if (right >= count || current[pair.At] != pair.Left || current[right] != pair.Right)
                continue; // no longer there
            current[pair.At] = rank.Rank;
            current[right] = -1;
            next[pair.At] = next[right];
            if (next[right] < count)
                before[next[right]] = pair.At;
            if (before[pair.At] >= 0)
                Add(before[pair.At]);
            Add(pair.At);
        }

        int length = 0;
        for (int i = 0; i < count; i = next[i])
            tokens[length++] = (ushort)current[i];
        return length;

        void Add(int at)
        {
            if (next[at] >= count)
                return;
            int rank = Rank(current[at], current[next[at]]);
            if (rank != int.MaxValue)
                queue.Enqueue((current[at], current[next[at]], at), (rank, at));
        }
    }

    private int Rank(int left, int right) => ranks.TryGetValue((left, right), out int token) ? token : int.MaxValue;
}
