using System.Buffers.Binary;

namespace Figment.Tests.Fuzzing;

/// <summary>Damages files as disks, networks and attackers do. The same seed causes the same damage.</summary>
internal sealed class Mutation(int seed)
{
    private static readonly long[] Extremes =
    [
        0,
        1,
        -1,
        127,
        128,
        255,
        256,
        short.MaxValue,
        ushort.MaxValue,
        int.MaxValue,
        int.MinValue,
        uint.MaxValue,
        long.MaxValue,
        long.MinValue,
        1L << 40,
    ];

    // What parsers of text stumble over.
    private static readonly string[] Texts =
    [
        "null",
        "{}",
        "[]",
        "[[[[[[[[[[[[[[[[",
        "-1",
        "1e999",
        "NaN",
        "\"\"",
        "9223372036854775808",
        "0.1e-400",
        "\\u0000",
        "../../../etc/passwd",
        "{\"a\":",
        "true",
        ",",
        "\"",
        "\n",
        "\0",
        "é\ud83d\ude00",
    ];

    private readonly Random random = new(seed);

    /// <summary>Makes a damaged file from one of the good ones.</summary>
    public byte[] Of(IReadOnlyList<byte[]> good)
    {
        byte[] bytes = [.. good[random.Next(good.Count)]];
        for (int i = random.Next(1, 5); i > 0; i--)
            bytes = Once(bytes, good);
        return bytes;
    }

    private byte[] Once(byte[] bytes, IReadOnlyList<byte[]> good)
    {
        if (bytes.Length == 0)
            return [(byte)random.Next(256)];

        // Headers are small and values are many: half of the damage is done to the first bytes.
        int at = random.Next(random.Next(2) == 0 ? bytes.Length : Math.Min(bytes.Length, 200)),
            length = random.Next(1, Math.Min(64, bytes.Length - at + 1) + 1);
        int end = Math.Min(bytes.Length, at + length);
        switch (random.Next(9))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 2:
                return bytes[..at];
            case 3:
                return [.. bytes[..at], .. bytes[end..]];
            case 4:
                return [.. bytes[..end], .. bytes[at..end], .. bytes[end..]];
            case 5:
                byte[] other = good[random.Next(good.Count)];
                return [.. bytes[..at], .. other[Math.Min(other.Length, random.Next(other.Length + 1))..]];
            case 6:
                byte[] number = new byte[8];
                long extreme = Extremes[random.Next(Extremes.Length)];
                if (random.Next(2) == 0)
                    BinaryPrimitives.WriteInt64LittleEndian(number, extreme);
                else
                    BinaryPrimitives.WriteInt64BigEndian(number, extreme);
                int width = 1 << random.Next(4);
                (BitConverter.IsLittleEndian ? number[..width] : number[^width..])[..Math.Min(width, bytes.Length - at)]
                    .CopyTo(bytes, at);
                return bytes;
            case 7:
                return
                [
                    .. bytes[..at],
                    .. System.Text.Encoding.UTF8.GetBytes(Texts[random.Next(Texts.Length)]),
                    .. bytes[(random.Next(2) == 0 ? at : end)..],
                ];
            default:
                random.NextBytes(bytes.AsSpan(at, end - at));
                return bytes;
        }
    }
}
