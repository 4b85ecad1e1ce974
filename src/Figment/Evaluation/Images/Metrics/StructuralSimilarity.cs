using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>
/// Measures how alike two images are in brightness, contrast and structure around each pixel (SSIM, Z. Wang et al., "Image
/// Quality Assessment: From Error Visibility to Structural Similarity", 2004, equation 13): 1 for the same image, about 0 for
/// unrelated images, down to −1 for opposites.
/// </summary>
internal static class StructuralSimilarity
{
    private const int WindowSize = 11;
    private const double WindowDeviation = 1.5;
    private static readonly Scalar C1 = Scalars.Of(0.01 * 0.01),
        C2 = Scalars.Of(0.03 * 0.03); // (K L)² with L = 1.

    /// <summary>
    /// Computes the mean over channels and over all positions where the window, a Gaussian of 11 × 11 pixels with σ = 1.5, lies
    /// wholly inside the image. In smaller images, the window has the largest odd size that fits.
    /// </summary>
    /// <param name="a">[B, C, H, W], in [0, 1].</param>
    /// <param name="b">The same number of images, of the same shape, in [0, 1].</param>
    /// <returns>[B], float64.</returns>
    /// <exception cref="FigmentException">
    /// The tensors do not have the required shape or differ in shape, or a value is not in [0, 1].
    /// </exception>
    public static Tensor Between(Tensor a, Tensor b)
    {
        CheckImages(a);
        CheckImages(b);
        if (!a.shape.AsSpan().SequenceEqual(b.shape))
            throw new FigmentException(
                $"Images of the shape [{string.Join(", ", a.shape)}] cannot be compared with [{string.Join(", ", b.shape)}]. "
                    + $"Resize one set, and use the same number of images from each."
            );
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        int size = (int)Math.Min(WindowSize, Math.Min(a.shape[2], a.shape[3]));
        size -= 1 - (size % 2);
        Tensor down = Window(a.shape[2], size, a.device),
            across = Window(a.shape[3], size, a.device).t();
        Tensor similarities = empty(a.shape[0], ScalarType.Float64, a.device);
        foreach (
            (long start, long length) in Samples.Blocks(
                a.shape[0],
                Samples.RowsPerBlock(4 * a.shape[1] * a.shape[2] * a.shape[3])
            )
        )
        {
            using DisposeScope block = NewDisposeScope();
            Tensor x = a.narrow(0, start, length).to(ScalarType.Float64),
                y = b.narrow(0, start, length).to(ScalarType.Float64, a.device);
            similarities.narrow(0, start, length).copy_(Map(x, y, image => down.matmul(image).matmul(across)).mean([1, 2, 3]));
        }

        return similarities.MoveToOuterDisposeScope();
    }

    /// <exception cref="FigmentException">The tensor does not hold images in [0, 1].</exception>
    internal static void CheckImages(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.dim() != 4 || images.numel() == 0)
            throw new FigmentException(
                $"The images have the shape [{string.Join(", ", images.shape)}], but [count, channels, height, width] is needed, "
                    + $"and no size may be 0."
            );
        Samples.CheckFinite(images, "the images");
        using DisposeScope scope = NewDisposeScope();
        if (images.Below(-1e-4).any().item<bool>() || images.Above(1 + 1e-4).any().item<bool>())
            throw new FigmentException(
                "The images have values outside the range 0 to 1, so their structural similarity would be misleading. Scale them "
                    + "to [0, 1] first."
            );
    }

    /// <summary>Computes the similarity at each position from local means, variances and covariance.</summary>
    private static Tensor Map(Tensor x, Tensor y, Func<Tensor, Tensor> blur)
    {
        Tensor meanX = blur(x),
            meanY = blur(y),
            meanXY = meanX * meanY,
            meanSquares = meanX.Squared().Plus(meanY.Squared());
        Tensor covariance = blur(x * y) - meanXY,
            variances = blur(x.Squared().Plus(y.Squared())) - meanSquares;
        return (meanXY * Scalars.Two).Plus(C1)
            * (covariance * Scalars.Two).Plus(C2)
            / (meanSquares.Plus(C1) * variances.Plus(C2));
    }

    /// <summary>
    /// Returns the matrix [length − size + 1, length] that applies a Gaussian along one axis: a separable blur is two products.
    /// </summary>
    private static Tensor Window(long length, int size, Device device)
    {
        Tensor place = Scalars.Range(length - size + 1, ScalarType.Float64, device).unsqueeze(1);
        Tensor offset = (Scalars.Range(length, ScalarType.Float64, device) - place).Minus(size / 2);
        Tensor isInside = Scalars.With(size / 2, edge => offset.abs().le(edge));
        Tensor gauss = exp(offset.Squared().Over(-2 * WindowDeviation * WindowDeviation)) * isInside;
        return gauss / gauss.sum(1, keepdim: true);
    }
}
