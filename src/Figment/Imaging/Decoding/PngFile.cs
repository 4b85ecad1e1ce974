using System.Buffers.Binary;
using System.Text;

namespace Figment.Imaging;

/// <summary>The chunks of an untrusted PNG. Positions outside the file are not followed.</summary>
internal static class PngFile
{
    private const int Signature = 8,
        Frame = 12; // length, kind and checksum of a chunk

    /// <summary>The kind of each chunk and the position of its content.</summary>
    internal static IEnumerable<(string Kind, int Start, int Length)> Chunks(byte[] file)
    {
        for (int at = Signature; at <= file.Length - Frame; )
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - Frame)
                yield break;
            yield return (Encoding.Latin1.GetString(file, at + 4, 4), at + 8, (int)length);
            at += (int)length + Frame;
        }
    }

    /// <summary>The number of frames of an animation; 1 for a still picture.</summary>
    internal static int Frames(byte[] file)
    {
        foreach ((string kind, int start, int length) in Chunks(file))
        {
            if (kind == "IDAT")
                break;
            if (kind == "acTL" && length >= 4)
                return (int)Math.Clamp(BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(start)), 1, int.MaxValue);
        }

        return 1;
    }

    /// <summary>Whether a chunk after the size may give the orientation of the picture.</summary>
    internal static bool MayBeTurned(byte[] file) =>
        Chunks(file)
            .Any(chunk =>
                chunk.Kind == "eXIf"
                || (
                    chunk.Kind is "tEXt" or "zTXt" or "iTXt"
                    && file.AsSpan(chunk.Start, chunk.Length).StartsWith("Raw profile type"u8)
                )
            );

    /// <summary>Returns the file without the chunks of a given kind.</summary>
    internal static byte[] Without(byte[] file, string kind)
    {
        (string, int Start, int Length)[] gone = [.. Chunks(file).Where(chunk => chunk.Kind == kind)];
        if (gone.Length == 0)
            return file;
        byte[] rest = new byte[file.Length - gone.Sum(chunk => chunk.Length + Frame)];
        int from = 0,
            to = 0;
        foreach ((_, int start, int length) in gone)
        {
            file.AsSpan(from, start - 8 - from).CopyTo(rest.AsSpan(to));
            to += start - 8 - from;
            from = start + length + 4;
        }

        file.AsSpan(from).CopyTo(rest.AsSpan(to));
        return rest;
    }
}
