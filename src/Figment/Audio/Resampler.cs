using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Figment.Audio;

/// <summary>
/// Converts sounds to another sample rate: each new sample is a sum of the old ones around it, weighted by a sinc with a Kaiser
/// window (A. V. Oppenheim, R. W. Schafer, "Discrete-Time Signal Processing", 3rd edition, 7.5.3 and 4.6). The passband ends at
/// 0.9 of the lower Nyquist frequency; above that frequency, the attenuation is 100 dB. The sound is not delayed.
/// </summary>
/// <remarks>
/// With 512 weights at 1,024 positions, NAudio's WdlResampler is just as accurate but takes a hundred times as long; with fewer,
/// its aliasing is audible. The same samples give the same bytes on every machine, since the order of the sums is fixed.
/// </remarks>
internal sealed class Resampler
{
    private const int Crossings = 64; // zero crossings on each side, as needed for 100 dB from 0.9 to 1
    private const double Attenuation = 100,
        Cutoff = 0.95;

    // positions between two crossings; weights between two positions are interpolated linearly, with an error of 10⁻⁶
    private const int Places = 1024;
    private readonly int from,
        to,
        half,
        taps,
        phases;
    private readonly float[] weights;

    /// <summary>Computes the weights.</summary>
    /// <param name="rate">The sample rate of the input in Hz.</param>
    /// <param name="target">The sample rate of the output in Hz.</param>
    internal Resampler(int rate, int target)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(target);
        int common = Divisor(rate, target);
        (from, to) = (rate / common, target / common);
        double stretch = Math.Max(1, (double)from / to);
        half = (int)Math.Ceiling(Crossings * stretch);
        taps = (2 * half) + 7 & ~7;
        phases = Math.Min(to, (int)Math.Ceiling(Places / stretch));
        weights = new float[(phases + 1) * taps];
        for (int phase = 0; phase <= phases; phase++)
            Fill(weights.AsSpan(phase * taps, taps), (double)phase / phases, stretch);
    }

    /// <summary>Resamples a sound to n · to / from samples, rounded, and at least one.</summary>
    internal float[] Resample(ReadOnlySpan<float> samples)
    {
        if (samples.Length == 0)
            return [];
        float[] padded = new float[half + samples.Length + taps];
        samples.CopyTo(padded.AsSpan(half));
        float[] result = new float[Math.Max(1, checked((int)(((2L * samples.Length * to) + from) / (2L * from))))];
        for (int n = 0; n < result.Length; n++)
        {
            (long at, long rest) = Math.DivRem((long)n * from, to);
            (long phase, long part) = Math.DivRem(rest * phases, to);
            ReadOnlySpan<float> around = padded.AsSpan((int)at + 1, taps);
            double sum = Dot(around, weights.AsSpan((int)phase * taps, taps));
            if (part != 0)
                sum += (Dot(around, weights.AsSpan(((int)phase + 1) * taps, taps)) - sum) * part / to;
            result[n] = (float)sum;
        }

        return result;
    }

    /// <summary>Computes the weights of a position between two samples; their sum is 1.</summary>
    private void Fill(Span<float> row, double place, double stretch)
    {
        double beta = 0.1102 * (Attenuation - 8.7),
            sum = 0; // Kaiser's formula for 50 dB and more
        double[] exact = new double[2 * half];
        for (int i = 0; i < exact.Length; i++)
        {
            double t = (i - half + 1 - place) / stretch,
                x = Math.PI * Cutoff * t,
                inside = 1 - (t / Crossings * (t / Crossings));
            exact[i] = inside <= 0 ? 0 : (x == 0 ? 1 : Math.Sin(x) / x) * Bessel(beta * Math.Sqrt(inside));
            sum += exact[i];
        }

        for (int i = 0; i < exact.Length; i++)
            row[i] = (float)(exact[i] / sum);
    }

    /// <summary>The modified Bessel function of the first kind and order 0, by its series.</summary>
    private static double Bessel(double x)
    {
        double term = 1,
            sum = 1;
        for (int k = 1; term > 1e-17 * sum; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ReadOnlySpan<Vector256<float>> left = MemoryMarshal.Cast<float, Vector256<float>>(a),
            right = MemoryMarshal.Cast<float, Vector256<float>>(b);
        Vector256<float> even = Vector256<float>.Zero,
            odd = Vector256<float>.Zero;
        int i = 0;
        for (; i + 1 < left.Length; i += 2)
        {
            even += left[i] * right[i];
            odd += left[i + 1] * right[i + 1];
        }

        if (i < left.Length)
            even += left[i] * right[i];
        even += odd;
        double sum = 0;
        for (int lane = 0; lane < Vector256<float>.Count; lane++)
            sum += even[lane];
        return sum;
    }

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
}
