namespace Figment.Data.Sounds;

/// <summary>
/// A second-order filter (R. Bristow-Johnson, "Cookbook Formulae for Audio Equalizer Biquad Filter Coefficients").
/// </summary>
internal sealed class Biquad
{
    private readonly double b0,
        b1,
        b2,
        a1,
        a2;
    private double z1,
        z2;

    private Biquad(double b0, double b1, double b2, double cosine, double alpha)
    {
        double a0 = 1 + alpha;
        (this.b0, this.b1, this.b2, a1, a2) = (b0 / a0, b1 / a0, b2 / a0, -2 * cosine / a0, (1 - alpha) / a0);
    }

    /// <summary>Creates a high-pass filter.</summary>
    /// <param name="frequency">The cutoff or centre frequency in Hz.</param>
    /// <param name="rate">The sample rate in Hz.</param>
    /// <param name="q">The quality factor Q; 0.7 gives a flat response.</param>
    internal static Biquad HighPass(double frequency, int rate, double q = 0.7071)
    {
        (double cosine, double alpha) = Of(frequency, rate, q);
        return new Biquad((1 + cosine) / 2, -(1 + cosine), (1 + cosine) / 2, cosine, alpha);
    }

    /// <summary>Creates a band-pass filter.</summary>
    /// <inheritdoc cref="HighPass"/>
    internal static Biquad BandPass(double frequency, int rate, double q)
    {
        (double cosine, double alpha) = Of(frequency, rate, q);
        return new Biquad(alpha, 0, -alpha, cosine, alpha);
    }

    /// <summary>Filters the next sample.</summary>
    internal float Next(double x)
    {
        double y = (b0 * x) + z1;
        (z1, z2) = ((b1 * x) - (a1 * y) + z2, (b2 * x) - (a2 * y));
        return (float)y;
    }

    private static (double Cosine, double Alpha) Of(double frequency, int rate, double q)
    {
        double w = 2 * Math.PI * frequency / rate;
        return (PlainMath.Cos(w), PlainMath.Sin(w) / (2 * q));
    }
}
