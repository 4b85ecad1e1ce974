using System.Buffers.Binary;
using NVorbis;

namespace Figment.Audio;

/// <summary>Decodes Vorbis in Ogg (Xiph.Org, "Vorbis I specification") with NVorbis.</summary>
internal static class VorbisStream
{
    private const int Block = 4096,
        Header = 30,
        LongestPage = 1 << 16;

    /// <summary>Decodes the samples.</summary>
    internal static void Decode(OggPackets packets, SoundBuffer buffer)
    {
        byte[] head = packets.Next()?.Bytes ?? [];
        if (head.Length < Header)
            throw new OggFault("its header is not a Vorbis header");
        int channels = head[11];
        buffer.Open(channels, BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(12)));
        if (packets.Next() is null || packets.Next() is not OggPacket setup)
            return; // cut short
        VorbisSetup.Check(setup.Bytes, channels);

        // The decoder would allocate memory for any number and length of comments that the file declares, so it is given an empty
        // comment header.
        byte[] comments = [.. "\x03vorbis"u8, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        VorbisPackets provider = new(packets, head, comments, setup.Bytes);
        using StreamDecoder decoder = OggFile.Try(() => new StreamDecoder(provider) { ClipSamples = false });
        float[] samples = new float[Block * channels];
        while (!buffer.IsFull)
        {
            int count = OggFile.Try(() => decoder.Read(samples, 0, samples.Length));
            if (count == 0)
                break;
            Span<float> decoded = samples.AsSpan(0, count);
            ChannelOrder.ToWav(decoded, channels);
            buffer.Append(decoded);
        }

        // The last page may declare an end inside its packets, even more than one packet before the last one ends.
        if (provider is { HasEnded: true, End: long end } && buffer.Offered - end is > 0 and < LongestPage)
            buffer.EndAt(end);
    }
}
