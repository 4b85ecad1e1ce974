using System.Buffers.Binary;

namespace Figment.Audio;

/// <summary>A page of an Ogg file (RFC 3533, 6) with a verified checksum.</summary>
/// <param name="Flags">Whether the page continues a packet (1), begins a stream (2) or ends one (4).</param>
/// <param name="Granule">The granule position of the last packet that ends on the page; −1 if none ends.</param>
/// <param name="Serial">The serial number of its stream.</param>
/// <param name="Number">The number of the page in the stream.</param>
/// <param name="Lengths">The lengths of the segments in bytes; a segment of 255 continues in the next one.</param>
/// <param name="Body">The segments, one after the other.</param>
internal sealed record OggPage(int Flags, long Granule, uint Serial, uint Number, byte[] Lengths, byte[] Body)
{
    private const int Header = 27;

    /// <summary>Whether the first packet began on the page before.</summary>
    internal bool GoesOn => (Flags & 1) != 0;

    /// <summary>Whether this is the first page of a stream.</summary>
    internal bool IsFirst => (Flags & 2) != 0;

    /// <summary>Whether this is the last page of a stream.</summary>
    internal bool IsLast => (Flags & 4) != 0;

    /// <summary>Reads the next page.</summary>
    /// <param name="source">A source at the beginning of the page.</param>
    /// <param name="isCut">Whether the file ends inside the page.</param>
    /// <returns>The page; null at the end of the file.</returns>
    /// <exception cref="OggFault">The data is not a page, or it is damaged.</exception>
    internal static OggPage? Read(ByteSource source, out bool isCut)
    {
        ReadOnlySpan<byte> head = source.Peek(Header);
        isCut = head.Length > 0;
        if (!head.StartsWith("OggS"u8[..Math.Min(4, head.Length)]))
            throw new OggFault("a page does not begin where the one before ends");
        if (head.Length < Header)
            return null;
        int pieces = head[26];
        if (!source.Has(Header + pieces))
            return null;
        int length = Header + pieces;
        foreach (byte piece in source.Window.Slice(Header, pieces))
            length += piece;
        if (!source.Has(length))
            return null;
        ReadOnlySpan<byte> page = source.Window[..length];
        uint sum = Checksum.Ogg.Of(page[26..], Checksum.Ogg.Of([0, 0, 0, 0], Checksum.Ogg.Of(page[..22])));
        if (BinaryPrimitives.ReadUInt32LittleEndian(page[22..]) != sum)
            throw new OggFault("a checksum does not match");
        if (page[4] != 0)
            throw new OggFault("it has an unknown version of Ogg");
        OggPage result = new(
            page[5],
            BinaryPrimitives.ReadInt64LittleEndian(page[6..]),
            BinaryPrimitives.ReadUInt32LittleEndian(page[14..]),
            BinaryPrimitives.ReadUInt32LittleEndian(page[18..]),
            page.Slice(Header, pieces).ToArray(),
            page[(Header + pieces)..].ToArray()
        );
        source.Take(length);
        isCut = false;
        return result;
    }
}

/// <summary>An error in an Ogg file.</summary>
internal sealed class OggFault(string reason) : Exception(reason);
