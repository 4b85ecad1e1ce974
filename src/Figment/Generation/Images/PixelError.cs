using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>How far images are from what they should be.</summary>
internal static class PixelError
{
    /// <summary>The mean absolute difference of all values of each image.</summary>
    /// <param name="images">[count, C, H, W] in [0, 1].</param>
    /// <param name="targets">The same shape.</param>
    /// <returns>One number per image: 0 is the same, 1 is black for white.</returns>
    public static IReadOnlyList<double> Of(Tensor images, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(images);
        using DisposeScope scope = NewDisposeScope();
        return images.sub(targets).abs().flatten(1).to(ScalarType.Float64).mean([1]).cpu().data<double>().ToArray();
    }
}
