using Figment.Backend;

namespace Figment.Tests.Backend;

public sealed class BoxMullerTests
{
    [Fact]
    public void Numbers_are_those_of_exact_functions_to_float32s_precision()
    {
        uint[] words = new uint[4];
        for (uint i = 0; i < 200_000; i++)
        {
            Philox.Words(1, i, 0, words);
            AssertNear(words[0], words[1]);
        }

        // The ends of both ranges, and each quarter's.
        uint[] ends = [0, 1, 255, 256, 0x3FFFFFFF, 0x40000000, 0x7FFFFFFF, 0x80000000, 0xBFFFFFFF, 0xC0000000, uint.MaxValue];
        foreach (uint distance in ends)
        {
            foreach (uint angle in ends)
                AssertNear(distance, angle);
        }
    }

    // Recorded, so that another processor or another compiler that rounds otherwise is noticed.
    [Fact]
    public void Numbers_are_the_same_bits_on_every_machine()
    {
        uint[] words = new uint[4];
        ulong hash = 14695981039346656037;
        for (uint i = 0; i < 100_000; i++)
        {
            Philox.Words(2, i, 0, words);
            (float first, float second) = Pair(words[0], words[1]);
            foreach (int bits in (int[])[BitConverter.SingleToInt32Bits(first), BitConverter.SingleToInt32Bits(second)])
                hash = unchecked((hash ^ (uint)bits) * 1099511628211);
        }

        Assert.Equal(1636702123967054327UL, hash); // tests/golden/box_muller.py
    }

    private static (float First, float Second) Pair(uint distance, uint angle)
    {
        // Not alone, and not in the first place: its neighbours make no difference.
        uint[] distances = [1, 2, 3, 4, distance, 6, 7, 8],
            angles = [8, 7, 6, 5, angle, 3, 2, 1];
        float[] first = new float[8],
            second = new float[8];
        BoxMuller.Of(distances, angles, first, second);
        return (first[4], second[4]);
    }

    private static void AssertNear(uint distance, uint angle)
    {
        double u = Math.Min(1, ((distance >> 8) + 0.5) / (1 << 24)),
            radius = Math.Sqrt(-2 * Math.Log(u));
        double turn = ((angle >> 30) * Math.PI / 2) + (((int)(angle << 2) >> 8) * Math.PI / 2 / (1 << 24));

        (float first, float second) = Pair(distance, angle);

        // u is rounded to float32 first: near 1 that moves its logarithm by up to 2⁻²⁵.
        double tolerance = 2e-6 + Math.Abs(radius - Math.Sqrt(-2 * Math.Log(Math.Min(1, u + 6e-8)) + 0));
        Assert.Equal(radius * Math.Cos(turn), first, tolerance);
        Assert.Equal(radius * Math.Sin(turn), second, tolerance);
    }
}
