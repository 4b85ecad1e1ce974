using static TorchSharp.torch;

namespace Figment.Models.Images;

/// <summary>A model that has learned to tell real images from those that it makes, as an adversarial one does.</summary>
public interface IDiscriminator
{
    /// <summary>
    /// How real images look to the discriminator in use: its logits. They compare images with each other; a loss of pairs
    /// fixes no zero, and no loss makes them probabilities that hold for images of another kind. Gradients flow back to the
    /// images unless they are switched off.
    /// </summary>
    /// <param name="images">[B, C, H, W], float32 in [0, 1].</param>
    /// <param name="labels">
    /// The class that each is to be of, [B], int64; null takes of all classes the one that it looks most real as. Ignored by
    /// a model without classes.
    /// </param>
    /// <returns>[B], float32; larger is more real. Where the loss has a zero, above it means real.</returns>
    Tensor Realness(Tensor images, Tensor? labels = null);
}
