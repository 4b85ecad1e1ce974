using System.Buffers.Binary;
using System.Text;

namespace Figment.Audio;

/// <summary>Reads AIFF and AIFF-C (Apple, "Audio Interchange File Format AIFF-C", 1991).</summary>
internal static class AiffFile
{
    /// <summary>Decodes the samples.</summary>
    internal static void Decode(ByteSource source, SoundBuffer buffer)
    {
        Span<byte> head = stackalloc byte[12];
        source.Read(head);
        bool isCompressible = head[11] == 'C';
        PcmLayout? layout = null;
        long frames = 0;
        while (source.Read(head[..8]) == 8)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
            if (head[..4].SequenceEqual("SSND"u8))
            {
                if (layout is null)
                    throw new FileFormatException("it is damaged: its samples come before their description");
                Span<byte> offset = stackalloc byte[8];
                if (source.Read(offset) < 8)
                    break;
                source.Skip(BinaryPrimitives.ReadUInt32BigEndian(offset));
                PcmSamples.Read(source, layout, frames * layout.Channels * layout.Bytes, buffer);
                return;
            }

            if (head[..4].SequenceEqual("COMM"u8) && layout is null)
            {
                ReadOnlySpan<byte> format = source.Peek((int)Math.Min(length, 22));
                if (format.Length < (isCompressible ? 22 : 18))
                {
                    if (format.Length < length)
                        break;
                    throw new FileFormatException("it is damaged: its description of the samples is too short");
                }

                frames = BinaryPrimitives.ReadUInt32BigEndian(format[2..]);
                layout = Describe(format, isCompressible ? Encoding.Latin1.GetString(format[18..22]) : "NONE");
            }

            if (!source.Skip(length + (length & 1L)))
                break;
        }

        throw new FileFormatException("it is cut short before its first sample");
    }

    private static PcmLayout Describe(ReadOnlySpan<byte> format, string codec)
    {
        int channels = BinaryPrimitives.ReadUInt16BigEndian(format),
            bytes = (BinaryPrimitives.ReadUInt16BigEndian(format[6..]) + 7) / 8;
        long rate = Extended(format[8..18]);
        return codec switch
        {
            "NONE" or "twos" => new PcmLayout(PcmCoding.Signed, channels, rate, bytes, IsBigEndian: true),
            "in24" => new PcmLayout(PcmCoding.Signed, channels, rate, 3, IsBigEndian: true),
            "in32" => new PcmLayout(PcmCoding.Signed, channels, rate, 4, IsBigEndian: true),
            "sowt" => new PcmLayout(PcmCoding.Signed, channels, rate, bytes),
            "raw " => new PcmLayout(PcmCoding.Unsigned, channels, rate, 1),
            "fl32" or "FL32" => new PcmLayout(PcmCoding.Float, channels, rate, 4, IsBigEndian: true),
            "fl64" or "FL64" => new PcmLayout(PcmCoding.Float, channels, rate, 8, IsBigEndian: true),
            "alaw" or "ALAW" => new PcmLayout(PcmCoding.ALaw, channels, rate, 1),
            "ulaw" or "ULAW" => new PcmLayout(PcmCoding.MuLaw, channels, rate, 1),
            _ => throw SoundFormat.Unread(
                $"its samples are compressed by the codec '{ShownText.Of(codec)}'",
                SoundFormat.PlainConversion
            ),
        };
    }

    /// <summary>Reads an 80-bit float (IEEE 754 extended) and rounds it; −1 if it cannot be a rate.</summary>
    private static long Extended(ReadOnlySpan<byte> bytes)
    {
        int exponent = BinaryPrimitives.ReadUInt16BigEndian(bytes) - 16383;
        ulong mantissa = BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]);
        return exponent is < 0 or > 30 ? -1 : (long)Math.Round(mantissa * Math.Pow(2, exponent - 63));
    }
}
