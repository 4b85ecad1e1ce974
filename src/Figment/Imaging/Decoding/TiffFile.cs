using System.Buffers.Binary;

namespace Figment.Imaging;

/// <summary>
/// The directories of an untrusted TIFF (6.0, and BigTIFF). Positions outside the file are not followed, and no position is
/// followed twice.
/// </summary>
internal sealed class TiffFile
{
    private const int MostPages = 100_000,
        MostEntries = 4096;
    private const int Subfile = 254,
        SubDirectories = 330,
        SampleFormat = 339,
        DngVersion = 50706,
        Photometric = 262;
    private const int Width = 256,
        Height = 257,
        Bits = 258,
        Compression = 259,
        Samples = 277;
    private readonly byte[] file;
    private readonly bool isBig,
        isBigEndian;
    private readonly Dictionary<int, (int Type, long Count, int Place)> first = [];

    private TiffFile(byte[] file)
    {
        this.file = file;
        isBigEndian = file[0] == 'M';
        isBig = Number(2, 2) == 43;
        Pages = ReadPages();
    }

    /// <summary>The number of full-size pictures.</summary>
    internal int Pages { get; }

    /// <summary>Whether the file holds raw data from a camera's sensor, with a small preview.</summary>
    internal bool IsCameraRaw =>
        first.ContainsKey(DngVersion)
        || Value(Photometric) is 32803 or 34892
        || ((Value(Subfile) & 1) == 1 && first.ContainsKey(SubDirectories));

    /// <summary>Why the values cannot be read as brightness; null if they can.</summary>
    internal OptionSentence? Unshaded =>
        Value(SampleFormat) switch
        {
            null or 1 or 4 => null,
            2 => "its values are signed integers, and no standard says which is white. Save it with 8 or 16 bits, unsigned, "
                + "or all pictures as one NumPy array scaled to [0, 1]",
            3 when TiffFloats.Take(this) => null,
            3 => "its values are floats in a layout that is not supported. Save it with 8 or 16 bits, or all pictures "
                + "as one NumPy "
                + "array, scaled so that 0 is black and 1 is white",
            _ => "its values are complex numbers or of an unknown kind. Save it with 8 or 16 bits",
        };

    /// <summary>
    /// Whether the file is too short for its pixels, however well they are compressed. A decoder would notice only after
    /// allocating memory for all of them, which takes seconds and half a gigabyte for a file of 168 bytes.
    /// </summary>
    internal bool IsCutShort
    {
        get
        {
            // The most that one byte can expand to: Deflate's longest match is 258 bytes in 2 bits, LZW's longest string 3,837 in
            // 12 bits.
            double most = (Value(Compression) ?? 1) switch
            {
                1 => 1,
                32773 => 64,
                8 or 32946 => 1032,
                5 => 2558,
                _ => double.PositiveInfinity,
            };
            const long YCbCr = 6; // may store colours for only every sixteenth pixel
            if (Value(Photometric) == YCbCr)
                most *= 16;
            double pixels = (double)(Value(Width) ?? 0) * (Value(Height) ?? 0);
            return pixels * (Value(Samples) ?? 1) * (Value(Bits) ?? 1) / 8 > most * file.Length;
        }
    }

    /// <summary>Whether the values are floats.</summary>
    internal bool HoldsFloats => Value(SampleFormat) == 3;

    /// <summary>Whether the most significant byte of a value comes first.</summary>
    internal bool IsBigEndian => isBigEndian;

    /// <summary>Whether the first page has a tag.</summary>
    internal bool Has(int tag) => first.ContainsKey(tag);

    /// <summary>Returns the file with other values for tags of the first page; tags that it lacks are not added.</summary>
    internal byte[] With(params IReadOnlyList<(int Tag, uint Value)> changes)
    {
        const int Long = 4;
        byte[] copy = [.. file];
        foreach ((int tag, uint value) in changes)
        {
            if (!first.TryGetValue(tag, out (int Type, long Count, int Place) entry))
                continue;
            int count = isBig ? 8 : 4;
            copy.AsSpan(entry.Place - count, 2 * count).Clear();
            Put(entry.Place - count - 2, 2, Long);
            Put(isBigEndian ? entry.Place - 1 : entry.Place - count, 1, 1);
            Put(entry.Place, 4, value);
        }

        return copy;

        void Put(int at, int size, uint number)
        {
            for (int i = 0; i < size; i++)
                copy[at + i] = (byte)(number >> (8 * (isBigEndian ? size - 1 - i : i)));
        }
    }

    /// <summary>Reads the directories.</summary>
    /// <param name="file">A file that begins like a TIFF.</param>
    internal static TiffFile? Of(byte[] file) => file.Length < 16 ? null : new TiffFile(file);

    /// <summary>The first value of a tag of the first page, if it is an integer.</summary>
    internal long? Value(int tag)
    {
        if (!first.TryGetValue(tag, out (int Type, long Count, int Place) entry) || entry.Count < 1)
            return null;
        int size = entry.Type switch
        {
            1 => 1,
            3 => 2,
            4 or 13 => 4,
            16 or 18 => 8,
            _ => 0,
        };
        if (size == 0)
            return null;
        long place = size * entry.Count <= (isBig ? 8 : 4) ? entry.Place : Number(entry.Place, isBig ? 8 : 4);
        return place < 0 || place > file.Length - size ? null : Number((int)place, size);
    }

    private int ReadPages()
    {
        int pages = 0;
        HashSet<long> seen = [];
        long at = isBig ? Number(8, 8) : Number(4, 4);
        while (at > 0 && at <= file.Length - 8 && seen.Count < MostPages && seen.Add(at))
        {
            int head = isBig ? 8 : 2,
                size = isBig ? 20 : 12;
            long entries = Number((int)at, head),
                end = at + head + (entries * size);
            if (entries is < 0 or > ushort.MaxValue || end > file.Length)
                break;
            long kind = 0;
            for (int i = 0; i < Math.Min(entries, MostEntries); i++)
            {
                int place = (int)at + head + (i * size),
                    tag = (int)Number(place, 2);
                if (seen.Count == 1)
                    first.TryAdd(tag, ((int)Number(place + 2, 2), Number(place + 4, isBig ? 8 : 4), place + (isBig ? 12 : 8)));
                else if (tag > Subfile)
                    break; // they are in order
                if (tag == Subfile)
                    kind = Number(place + (isBig ? 12 : 8), 4);
            }

            if ((kind & 5) == 0)
                pages++; // neither a smaller copy nor a mask
            int link = isBig ? 8 : 4;
            at = end > file.Length - link ? 0 : Number((int)end, link);
        }

        return pages;
    }

    private long Number(int at, int size)
    {
        ReadOnlySpan<byte> bytes = file.AsSpan(at, size);
        return (size, isBigEndian) switch
        {
            (1, _) => bytes[0],
            (2, true) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            (4, true) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            (_, true) => BinaryPrimitives.ReadInt64BigEndian(bytes),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        };
    }
}
