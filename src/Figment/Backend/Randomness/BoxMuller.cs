namespace Figment.Backend;

/// <summary>
/// Two words to two numbers of N(0, 1): √(−2 ln u) · (cos θ, sin θ) (G. Box, M. Muller, "A Note on the Generation of Random
/// Normal Deviates", 1958).
/// </summary>
/// <remarks>
/// Logarithm, sine and cosine are polynomials (S. Moshier's Cephes, single precision), in products and sums that every processor
/// rounds alike: a system's own functions differ in the last bit from one to the next, and training makes a different model of
/// that.
/// </remarks>
internal static class BoxMuller
{
    private const float QuarterTurn = MathF.PI / 2 / (1 << 24);

    /// <summary>Makes the pair; its numbers are at most 5.9 away from 0.</summary>
    internal static (float First, float Second) Of(uint distance, uint angle)
    {
        float radius = MathF.Sqrt(-2 * Log(((distance >> 8) + 0.5f) * (1f / (1 << 24))));

        // The upper two bits choose the quarter of the circle, the others the place in it: from −π/4 to π/4.
        float x = ((int)(angle << 2) >> 8) * QuarterTurn, z = x * x;
        float sine = (((((-1.9515295891e-4f * z) + 8.3321608736e-3f) * z) - 1.6666654611e-1f) * z * x) + x;
        float cosine = (((((2.443315711809948e-5f * z) - 1.388731625493765e-3f) * z) + 4.166664568298827e-2f) * z * z)
            - (0.5f * z) + 1;
        (cosine, sine) = (angle >> 30) switch
        {
            0 => (cosine, sine),
            1 => (-sine, cosine),
            2 => (-cosine, -sine),
            _ => (sine, -cosine),
        };
        return (radius * cosine, radius * sine);
    }

    /// <summary>ln x of a number above 0 and at most 1, to a few units of the last place.</summary>
    private static float Log(float x)
    {
        // x = (1 + m) 2^e with 1 + m from √½ to √2.
        int bits = BitConverter.SingleToInt32Bits(x), exponent = (bits >> 23) - 126;
        float m = BitConverter.Int32BitsToSingle((bits & 0x7FFFFF) | (126 << 23));
        bool isLow = m < 0.70710678f;
        float e = isLow ? exponent - 1 : exponent;
        m = isLow ? m + m - 1 : m - 1;

        float z = m * m, y = 7.0376836292e-2f;
        y = (y * m) - 1.1514610310e-1f;
        y = (y * m) + 1.1676998740e-1f;
        y = (y * m) - 1.2420140846e-1f;
        y = (y * m) + 1.4249322787e-1f;
        y = (y * m) - 1.6668057665e-1f;
        y = (y * m) + 2.0000714765e-1f;
        y = (y * m) - 2.4999993993e-1f;
        y = (y * m) + 3.3333331174e-1f;
        y = y * m * z;
        return m + (y + (e * -2.12194440e-4f) - (0.5f * z)) + (e * 0.693359375f);
    }
}
