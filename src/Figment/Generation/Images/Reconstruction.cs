using Figment.Models.Images;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>
/// Images together with their reconstructions from the latents that the model finds for them. The difference shows what the
/// latents do not hold. The tensors belong to the dispose scope in which they were created.
/// </summary>
/// <param name="Originals">[count, C, H, W] in [0, 1], as given.</param>
/// <param name="Images">[count, C, H, W] in [0, 1]: encoded and decoded.</param>
/// <param name="Latents">The latents from which the images were reconstructed.</param>
/// <param name="Errors">
/// The mean absolute difference between the pixel values of each given image and the image found for it, 0 to 1.
/// </param>
internal sealed record Reconstruction(Tensor Originals, Tensor Images, Latents Latents, IReadOnlyList<double> Errors)
{
    /// <summary>Encodes images and decodes them again.</summary>
    /// <param name="model">A model that is an <see cref="ILatentEncoder"/>.</param>
    /// <param name="images">[count, C, H, W] of the model's shape, float32 in [0, 1], on the model's device.</param>
    /// <param name="labels">[count], int64; null if the model takes no classes.</param>
    /// <param name="cancellationToken">Cancels between blocks of images.</param>
    /// <exception cref="FigmentException">The model has no encoder, or it takes classes and none are given.</exception>
    public static Reconstruction Of(
        ImageModel model,
        Tensor images,
        Tensor? labels = null,
        CancellationToken cancellationToken = default
    )
    {
        Latents latents = Latents.OfImages(model, images, labels, cancellationToken);
        Tensor made = latents.Generate(model, null, cancellationToken);
        return new Reconstruction(images, made, latents, PixelError.Of(made, images));
    }
}
