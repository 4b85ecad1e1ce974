using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Runs.Images;

/// <summary>
/// Orders samples by how real they look to a run's judge: by the distance between their features and those of the nearest of some
/// real images.
/// </summary>
internal sealed class ConvincingImages
{
    private readonly ImageBatch samples;
    private readonly ConvincingOrder order;

    private ConvincingImages(ImageBatch samples, ConvincingOrder order) => (this.samples, this.order) = (samples, order);

    /// <summary>Judges the samples.</summary>
    /// <param name="run">The run, whose judge is used.</param>
    /// <param name="samples">The samples of its model.</param>
    /// <param name="real">The training images.</param>
    /// <exception cref="FigmentException">The judge is gone.</exception>
    internal static ConvincingImages Of(RunFolder run, ImageBatch samples, ImageDataset real)
    {
        using ImageDataset made = new("samples", samples.Shape, Bytes(samples));
        return new ConvincingImages(samples, ConvincingOrder.Of(run, made, real));
    }

    /// <inheritdoc cref="ConvincingOrder.Most"/>
    internal ImageBatch Most(int count) => Only(order.Most(count));

    /// <inheritdoc cref="ConvincingOrder.Least"/>
    internal ImageBatch Least(int count) => Only(order.Least(count));

    /// <inheritdoc cref="ConvincingOrder.OfClass"/>
    internal ImageBatch? OfClass(int label) => order.OfClass(label) is int found ? Only([found]) : null;

    private static byte[] Bytes(ImageBatch images)
    {
        byte[] pixels = new byte[images.Count * images.Shape.Size];
        for (int k = 0; k < images.Count; k++)
            images[k].CopyTo(pixels.AsSpan(k * images.Shape.Size));
        return pixels;
    }

    private ImageBatch Only(int[] chosen)
    {
        byte[] pixels = new byte[chosen.Length * samples.Shape.Size];
        for (int k = 0; k < chosen.Length; k++)
            samples[chosen[k]].CopyTo(pixels.AsSpan(k * samples.Shape.Size));
        return new ImageBatch(samples.Shape, pixels);
    }
}
