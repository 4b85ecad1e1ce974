using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Objectives;

/// <summary>Computes log p(x|z) of images from a decoder's output.</summary>
internal static class PixelLikelihood
{
    /// <summary>
    /// Computes Σ x log p + (1 − x) log (1 − p), with p = sigmoid(logits) the probability that a pixel is 1 (D. Kingma, M.
    /// Welling, "Auto-Encoding Variational Bayes", 2013, appendix C.1), summed over all pixels of an image. The result is the log
    /// probability of an image only if every pixel is 0 or 1.
    /// </summary>
    /// <param name="images">x, [B, C, H, W] in [0, 1].</param>
    /// <param name="logits">[S, B, C, H, W] or [B, C, H, W].</param>
    /// <returns>[S, B] or [B], in nats.</returns>
    public static Tensor Bernoulli(Tensor images, Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(logits);
        if (BernoulliSum.Takes(images, logits))
            return BernoulliSum.Of(images, logits);
        return ((logits * images) - logits.Softplus()).sum([-3, -2, -1]);
    }

    /// <summary>
    /// Computes Σ log N(x; mean, σ²) (the paper's appendix C.2, with one σ for all pixels), summed over all pixels of an image.
    /// The result is the logarithm of a density, so it may be above 0.
    /// </summary>
    /// <param name="images">x, [B, C, H, W] in [0, 1].</param>
    /// <param name="means">[S, B, C, H, W] or [B, C, H, W].</param>
    /// <param name="logDeviation">log σ, a scalar tensor.</param>
    /// <returns>[S, B] or [B], in nats.</returns>
    public static Tensor Gaussian(Tensor images, Tensor means, Tensor logDeviation)
    {
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(logDeviation);
        double pixels = images.shape[^1] * images.shape[^2] * images.shape[^3];
        Tensor squares = (images - means).Squared().sum([-3, -2, -1]);
        Tensor logNorm = logDeviation.Plus(0.5 * Math.Log(2 * Math.PI)); // For one pixel: log(σ √(2π)).
        return (squares * logDeviation.Times(-2).exp() * Scalars.MinusHalf) - logNorm.Times(pixels);
    }
}
