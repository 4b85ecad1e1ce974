using static TorchSharp.torch;

namespace Figment.Networks.Sounds;

/// <summary>
/// Bands that the ear tells apart about equally well: triangles on the mel scale, m = 2595 log10(1 + f / 700) (D. O'Shaughnessy,
/// "Speech Communication", 1987).
/// </summary>
internal static class MelFilters
{
    /// <summary>The filters.</summary>
    /// <param name="rate">Samples a second, in Hz.</param>
    /// <param name="bins">Frequencies from 0 to half of the rate.</param>
    /// <param name="bands">How many filters.</param>
    /// <param name="low">Where the lowest begins, in Hz.</param>
    /// <returns>
    /// [bins, bands], float64, each with a sum of 1, from the lowest on. One that is narrower than a bin is the nearest bin.
    /// </returns>
    internal static Tensor Of(int rate, int bins, int bands, double low = 20)
    {
        double from = ToMel(low), step = (ToMel(rate / 2.0) - from) / (bands + 1);
        double Edge(int number) => ToHertz(from + (number * step));
        double[,] filters = new double[bins, bands];
        for (int band = 0; band < bands; band++)
        {
            (double left, double centre, double right) = (Edge(band), Edge(band + 1), Edge(band + 2));
            double sum = 0;
            for (int bin = 0; bin < bins; bin++)
            {
                double f = rate / 2.0 * bin / (bins - 1);
                double height = Math.Max(0, Math.Min((f - left) / (centre - left), (right - f) / (right - centre)));
                filters[bin, band] = height;
                sum += height;
            }

            if (sum == 0) filters[(int)Math.Round(centre / (rate / 2.0) * (bins - 1)), band] = sum = 1;
            for (int bin = 0; bin < bins; bin++) filters[bin, band] /= sum;
        }

        return tensor(filters);
    }

    private static double ToMel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));

    private static double ToHertz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);
}
