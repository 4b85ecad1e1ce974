using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>Measures how much images differ from their targets.</summary>
internal static class PixelError
{
    /// <summary>Computes the mean absolute difference between the pixel values of each image and its counterpart.</summary>
    /// <param name="images">[count, C, H, W] in [0, 1].</param>
    /// <param name="targets">The same shape.</param>
    /// <returns>One number per image: 0 for equal images, 1 for black instead of white.</returns>
    public static IReadOnlyList<double> Of(Tensor images, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(images);
        using DisposeScope scope = NewDisposeScope();
        return images.sub(targets).abs().flatten(1).to(ScalarType.Float64).mean([1]).cpu().data<double>().ToArray();
    }
}
