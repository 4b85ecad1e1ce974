using System.Buffers.Binary;
using Concentus.Structs;

namespace Figment.Audio;

/// <summary>Decodes Opus in Ogg (RFC 7845) with Concentus, at 48,000 Hz whatever the recorded rate.</summary>
internal static class OpusStream
{
    private const int Rate = 48_000,
        MostPacket = 5760; // 120 ms
    private const int Header = 19,
        Mapping = 21;

    /// <summary>Decodes the samples.</summary>
    internal static void Decode(OggPackets packets, SoundBuffer buffer)
    {
        byte[] head = packets.Next()?.Bytes ?? [];
        if (head.Length < Header || head[8] >> 4 != 0)
            throw Strange();
        int channels = head[9];
        buffer.Open(channels, Rate);
        buffer.Before = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(10));
        float gain = (float)Math.Pow(10, BinaryPrimitives.ReadInt16LittleEndian(head.AsSpan(16)) / (20.0 * 256)); // Q7.8 decibels
        using OpusMSDecoder decoder = Open(head, channels);
        packets.Next(); // names and comments

        float[] samples = new float[MostPacket * channels];
        long? start = null; // the granule position of a page minus the samples so far
        while (!buffer.IsFull && packets.Next() is OggPacket packet)
        {
            if (packet.Bytes.Length == 0)
                throw new OggFault("a packet is empty");
            int count = OggFile.Try(() => decoder.DecodeMultistream(packet.Bytes, samples, MostPacket, false));
            Span<float> decoded = samples.AsSpan(0, count * channels);
            ChannelOrder.ToWav(decoded, channels);
            foreach (ref float sample in decoded)
                sample *= gain;
            buffer.Append(decoded);

            // The last page of a stream may declare an end inside its packets (RFC 7845, 4.4).
            if (packet is { IsLast: true, Granule: long last })
                buffer.EndAt(Math.Max(0, last - (start ?? 0)));
            else
                start ??= packet.Granule - buffer.Offered;
        }
    }

    private static OpusMSDecoder Open(byte[] head, int channels)
    {
        const int OneStream = 0,
            Surround = 1,
            Discrete = 255;
        int family = head[18];
        if (family is not (OneStream or Surround or Discrete))
            throw SoundFormat.Unread($"its channels have the Opus mapping family {family} (ambisonics, for instance)");
        if (family == OneStream)
            return channels <= 2 ? Make(channels, 1, channels - 1, [0, 1]) : throw Strange();
        if (head.Length < Mapping + channels)
            throw Strange();
        int streams = head[19],
            coupled = head[20];
        byte[] mapping = head[Mapping..(Mapping + channels)];
        if (streams is 0 or > SoundBuffer.MostChannels || coupled > streams)
            throw Strange();
        if (mapping.Any(place => place != byte.MaxValue && place >= streams + coupled))
            throw Strange();
        return Make(channels, streams, coupled, mapping);
    }

    private static OpusMSDecoder Make(int channels, int streams, int coupled, byte[] mapping) =>
#pragma warning disable CS0618 // the factory would load a native library if there is one, and the same file might sound different
        OggFile.Try(() => new OpusMSDecoder(Rate, channels, streams, coupled, mapping));
#pragma warning restore CS0618

    private static OggFault Strange() => new("its header is not an Opus header");
}
