using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Networks.Texts;

/// <summary>
/// Rotary positions (J. Su et al., "RoFormer", 2021, equation 34): the pair of numbers i and i + d/2 of a head is rotated by the
/// angle t θ^(−2i/d) at position t.
/// </summary>
internal static class RotaryPositions
{
    /// <summary>Computes the cosines and sines of the angles.</summary>
    /// <param name="positions">The number of positions T, from position 0.</param>
    /// <param name="headSize">The size of a head d, even.</param>
    /// <param name="rotaryBase">The base θ.</param>
    /// <returns>[T · d/2] each, position by position.</returns>
    /// <remarks>This uses .NET's own functions, which always give the same bits; libtorch's may not.</remarks>
    internal static (float[] Cosines, float[] Sines) Table(int positions, int headSize, double rotaryBase)
    {
        int half = headSize / 2;
        float[] cosines = new float[positions * half],
            sines = new float[positions * half];
        for (int i = 0; i < half; i++)
        {
            double frequency = Math.Pow(rotaryBase, -2.0 * i / headSize);
            for (int t = 0; t < positions; t++)
                (cosines[(t * half) + i], sines[(t * half) + i]) = (
                    (float)Math.Cos(t * frequency),
                    (float)Math.Sin(t * frequency)
                );
        }

        return (cosines, sines);
    }

    /// <summary>Rotates heads by their positions.</summary>
    /// <param name="heads">[B, H, T, d].</param>
    /// <param name="cosines">[T, d/2].</param>
    /// <param name="sines">[T, d/2].</param>
    internal static Tensor Turn(Tensor heads, Tensor cosines, Tensor sines)
    {
        Tensor[] halves = heads.chunk(2, -1);
        return cat([(halves[0] * cosines) - (halves[1] * sines), (halves[1] * cosines).Plus(halves[0] * sines)], -1);
    }
}
