using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Figment.Backend;

/// <summary>
/// Converts two random words to two numbers from N(0, 1): √(−2 ln u) · (cos θ, sin θ) (G. Box, M. Muller, "A Note on the
/// Generation of Random Normal Deviates", 1958).
/// </summary>
/// <remarks>
/// Logarithm, sine and cosine are computed as polynomials (S. Moshier's Cephes, single precision), with only products and sums,
/// which every processor rounds alike. The system's own functions may differ in the last bit from system to system, and training
/// would amplify this into a different model.
/// </remarks>
internal static class BoxMuller
{
    private const float QuarterTurn = MathF.PI / 2 / (1 << 24);

    /// <summary>Converts pairs, eight at a time. The numbers are at most 5.9 away from 0.</summary>
    /// <param name="distances">The words for the radius; their number is a multiple of eight.</param>
    /// <param name="angles">The words for the angle; the same number of them.</param>
    /// <param name="first">Receives the first number of each pair; of the same length.</param>
    /// <param name="second">Receives the second number of each pair; of the same length.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Of(ReadOnlySpan<uint> distances, ReadOnlySpan<uint> angles, Span<float> first, Span<float> second)
    {
        for (int i = 0; i < distances.Length; i += Vector256<float>.Count)
        {
            Vector256<uint> distance = Vector256.Create(distances[i..]),
                angle = Vector256.Create(angles[i..]);
            Vector256<float> u =
                (Vector256.ConvertToSingle((distance >>> 8).AsInt32()) + Vector256.Create(0.5f))
                * Vector256.Create(1f / (1 << 24));
            Vector256<float> radius = Vector256.Sqrt(Vector256.Create(-2f) * Log(u));

            // The upper two bits choose the quarter of the circle, the others the angle in it, from −π/4 to π/4.
            Vector256<float> x = Vector256.ConvertToSingle((angle << 2).AsInt32() >> 8) * Vector256.Create(QuarterTurn),
                z = x * x;
            Vector256<float> sine =
                (
                    (
                        (((Vector256.Create(-1.9515295891e-4f) * z) + Vector256.Create(8.3321608736e-3f)) * z)
                        - Vector256.Create(1.6666654611e-1f)
                    )
                    * z
                    * x
                ) + x;
            Vector256<float> cosine =
                (
                    (
                        (((Vector256.Create(2.443315711809948e-5f) * z) - Vector256.Create(1.388731625493765e-3f)) * z)
                        + Vector256.Create(4.166664568298827e-2f)
                    )
                    * z
                    * z
                )
                - (Vector256.Create(0.5f) * z)
                + Vector256<float>.One;

            // Quarters 1 and 3 swap sine and cosine; the first number is negative in quarters 1 and 2, the second in quarters 2
            // and 3.
            Vector256<uint> quarter = angle >>> 30,
                two = Vector256.Create(2u);
            Vector256<float> swaps = Vector256.Equals(quarter & Vector256<uint>.One, Vector256<uint>.One).AsSingle();
            Vector256<float> flipFirst = (((quarter + Vector256<uint>.One) & two) << 30).AsSingle(),
                flipSecond = ((quarter & two) << 30).AsSingle();
            (radius * (Vector256.ConditionalSelect(swaps, sine, cosine) ^ flipFirst)).CopyTo(first[i..]);
            (radius * (Vector256.ConditionalSelect(swaps, cosine, sine) ^ flipSecond)).CopyTo(second[i..]);
        }
    }

    /// <summary>
    /// Computes ln x for 0 &lt; x ≤ 1, to a few units in the last place: x = (1 + m) 2^e with 1 + m from √½ to √2.
    /// </summary>
    private static Vector256<float> Log(Vector256<float> x)
    {
        Vector256<int> bits = x.AsInt32(),
            exponent = (bits >> 23) - Vector256.Create(126);
        Vector256<float> m = ((bits & Vector256.Create(0x7FFFFF)) | Vector256.Create(126 << 23)).AsSingle(),
            one = Vector256<float>.One;
        Vector256<float> isLow = Vector256.LessThan(m, Vector256.Create(0.70710678f));
        Vector256<float> e = Vector256.ConvertToSingle(exponent + isLow.AsInt32()); // a mask with all bits set is −1
        m = Vector256.ConditionalSelect(isLow, m + m - one, m - one);

        Vector256<float> z = m * m,
            y = Vector256.Create(7.0376836292e-2f);
        y = (y * m) - Vector256.Create(1.1514610310e-1f);
        y = (y * m) + Vector256.Create(1.1676998740e-1f);
        y = (y * m) - Vector256.Create(1.2420140846e-1f);
        y = (y * m) + Vector256.Create(1.4249322787e-1f);
        y = (y * m) - Vector256.Create(1.6668057665e-1f);
        y = (y * m) + Vector256.Create(2.0000714765e-1f);
        y = (y * m) - Vector256.Create(2.4999993993e-1f);
        y = (y * m) + Vector256.Create(3.3333331174e-1f);
        y = y * m * z;
        return m
            + (y + (e * Vector256.Create(-2.12194440e-4f)) - (Vector256.Create(0.5f) * z))
            + (e * Vector256.Create(0.693359375f));
    }
}
