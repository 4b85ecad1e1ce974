using static TorchSharp.torch;

namespace Figment.Models.Images;

/// <summary>
/// A model that finds the latents of given images, as a variational autoencoder does (D. Kingma, M. Welling, "Auto-Encoding
/// Variational Bayes", 2013).
/// </summary>
public interface ILatentEncoder
{
    /// <summary>Finds the latents from which the model would make these images: the mean of q(z|x), without gradients.</summary>
    /// <param name="images">[B, C, H, W], float32 in [0, 1].</param>
    /// <param name="labels">The class of each image, [B], int64; null if the model takes no classes.</param>
    /// <returns>[B, latent size], as <see cref="ImageModel.Decode"/> takes them.</returns>
    Tensor Encode(Tensor images, Tensor? labels = null);
}
