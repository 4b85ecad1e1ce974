using System.Buffers.Binary;

namespace Figment.Imaging;

/// <summary>
/// Marks a PNG as a drawing by Figment (a sheet of samples, a chart) with a text chunk after its header, so that it is skipped in
/// a folder of pictures. Single images have no mark, since they are data.
/// </summary>
internal static class DrawingMark
{
    private const int AfterHeader = 33; // signature and IHDR
    private static readonly byte[] Chunk = Make("tEXtSoftware\0Figment (a drawing, not data)"u8);

    /// <summary>The number of leading bytes that suffice to find the mark.</summary>
    internal static int BytesToTell => AfterHeader + Chunk.Length;

    /// <summary>Adds the mark to a PNG.</summary>
    internal static byte[] Add(byte[] png) => [.. png.AsSpan(0, AfterHeader), .. Chunk, .. png.AsSpan(AfterHeader)];

    /// <summary>Whether a file that begins with these bytes has the mark.</summary>
    internal static bool IsIn(ReadOnlySpan<byte> start) =>
        start.Length >= BytesToTell && start.Slice(AfterHeader, Chunk.Length).SequenceEqual(Chunk);

    private static byte[] Make(ReadOnlySpan<byte> kindAndText)
    {
        byte[] chunk = new byte[kindAndText.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, kindAndText.Length - 4);
        kindAndText.CopyTo(chunk.AsSpan(4));
        uint crc = uint.MaxValue; // PNG, second edition, annex D
        foreach (byte value in kindAndText)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xedb88320 ^ (crc >> 1) : crc >> 1;
        }

        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(kindAndText.Length + 4), ~crc);
        return chunk;
    }
}
