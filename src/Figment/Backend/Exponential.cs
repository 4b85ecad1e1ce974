using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Figment.Backend;

/// <summary>
/// Computes e^x of sixteen numbers, to two units in the last place; 0 below −87, where the result is no longer a normal float32
/// number.
/// </summary>
/// <remarks>
/// This uses S. Moshier's polynomial (Cephes, <c>expf</c>). .NET's own function computes in float64 and takes eight times as
/// long.
/// </remarks>
internal static class Exponential
{
    private const float Least = -87,
        Most = 88;

    /// <summary>Computes e^x.</summary>
    /// <param name="x">The exponents; numbers above 88 count as 88.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Of(Vector512<float> x)
    {
        // Adding a number this large rounds the other one to an integer, which ends up in the last bits.
        Vector512<float> large = Vector512.Create(12582912f),
            bounded = Vector512.MinNative(Vector512.MaxNative(x, Vector512.Create(Least)), Vector512.Create(Most));
        Vector512<float> rounded = Vector512.FusedMultiplyAdd(bounded, Vector512.Create(1.44269504088896341f), large),
            n = rounded - large;
        Vector512<float> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-0.693359375f), bounded);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(2.12194440e-4f), r);
        Vector512<float> y = Vector512.Create(1.9875691500e-4f);
        y = Vector512.FusedMultiplyAdd(y, r, Vector512.Create(1.3981999507e-3f));
        y = Vector512.FusedMultiplyAdd(y, r, Vector512.Create(8.3334519073e-3f));
        y = Vector512.FusedMultiplyAdd(y, r, Vector512.Create(4.1665795894e-2f));
        y = Vector512.FusedMultiplyAdd(y, r, Vector512.Create(1.6666665459e-1f));
        y = Vector512.FusedMultiplyAdd(y, r, Vector512.Create(5.0000001201e-1f));
        y = Vector512.FusedMultiplyAdd(y, r * r, r + Vector512<float>.One);
        Vector512<float> power = ((rounded.AsInt32() - large.AsInt32() + Vector512.Create(127)) << 23).AsSingle();
        return Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(Least)), y * power, Vector512<float>.Zero);
    }
}
