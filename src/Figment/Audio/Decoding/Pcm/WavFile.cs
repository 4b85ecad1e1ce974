using System.Buffers.Binary;

namespace Figment.Audio;

/// <summary>
/// Reads WAV (Microsoft, "Multimedia Programming Interface and Data Specifications 1.0", 1991; WAVE_FORMAT_EXTENSIBLE; RF64: EBU
/// Tech 3306).
/// </summary>
internal static class WavFile
{
    private const int Pcm = 1,
        Floats = 3,
        ALaw = 6,
        MuLaw = 7,
        Layer2 = 0x50,
        Layer3 = 0x55,
        Extensible = 0xfffe;
    private const uint Unknown = 0x7ffff000; // programs that cannot seek back write this or more for an unknown length

    private static readonly Dictionary<int, string> Codecs = new()
    {
        [2] = "Microsoft ADPCM",
        [0x11] = "IMA ADPCM",
        [0x31] = "GSM 6.10",
        [0x22] = "TrueSpeech",
        [0x42] = "G.723.1",
        [0x45] = "G.726",
        [0x160] = "Windows Media Audio",
        [0x161] = "Windows Media Audio",
        [0x162] = "Windows Media Audio",
        [0x163] = "Windows Media Audio",
        [0xff] = "AAC",
        [0x1610] = "AAC",
        [0x2000] = "Dolby Digital (AC-3)",
        [0x2001] = "DTS",
        [0xf1ac] = "FLAC",
        [0x674f] = "Vorbis",
        [0x566f] = "Vorbis",
    };

    /// <summary>Decodes the samples.</summary>
    internal static void Decode(ByteSource source, SoundBuffer buffer)
    {
        Span<byte> head = stackalloc byte[12];
        source.Read(head);
        bool isUnknown = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) is 0 or >= Unknown;
        long? large = null;
        PcmLayout? layout = null;
        int codec = 0;
        while (source.Read(head[..8]) == 8)
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (head[..4].SequenceEqual("data"u8))
            {
                if (codec == 0)
                    throw new FileFormatException("it is damaged: its samples come before their description");
                long? known =
                    length == uint.MaxValue && large is not null ? large
                    : length >= Unknown || (length == 0 && isUnknown) ? null
                    : length;
                if (layout is not null)
                    PcmSamples.Read(source, layout, known, buffer);
                else
                    MpegFile.Decode(source, buffer);
                return;
            }

            long skip = length;
            if (head[..4].SequenceEqual("ds64"u8) && source.Peek(16) is { Length: 16 } sizes)
                large = Positive(BinaryPrimitives.ReadInt64LittleEndian(sizes[8..]));
            if (head[..4].SequenceEqual("fmt "u8) && codec == 0)
            {
                ReadOnlySpan<byte> format = source.Peek((int)Math.Min(length, 40));
                if (format.Length < 16)
                    throw Damaged(format.Length < length, "its description of the samples is too short");
                (codec, layout) = Describe(format);
            }

            if (!source.Skip(skip + (skip & 1)))
                break;
        }

        buffer.IsCutShort = true;
        throw new FileFormatException("it is cut short before its first sample");
    }

    private static long? Positive(long length) => length > 0 ? length : null;

    private static (int Codec, PcmLayout? Layout) Describe(ReadOnlySpan<byte> format)
    {
        int codec = BinaryPrimitives.ReadUInt16LittleEndian(format),
            bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        if (codec == Extensible)
        {
            if (format.Length < 26)
                throw Damaged(isCut: false, "its description of the samples is too short");
            codec = BinaryPrimitives.ReadUInt16LittleEndian(format[24..]); // the first bytes of a GUID
        }

        int channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]),
            frame = BinaryPrimitives.ReadUInt16LittleEndian(format[12..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        int bytes =
            channels > 0 && frame % channels == 0 && frame / channels >= (bits + 7) / 8 ? frame / channels : (bits + 7) / 8;
        return codec switch
        {
            Pcm => (codec, new PcmLayout(bytes == 1 ? PcmCoding.Unsigned : PcmCoding.Signed, channels, rate, bytes)),
            Floats => (codec, new PcmLayout(PcmCoding.Float, channels, rate, bytes)),
            ALaw => (codec, new PcmLayout(PcmCoding.ALaw, channels, rate, 1)),
            MuLaw => (codec, new PcmLayout(PcmCoding.MuLaw, channels, rate, 1)),
            Layer2 or Layer3 => (codec, null),
            _ => throw SoundFormat.Unread(
                $"its samples are compressed by {Codecs.GetValueOrDefault(codec, $"an unknown codec (0x{codec:x4})")}",
                SoundFormat.PlainConversion
            ),
        };
    }

    private static FileFormatException Damaged(bool isCut, OptionSentence how) =>
        new(isCut ? "it is cut short before its first sample" : OptionSentence.Of($"it is damaged: {how}"));
}
