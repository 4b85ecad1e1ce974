using System.Buffers.Binary;
using System.Text;

namespace Figment.Charts;

/// <summary>
/// The characters that a font file has shapes for: TrueType and OpenType, a single font or the first of a collection.
/// </summary>
/// <remarks>This follows the OpenType specification, table <c>cmap</c>, formats 4 and 12; other formats are ignored.</remarks>
internal sealed class FontGlyphs
{
    private const int MostBytes = 4 << 20;
    private const uint Collection = 0x74746366,
        Map = 0x636d6170,
        Outlines = 0x676c7966,
        PostScript = 0x43464620;

    // Disjoint ranges of characters, in order.
    private readonly List<(uint From, uint To)> ranges = [];

    private FontGlyphs(string path) => Path = path;

    /// <summary>The path of the file.</summary>
    internal string Path { get; }

    /// <summary>Reads a file; null if it is not a font, or has no outlines, like fonts of coloured emoji.</summary>
    internal static FontGlyphs? TryRead(string path)
    {
        try
        {
            using FileStream file = SharedFile.OpenRead(path);
            FontGlyphs font = new(path);
            byte[] start = Read(file, 0, 16);
            long from = U32(start, 0) == Collection ? U32(start, 12) : 0;
            int tables = U16(Read(file, from, 6), 4);
            byte[] directory = Read(file, from + 12, 16 * tables);
            bool hasOutlines = false;
            byte[]? map = null;
            for (int i = 0; i < tables; i++)
            {
                uint name = U32(directory, 16 * i);
                hasOutlines |= name is Outlines or PostScript;
                if (name == Map)
                    map = Read(file, U32(directory, (16 * i) + 8), U32(directory, (16 * i) + 12));
            }

            if (map is null || !hasOutlines)
                return null;
            for (int i = 0; i < U16(map, 2); i++)
                font.Add(map, (int)U32(map, 8 + (8 * i)));
            return font;
        }
        catch (Exception e) when (Storage.IsFailure(e) || e is ArgumentOutOfRangeException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Whether the font has a shape for a character.</summary>
    internal bool Has(Rune character) => ranges.Exists(range => character.Value >= range.From && character.Value <= range.To);

    private void Add(byte[] map, int at)
    {
        int format = U16(map, at);
        if (format == 4)
        {
            int segments = U16(map, at + 6) / 2,
                ends = at + 14,
                starts = ends + (2 * segments) + 2;
            for (int i = 0; i < segments; i++)
                Add((uint)U16(map, starts + (2 * i)), (uint)U16(map, ends + (2 * i)));
        }
        else if (format == 12)
        {
            long groups = U32(map, at + 12);
            for (long i = 0; i < groups; i++)
                Add(U32(map, (int)(at + 16 + (12 * i))), U32(map, (int)(at + 20 + (12 * i))));
        }
    }

    private void Add(uint from, uint to)
    {
        if (from <= to && from != 0xFFFF)
            ranges.Add((from, to));
    }

    private static byte[] Read(FileStream file, long from, long length)
    {
        if (length > MostBytes || from + length > file.Length)
            throw new EndOfStreamException();
        byte[] bytes = new byte[length];
        file.Position = from;
        file.ReadExactly(bytes);
        return bytes;
    }

    private static int U16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));

    private static uint U32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
}
