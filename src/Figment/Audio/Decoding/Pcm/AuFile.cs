using System.Buffers.Binary;

namespace Figment.Audio;

/// <summary>Reads AU (Sun, <c>.au</c> and <c>.snd</c>).</summary>
internal static class AuFile
{
    private const int Header = 24;

    /// <summary>Decodes the samples.</summary>
    internal static void Decode(ByteSource source, SoundBuffer buffer)
    {
        Span<byte> head = stackalloc byte[Header];
        if (source.Read(head) < Header)
            throw new FileFormatException("it is cut short before its first sample");
        uint begin = BinaryPrimitives.ReadUInt32BigEndian(head[4..]),
            length = BinaryPrimitives.ReadUInt32BigEndian(head[8..]);
        uint codec = BinaryPrimitives.ReadUInt32BigEndian(head[12..]);
        long rate = BinaryPrimitives.ReadUInt32BigEndian(head[16..]),
            channels = BinaryPrimitives.ReadUInt32BigEndian(head[20..]);
        PcmLayout layout = codec switch
        {
            1 => new PcmLayout(PcmCoding.MuLaw, channels, rate, 1),
            >= 2 and <= 5 => new PcmLayout(PcmCoding.Signed, channels, rate, (int)codec - 1, IsBigEndian: true),
            6 => new PcmLayout(PcmCoding.Float, channels, rate, 4, IsBigEndian: true),
            7 => new PcmLayout(PcmCoding.Float, channels, rate, 8, IsBigEndian: true),
            27 => new PcmLayout(PcmCoding.ALaw, channels, rate, 1),
            _ => throw SoundFormat.Unread($"its samples are compressed by the codec {codec}", SoundFormat.PlainConversion),
        };
        source.Skip(Math.Max(0L, (long)begin - Header));
        PcmSamples.Read(source, layout, length == uint.MaxValue ? null : length, buffer);
    }
}
