using System.Globalization;

namespace Figment.Data.Images;

/// <summary>What a look at images tells of how they will be learned.</summary>
internal static class ImageFindings
{
    private const int FewImages = 2_000,
        MostImbalance = 10,
        FewPixels = 64;

    /// <summary>Whether there are so few images (below 2,000) that a discriminator learns them by heart.</summary>
    internal static bool IsSmall(this ImageDataset data) => data.Count < FewImages;

    /// <summary>Whether some class has less than a tenth of another's images, so that it will be learned badly.</summary>
    internal static bool IsUnbalanced(this ImageDataset data) =>
        data.ClassCounts.Count > 1 && data.ClassCounts.Max() > MostImbalance * data.ClassCounts.Min();

    /// <summary>Makes sure that there is something to learn from.</summary>
    /// <exception cref="FigmentException">All pixels of all images have one value.</exception>
    internal static void EnsureContents(this ImageDataset data)
    {
        if (data.PixelStatistics.StandardDeviation > 0 || data.Shape.Height * data.Shape.Width < FewPixels)
            return;
        string value = (data.PixelStatistics.Mean * 255).ToString("F0", CultureInfo.InvariantCulture);
        throw new FigmentException(
            $"All pixels of {data.Name} have the same value, {value} of 255, so there is nothing to learn. "
                + "Transparent pictures may need a different background colour."
        );
    }
}
