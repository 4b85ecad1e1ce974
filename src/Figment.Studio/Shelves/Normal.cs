namespace Figment.Studio.Shelves;

/// <summary>
/// The standard normal distribution, which maps between a latent and its place on a map of equally likely cells.
/// </summary>
internal static class Normal
{
    /// <summary>The cumulative distribution function, from 0 to 1; computed by Simpson's rule, to about 1e-9.</summary>
    internal static double Cdf(double value)
    {
        const int Steps = 200;
        double limit = Math.Clamp(value, -8, 8),
            width = limit / Steps,
            sum = 0;
        for (int k = 0; k <= Steps; k++)
            sum +=
                (
                    k is 0 or Steps ? 1
                    : k % 2 == 1 ? 4
                    : 2
                ) * Math.Exp(-k * width * k * width / 2);
        return 0.5 + (sum * width / 3 / Math.Sqrt(2 * Math.PI));
    }

    /// <summary>The quantile function; computed by bisection, within ±3.</summary>
    internal static double Quantile(double part)
    {
        double low = -3,
            high = 3;
        for (int k = 0; k < 40; k++)
        {
            double middle = (low + high) / 2;
            if (Cdf(middle) < part)
                low = middle;
            else
                high = middle;
        }

        return (low + high) / 2;
    }
}
