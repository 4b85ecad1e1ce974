using System.Buffers.Binary;
using System.Text;
using Figment.Audio;

namespace Figment.Tests.Audio;

/// <summary>Sounds made for tests, and how they are measured; nothing here uses the code under test.</summary>
internal static class SoundBytes
{
    /// <summary>A tone at half of full scale, with a different pitch in every channel: 440 Hz, 550 Hz, …</summary>
    public static double[][] Tones(int rate, int channels, int length) =>
        [
            .. Enumerable
                .Range(0, channels)
                .Select(channel =>
                    Enumerable.Range(0, length).Select(i => 0.5 * Math.Sin(2 * Math.PI * Frequency(channel) * i / rate)).ToArray()
                ),
        ];

    public static double Frequency(int channel) => 440 + (110 * channel);

    /// <summary>How strong a tone is in a sound.</summary>
    public static double Level(ReadOnlySpan<float> samples, int rate, double frequency)
    {
        double re = 0,
            im = 0,
            weights = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            double weight = 0.5 - (0.5 * Math.Cos(2 * Math.PI * (i + 0.5) / samples.Length)),
                angle = 2 * Math.PI * frequency * i / rate;
            re += weight * samples[i] * Math.Cos(angle);
            im += weight * samples[i] * Math.Sin(angle);
            weights += weight;
        }

        return 2 * Math.Sqrt((re * re) + (im * im)) / weights;
    }

    /// <summary>A WAV, its samples written one by one; kind 1 is of integers, 3 of floats.</summary>
    public static byte[] Wav(
        double[][] channels,
        int rate,
        int bits,
        int kind = 1,
        bool isExtensible = false,
        byte[]? before = null
    )
    {
        using MemoryStream data = new();
        for (int i = 0; i < channels[0].Length; i++)
            foreach (double[] channel in channels)
                data.Write(Sample(channel[i], bits, kind));
        return Riff(
            Format(isExtensible ? 0xfffe : kind, channels.Length, rate, bits, isExtensible ? kind : null),
            data.ToArray(),
            before
        );
    }

    public static byte[] Format(int kind, int channels, long rate, int bits, int? subformat = null)
    {
        int frame = channels * ((bits + 7) / 8);
        byte[] plain = [.. Two(kind), .. Two(channels), .. Four(rate), .. Four(rate * frame), .. Two(frame), .. Two(bits)];
        return subformat is int inner
            ?
            [
                .. plain,
                .. Two(22),
                .. Two(bits),
                .. Four(0),
                .. Two(inner),
                0,
                0,
                0,
                0,
                0x10,
                0,
                0x80,
                0,
                0,
                0xaa,
                0,
                0x38,
                0x9b,
                0x71,
            ]
            : plain;
    }

    public static byte[] Riff(byte[] format, byte[] data, byte[]? before = null, long? length = null) =>
        Chunk(
            "RIFF",
            [.. "WAVE"u8, .. Chunk("fmt ", format), .. before ?? [], .. "data"u8, .. Four(length ?? data.Length), .. data]
        );

    public static byte[] Chunk(string name, byte[] content) =>
        [.. Encoding.ASCII.GetBytes(name), .. Four(content.Length), .. content];

    public static byte[] Two(int value) => [(byte)value, (byte)(value >> 8)];

    public static byte[] Four(long value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];

    public static string Golden(string name) => Path.Combine(Repository.Root, "tests", "golden", "sounds", name);

    public static byte[] GoldenBytes(string name) => File.ReadAllBytes(Golden(name));

    public static DecodedSound Decode(byte[] file, double mostSeconds = 60)
    {
        using MemoryStream stream = new(file);
        return SoundDecoder.Decode(stream, mostSeconds);
    }

    /// <summary>Why a file is refused.</summary>
    public static string Refusal(byte[] file) => Assert.Throws<FileFormatException>(() => Decode(file)).Message;

    /// <summary>The pages of an Ogg file, where each begins and its length.</summary>
    public static List<(int Start, int Length)> Pages(byte[] ogg)
    {
        List<(int, int)> pages = [];
        for (int at = 0; at + 27 <= ogg.Length && ogg.AsSpan(at, 4).SequenceEqual("OggS"u8); )
        {
            int pieces = ogg[at + 26];
            if (at + 27 + pieces > ogg.Length)
                break;
            int length = 27 + pieces + ogg.AsSpan(at + 27, pieces).ToArray().Sum(piece => piece);
            if (at + length > ogg.Length)
                break;
            pages.Add((at, length));
            at += length;
        }

        return pages;
    }

    /// <summary>Makes the checksums of all pages right again, bit by bit (RFC 3533, 6).</summary>
    public static byte[] WithChecksums(byte[] ogg)
    {
        byte[] copy = [.. ogg];
        foreach ((int start, int length) in Pages(copy))
        {
            copy.AsSpan(start + 22, 4).Clear();
            uint sum = 0;
            foreach (byte value in copy.AsSpan(start, length))
            {
                sum ^= (uint)value << 24;
                for (int bit = 0; bit < 8; bit++)
                    sum = (sum & 0x80000000) != 0 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(start + 22), sum);
        }

        return copy;
    }

    private static byte[] Sample(double value, int bits, int kind)
    {
        if (kind == 3)
            return bits == 32 ? BitConverter.GetBytes((float)value) : BitConverter.GetBytes(value);
        if (bits == 8)
            return [(byte)(128 + Math.Round(value * 128))];
        byte[] whole = BitConverter.GetBytes((long)Math.Round(value * Math.Pow(2, bits - 1)));
        return whole[..(bits / 8)];
    }
}
