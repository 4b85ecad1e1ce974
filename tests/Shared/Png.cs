using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Figment.Tests;

/// <summary>Writes PNG according to its specification, to see what a decoder makes of exactly these bytes.</summary>
internal static class Png
{
    internal const byte Grey = 0,
        Rgb = 2,
        GreyAlpha = 4,
        Rgba = 6;

    /// <summary>Writes a picture.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows; may claim more rows than there are samples.</param>
    /// <param name="samples">Row by row, all channels of one pixel side by side; 16-bit samples are two bytes each.</param>
    /// <param name="colour">The colour type.</param>
    /// <param name="depth">Bits per sample, 8 or 16.</param>
    /// <param name="before">Chunks before the pixels.</param>
    /// <param name="after">Chunks after them.</param>
    internal static byte[] Write(
        int width,
        int height,
        byte[] samples,
        byte colour = Grey,
        byte depth = 8,
        byte[]? before = null,
        byte[]? after = null
    )
    {
        int channels = colour switch
        {
            Grey => 1,
            GreyAlpha => 2,
            Rgb => 3,
            _ => 4,
        };
        using MemoryStream data = new();
        using (ZLibStream zlib = new(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (byte[] row in samples.Chunk(width * channels * depth / 8))
            {
                zlib.WriteByte(0); // no filter
                zlib.Write(row);
            }
        }

        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, colour);
        return
        [
            0x89,
            .. "PNG\r\n"u8,
            0x1a,
            (byte)'\n',
            .. Chunk("IHDR", header),
            .. before ?? [],
            .. Chunk("IDAT", data.ToArray()),
            .. after ?? [],
            .. Chunk("IEND", []),
        ];
    }

    /// <summary>A chunk with its checksum.</summary>
    internal static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data],
            length = new byte[4],
            check = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc(body));
        return [.. length, .. body, .. check];
    }

    private static uint Crc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
