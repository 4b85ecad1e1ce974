using static TorchSharp.torch;

namespace Figment.Models.Images;

/// <summary>
/// A model that has learned to tell real images from those that it generates, as an adversarial model does (I. Goodfellow et al.,
/// "Generative Adversarial Nets", 2014).
/// </summary>
public interface IDiscriminator
{
    /// <summary>
    /// Computes how real the discriminator considers each image to be, as logits in evaluation mode. Use the logits only to
    /// compare images: a loss that compares pairs does not define a zero point, and no loss makes the logits valid probabilities
    /// for other kinds of images. Gradients flow back to the images unless they are switched off.
    /// </summary>
    /// <param name="images">[B, C, H, W], float32 in [0, 1].</param>
    /// <param name="labels">
    /// The class to which each image should belong, [B], int64; null uses the class for which the image looks most real. Ignored
    /// by a model without classes.
    /// </param>
    /// <returns>
    /// [B], float32; a larger value means more real. If the loss defines a zero point, values above it mean real.
    /// </returns>
    Tensor Realness(Tensor images, Tensor? labels = null);
}
