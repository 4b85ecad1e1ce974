namespace Figment.Data.Texts;

/// <summary>A part of the texts of a data set.</summary>
public sealed class TextSet
{
    private readonly TextStore store;
    private readonly long[] bounds; // where each text begins, and where the last one ends

    internal TextSet(TextStore store, long[] bounds)
    {
        (this.store, this.bounds) = (store, bounds);
        long continued = 0;
        foreach (ReadOnlySpan<byte> part in Pieces())
            continued += Continuations(part);
        Characters = Bytes - continued;
    }

    /// <summary>The number of texts.</summary>
    public int Count => bounds.Length - 1;

    /// <summary>The total length in bytes of UTF-8.</summary>
    public long Bytes => bounds[^1] - bounds[0];

    /// <summary>The total length in characters (Unicode scalar values).</summary>
    public long Characters { get; }

    /// <summary>One of the texts in UTF-8; in a dialogue, with the bytes FE and FF around each message.</summary>
    /// <param name="index">The number of the text, from 0 to <see cref="Count"/> − 1.</param>
    public ReadOnlySpan<byte> this[int index] => store.Slice(bounds[index], (int)(bounds[index + 1] - bounds[index]));

    /// <summary>The number of dialogues among the texts.</summary>
    internal int Dialogues
    {
        get
        {
            int count = 0;
            for (int i = 0; i < Count; i++)
                count += Dialogue.Is(store.Slice(bounds[i], 1)) ? 1 : 0;
            return count;
        }
    }

    /// <summary>Whether the texts are on disk.</summary>
    internal bool IsOnDisk => store.IsOnDisk;

    /// <summary>
    /// Pieces spread over all texts, with up to <paramref name="most"/> bytes in total, for uses that need not see everything.
    /// </summary>
    internal IEnumerable<ReadOnlyMemory<byte>> Sample(long most)
    {
        const int Piece = 1 << 18;
        if (Bytes <= most)
        {
            for (int i = 0; i < Count; i++)
                yield return this[i].ToArray();
            yield break;
        }

        long pieces = Math.Max(1, most / Piece),
            stride = Bytes / pieces;
        for (long i = 0; i < pieces; i++)
            yield return Whole(store.Slice(bounds[0] + (i * stride), (int)Math.Min(Piece, stride)));
    }

    /// <summary>The bytes of a piece without the incomplete lines at both ends, if it has lines.</summary>
    private static byte[] Whole(ReadOnlySpan<byte> piece)
    {
        int first = piece.IndexOf((byte)'\n'),
            last = piece.LastIndexOf((byte)'\n');
        return last > first ? piece[(first + 1)..(last + 1)].ToArray() : piece.ToArray();
    }

    /// <summary>The number of characters in a text.</summary>
    internal static long CharactersOf(ReadOnlySpan<byte> text) => text.Length - Continuations(text);

    private Enumerator Pieces() => new(this);

    /// <summary>The number of bytes that do not begin a character: continuation bytes, and marks of dialogues.</summary>
    private static long Continuations(ReadOnlySpan<byte> text)
    {
        long count = 0;
        foreach (byte value in text)
            count += (value & 0xC0) == 0x80 || Dialogue.IsMark(value) ? 1 : 0;
        return count;
    }

    private ref struct Enumerator(TextSet texts)
    {
        private const int Piece = 1 << 24;
        private long next = texts.bounds[0];

        public ReadOnlySpan<byte> Current { get; private set; }

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            int length = (int)Math.Min(Piece, texts.bounds[^1] - next);
            if (length == 0)
                return false;
            Current = texts.store.Slice(next, length);
            next += length;
            return true;
        }
    }
}
