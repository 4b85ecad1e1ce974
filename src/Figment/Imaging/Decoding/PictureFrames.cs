using System.Buffers.Binary;
using ImageMagick;

namespace Figment.Imaging;

/// <summary>Counts the pages or frames in a picture file, without decoding any pixels.</summary>
internal static class PictureFrames
{
    /// <summary>The number of pages or frames; 1 if the format has only one, or the file gives no number.</summary>
    internal static int Count(byte[] file, MagickFormat format) =>
        Math.Max(
            1,
            format switch
            {
                MagickFormat.Png => PngFile.Frames(file),
                MagickFormat.Tiff => TiffFile.Of(file)?.Pages ?? 1,
                MagickFormat.Gif => OfGif(file),
                MagickFormat.WebP => RiffChunks(file).Count(chunk => chunk.Span.StartsWith("ANMF"u8)),
                _ => 1,
            }
        );

    /// <summary>Whether a WebP gives its orientation, which it does after the pixels.</summary>
    internal static bool MayBeTurned(byte[] webP) => RiffChunks(webP).Any(chunk => chunk.Span.StartsWith("EXIF"u8));

    /// <summary>The chunks of a RIFF file, each beginning with its kind.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> RiffChunks(byte[] file)
    {
        for (int at = 12; at <= file.Length - 8; )
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 4));
            if (length > file.Length - at - 8)
                yield break;
            yield return file.AsMemory(at, (int)length + 8);
            at += 8 + (int)length + (int)(length & 1);
        }
    }

    private static int OfGif(ReadOnlySpan<byte> file)
    {
        int frames = 0,
            at = 13 + (file.Length > 10 ? Palette(file[10]) : 0);
        while (at < file.Length)
        {
            switch (file[at])
            {
                case 0x2c when at + 10 < file.Length: // a picture: position and size, its own palette, the code size, blocks
                    frames++;
                    at = Blocks(file, at + 11 + Palette(file[at + 9]));
                    break;
                case 0x21:
                    at = Blocks(file, at + 2);
                    break;
                default:
                    return frames;
            }
        }

        return frames;

        static int Palette(byte flags) => (flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0;

        static int Blocks(ReadOnlySpan<byte> file, int at)
        {
            while (at < file.Length && file[at] != 0)
                at += file[at] + 1;
            return at + 1;
        }
    }
}
