using System.Globalization;

namespace Figment.Data.Images;

/// <summary>Judges from the images how well a model can learn them.</summary>
internal static class ImageFindings
{
    private const int FewImages = 2_000,
        MostImbalance = 10,
        FewPixels = 64;

    /// <summary>Whether there are so few images (below 2,000) that a discriminator memorises them.</summary>
    internal static bool IsSmall(this ImageDataset data) => data.Count < FewImages;

    /// <summary>
    /// Whether some class has less than a tenth as many images as another one, so that a model learns it badly.
    /// </summary>
    internal static bool IsUnbalanced(this ImageDataset data) =>
        data.ClassCounts.Count > 1 && data.ClassCounts.Max() > MostImbalance * data.ClassCounts.Min();

    /// <summary>Checks that there is something to learn.</summary>
    /// <exception cref="FigmentException">All pixels of all images have the same value.</exception>
    internal static void EnsureContents(this ImageDataset data)
    {
        if (data.PixelStatistics.StandardDeviation > 0 || data.Shape.Height * data.Shape.Width < FewPixels)
            return;
        string value = (data.PixelStatistics.Mean * 255).ToString("F0", CultureInfo.InvariantCulture);
        throw new FigmentException(
            $"All pixels of {data.Name} have the same value, {value} of 255, so there is nothing to learn. "
                + $"Transparent pictures may need a different background colour."
        );
    }
}
