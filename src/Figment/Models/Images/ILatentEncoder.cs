using static TorchSharp.torch;

namespace Figment.Models.Images;

/// <summary>A model that finds the latents of given images, as an autoencoder does.</summary>
public interface ILatentEncoder
{
    /// <summary>Finds latents from which the model would make these images: the mean of q(z|x). Without gradients.</summary>
    /// <param name="images">[B, C, H, W], float32 in [0, 1].</param>
    /// <param name="labels">The class of each image, [B], int64; null where the model takes no classes.</param>
    /// <returns>[B, latent size], as <see cref="ImageModel.Decode"/> takes them.</returns>
    Tensor Encode(Tensor images, Tensor? labels = null);
}
