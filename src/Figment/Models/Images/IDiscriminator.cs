using static TorchSharp.torch;

namespace Figment.Models.Images;

/// <summary>
/// A model that has learned to tell real images from those that it generates, as an adversarial model does (I. Goodfellow et al.,
/// "Generative Adversarial Nets", 2014).
/// </summary>
public interface IDiscriminator
{
    /// <summary>
    /// Computes how real images look to the discriminator, as its logits in evaluation mode. Use them only to compare images: a
    /// loss of pairs does not fix a zero, and no loss makes them valid probabilities for other kinds of images. Gradients flow
    /// back to the images unless they are switched off.
    /// </summary>
    /// <param name="images">[B, C, H, W], float32 in [0, 1].</param>
    /// <param name="labels">
    /// The class that each image should belong to, [B], int64; null takes the class that makes the image look most real. Ignored
    /// by a model without classes.
    /// </param>
    /// <returns>[B], float32; a larger value is more real. If the loss fixes a zero, values above it mean real.</returns>
    Tensor Realness(Tensor images, Tensor? labels = null);
}
