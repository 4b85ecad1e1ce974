using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Audio;

/// <summary>
/// Frequency bands that the ear distinguishes about equally well: triangles on the mel scale, m = 2595 log10(1 + f / 700) (D.
/// O'Shaughnessy, "Speech Communication", 1987).
/// </summary>
internal static class MelFilters
{
    /// <summary>Creates filters that average the power in each band.</summary>
    /// <param name="rate">The sample rate in Hz.</param>
    /// <param name="bins">The number of frequencies from 0 to half of the rate.</param>
    /// <param name="bands">The number of filters.</param>
    /// <param name="low">The lower edge of the lowest band in Hz.</param>
    /// <returns>
    /// The filters, [bins, bands], float64, each with a sum of 1, the lowest first. A filter that is narrower than a bin becomes
    /// the nearest bin.
    /// </returns>
    internal static Tensor Of(int rate, int bins, int bands, double low = 20)
    {
        (double[,] filters, double[] centres) = Triangles(rate, bins, bands, low, rate / 2.0);
        for (int band = 0; band < bands; band++)
        {
            double sum = 0;
            for (int bin = 0; bin < bins; bin++)
                sum += filters[bin, band];
            if (sum == 0)
                filters[(int)Math.Round(centres[band] / (rate / 2.0) * (bins - 1)), band] = sum = 1;
            for (int bin = 0; bin < bins; bin++)
                filters[bin, band] /= sum;
        }

        return tensor(filters);
    }

    /// <summary>Creates filters that sum the power in each band: triangles of height 1.</summary>
    /// <param name="rate">The sample rate in Hz.</param>
    /// <param name="bins">The number of frequencies from 0 to half of the rate.</param>
    /// <param name="bands">The number of filters.</param>
    /// <param name="high">The upper edge of the highest band in Hz; the lowest band begins at 0.</param>
    /// <returns>The filters, [bins, bands], float64, the lowest first.</returns>
    internal static Tensor Sums(int rate, int bins, int bands, double high)
    {
        TorchLibrary.Load();
        return tensor(Triangles(rate, bins, bands, 0, high).Heights);
    }

    private static (double[,] Heights, double[] Centres) Triangles(int rate, int bins, int bands, double low, double high)
    {
        double from = ToMel(low),
            step = (ToMel(high) - from) / (bands + 1);
        double Edge(int number) => ToHertz(from + (number * step));
        double[,] heights = new double[bins, bands];
        for (int band = 0; band < bands; band++)
        {
            (double left, double centre, double right) = (Edge(band), Edge(band + 1), Edge(band + 2));
            for (int bin = 0; bin < bins; bin++)
            {
                double f = rate / 2.0 * bin / (bins - 1);
                heights[bin, band] = Math.Max(0, Math.Min((f - left) / (centre - left), (right - f) / (right - centre)));
            }
        }

        return (heights, [.. Enumerable.Range(1, bands).Select(Edge)]);
    }

    private static double ToMel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));

    private static double ToHertz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);
}
