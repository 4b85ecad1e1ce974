using System.Buffers.Binary;

namespace Figment.Audio;

/// <summary>Reads uncompressed samples.</summary>
internal static class PcmSamples
{
    private const int Block = 4096; // samples of all channels together
    private static readonly float[] ALaw = [.. Enumerable.Range(0, 256).Select(code => OfALaw((byte)code))];
    private static readonly float[] MuLaw = [.. Enumerable.Range(0, 256).Select(code => OfMuLaw((byte)code))];

    /// <summary>Reads samples until there are enough, or none are left.</summary>
    /// <param name="source">A source at the first sample.</param>
    /// <param name="layout">The layout of the samples.</param>
    /// <param name="length">
    /// The length of all samples in bytes. Null reads to the end, for a file that does not give the length.
    /// </param>
    /// <param name="buffer">Receives the samples.</param>
    /// <exception cref="FileFormatException">Samples of that size are not supported.</exception>
    internal static void Read(ByteSource source, PcmLayout layout, long? length, SoundBuffer buffer)
    {
        if (
            layout.Bytes is not (1 or 2 or 3 or 4 or 8)
            || (layout.Coding == PcmCoding.Float ? layout.Bytes < 4 : layout.Bytes == 8)
        )
        {
            OptionSentence kind = layout.Coding == PcmCoding.Float ? "floats" : "integers";
            throw new FileFormatException(
                $"its samples are {kind} of {8 * layout.Bytes} bits; only integers of 8 to 32 bits and floats of 32 or 64 bits "
                    + $"are supported"
            );
        }

        buffer.Open(layout.Channels, layout.Rate);
        buffer.Bits = 8 * layout.Bytes;
        buffer.HoldsFloats = layout.Coding == PcmCoding.Float;
        int frame = layout.Bytes * (int)layout.Channels,
            frames = Math.Max(1, Block / (int)layout.Channels);
        buffer.Announced = length / frame;
        byte[] bytes = new byte[frames * frame];
        float[] samples = new float[frames * (int)layout.Channels];
        long left = length is long known ? known / frame * frame : long.MaxValue;
        while (left > 0 && !buffer.IsFull)
        {
            int wanted = (int)Math.Min(left, bytes.Length),
                read = source.Read(bytes.AsSpan(0, wanted)),
                count = read / frame * (int)layout.Channels;
            Convert(bytes.AsSpan(0, count * layout.Bytes), layout, samples);
            buffer.Append(samples.AsSpan(0, count));
            left -= read;
            if (read == wanted)
                continue;
            buffer.IsCutShort = length is not null;
            break;
        }
    }

    private static void Convert(ReadOnlySpan<byte> bytes, PcmLayout layout, Span<float> samples)
    {
        int size = layout.Bytes,
            count = bytes.Length / size;
        switch (layout.Coding)
        {
            case PcmCoding.ALaw or PcmCoding.MuLaw:
                float[] table = layout.Coding == PcmCoding.ALaw ? ALaw : MuLaw;
                for (int i = 0; i < count; i++)
                    samples[i] = table[bytes[i]];
                break;
            case PcmCoding.Float:
                for (int i = 0; i < count; i++)
                    samples[i] = Float(bytes.Slice(i * size, size), layout.IsBigEndian);
                break;
            default:
                // All sizes are shifted to 32 bits, so that they share one full scale.
                int middle = layout.Coding == PcmCoding.Unsigned ? int.MinValue : 0;
                for (int i = 0; i < count; i++)
                {
                    ReadOnlySpan<byte> sample = bytes.Slice(i * size, size);
                    int value = 0;
                    for (int place = 0; place < size; place++)
                        value |= sample[layout.IsBigEndian ? place : size - 1 - place] << (24 - (8 * place));
                    samples[i] = (float)((value ^ middle) / 2147483648.0);
                }

                break;
        }
    }

    private static float Float(ReadOnlySpan<byte> sample, bool isBigEndian) =>
        (sample.Length, isBigEndian) switch
        {
            (4, false) => BinaryPrimitives.ReadSingleLittleEndian(sample),
            (4, true) => BinaryPrimitives.ReadSingleBigEndian(sample),
            (_, false) => (float)BinaryPrimitives.ReadDoubleLittleEndian(sample),
            (_, true) => (float)BinaryPrimitives.ReadDoubleBigEndian(sample),
        };

    /// <summary>Decodes A-law to thirteen bits (ITU-T G.711, table 1).</summary>
    private static float OfALaw(byte code)
    {
        int bits = code ^ 0x55,
            exponent = (bits >> 4) & 7,
            mantissa = ((bits & 15) << 1) + 1;
        int magnitude = exponent == 0 ? mantissa : (mantissa + 32) << (exponent - 1);
        return ((bits & 0x80) != 0 ? magnitude : -magnitude) / 4096f;
    }

    /// <summary>Decodes µ-law to fourteen bits (ITU-T G.711, table 2).</summary>
    private static float OfMuLaw(byte code)
    {
        int bits = ~code,
            exponent = (bits >> 4) & 7,
            mantissa = ((bits & 15) << 1) + 33;
        int magnitude = (mantissa << exponent) - 33;
        return ((bits & 0x80) != 0 ? -magnitude : magnitude) / 8192f;
    }
}
