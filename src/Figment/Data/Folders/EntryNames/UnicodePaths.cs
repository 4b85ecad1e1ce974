using System.Buffers.Binary;
using System.Text;

namespace Figment.Data.Folders;

/// <summary>
/// Reads the UTF-8 names that Info-ZIP and other programs store beside names in the system's code page: the extra field 0x7075
/// (Unicode Path) of the archive's directory, which <see cref="System.IO.Compression.ZipArchive"/> ignores.
/// </summary>
internal static class UnicodePaths
{
    private const uint End = 0x06054b50,
        EndLocator64 = 0x07064b50,
        End64 = 0x06064b50,
        Entry = 0x02014b50;
    private const int EndLength = 22,
        LongestComment = ushort.MaxValue,
        LocatorLength = 20,
        EntryLength = 46,
        FieldId = 0x7075,
        FieldHead = 5;
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>
    /// Returns the UTF-8 name of each entry, in the order of the directory; null if there is none that fits its entry.
    /// </summary>
    /// <param name="archive">A seekable stream. Its position afterwards is undefined.</param>
    /// <param name="count">The number of entries.</param>
    internal static IReadOnlyList<string?> Of(Stream archive, int count)
    {
        string?[] names = new string?[count];
        try
        {
            archive.Position = Directory(archive);
            byte[] head = new byte[EntryLength];
            for (int i = 0; i < count; i++)
            {
                archive.ReadExactly(head);
                if (Int32(head, 0) != Entry)
                    break;
                byte[] name = new byte[Int16(head, 28)],
                    extra = new byte[Int16(head, 30)];
                archive.ReadExactly(name);
                archive.ReadExactly(extra);
                archive.Position += Int16(head, 32); // a comment
                names[i] = In(extra, name);
            }
        }
        catch (EndOfStreamException)
        {
            // The archive's own reader reports the damage.
        }

        return names;
    }

    /// <summary>Computes the CRC-32 that ZIP archives use.</summary>
    internal static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xedb88320 & (0 - (crc & 1)));
        }

        return ~crc;
    }

    /// <summary>
    /// Returns the name in the extra fields of an entry; null if its CRC shows that the entry has been renamed since, or if the
    /// name is not valid UTF-8.
    /// </summary>
    private static string? In(ReadOnlySpan<byte> extra, ReadOnlySpan<byte> name)
    {
        while (extra.Length >= 4)
        {
            int id = Int16(extra, 0),
                length = Int16(extra, 2);
            if (length > extra.Length - 4)
                return null;
            ReadOnlySpan<byte> field = extra.Slice(4, length);
            extra = extra[(4 + length)..];
            if (id != FieldId || length <= FieldHead || field[0] != 1 || Int32(field, 1) != Crc32(name))
                continue;
            try
            {
                return Strict.GetString(field[FieldHead..]);
            }
            catch (DecoderFallbackException)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Finds the start of the directory.</summary>
    private static long Directory(Stream archive)
    {
        byte[] tail = new byte[Math.Min(archive.Length, EndLength + LongestComment + LocatorLength)];
        archive.Position = archive.Length - tail.Length;
        archive.ReadExactly(tail);
        int end = tail.Length - EndLength;
        while (end >= 0 && Int32(tail, end) != End)
            end--;
        if (end < 0)
            throw new EndOfStreamException();
        uint start = Int32(tail, end + 16);
        if (start != uint.MaxValue || end < LocatorLength || Int32(tail, end - LocatorLength) != EndLocator64)
            return start;

        byte[] large = new byte[56];
        archive.Position = Offset(BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(end - LocatorLength + 8)));
        archive.ReadExactly(large);
        return Int32(large, 0) == End64
            ? Offset(BinaryPrimitives.ReadInt64LittleEndian(large.AsSpan(48)))
            : throw new EndOfStreamException();
    }

    private static long Offset(long written) => written >= 0 ? written : throw new EndOfStreamException();

    private static ushort Int16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint Int32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
