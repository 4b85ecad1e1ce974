using System.Buffers.Binary;

namespace Figment.Audio;

/// <summary>
/// The first frame of many MP3 files, which holds no sound. It gives the number of frames (Xing, Info) and the padding that the
/// encoder added (LAME).
/// </summary>
internal static class MpegTag
{
    private const int Frames = 1,
        Bytes = 2,
        Places = 4,
        Quality = 8;

    /// <summary>Reads the tag.</summary>
    /// <param name="header">The header of the first frame.</param>
    /// <param name="frame">The whole frame.</param>
    /// <param name="buffer">Receives the beginning and the end of the sound.</param>
    /// <param name="decoderDelay">The delay of the decoder in samples, which adds to that of the encoder.</param>
    /// <returns>Whether the frame is a tag.</returns>
    internal static bool Read(MpegHeader header, byte[] frame, SoundBuffer buffer, int decoderDelay)
    {
        ReadOnlySpan<byte> rest = frame.AsSpan(MpegHeader.Size);
        if (rest.Length > 36 && rest[32..].StartsWith("VBRI"u8))
            return true;
        if (rest.Length < header.SideLength + 8)
            return false;
        rest = rest[header.SideLength..];
        if (!rest.StartsWith("Xing"u8) && !rest.StartsWith("Info"u8))
            return false;
        uint holds = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]);
        rest = rest[8..];
        long? frames = null;
        if ((holds & Frames) != 0 && rest.Length >= 4)
            frames = BinaryPrimitives.ReadUInt32BigEndian(rest);
        int skip =
            ((holds & Frames) != 0 ? 4 : 0)
            + ((holds & Bytes) != 0 ? 4 : 0)
            + ((holds & Places) != 0 ? 100 : 0)
            + ((holds & Quality) != 0 ? 4 : 0);
        buffer.Announced = frames * header.Samples;
        if (rest.Length < skip + 24)
            return true;
        rest = rest[skip..];

        // Nine letters of the encoder's name, and at position 21 three bytes: 12 bits of delay, 12 of padding.
        int delay = (rest[21] << 4) | (rest[22] >> 4),
            padding = ((rest[22] & 15) << 8) | rest[23];
        if (rest[..4].ContainsAnyExceptInRange((byte)' ', (byte)'~') || delay == 0)
            return true;
        buffer.Before = delay + decoderDelay;
        if (frames is null)
            return true;
        long end = (frames.Value * header.Samples) - Math.Max(0, padding - decoderDelay);
        if (end <= buffer.Before)
            return true;
        buffer.EndAt(end);
        buffer.Announced = end - buffer.Before;
        return true;
    }
}
