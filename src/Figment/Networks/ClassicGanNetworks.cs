using Figment.Imaging;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// The two dense networks of the well-known Keras tutorial, layer by layer, with Keras's defaults: batch normalisation
/// with momentum 0.99 (0.01 as PyTorch counts it) and ε = 1e-3.
/// </summary>
public static class ClassicGanNetworks
{
    private const double KerasEpsilon = 1e-3, KerasMomentum = 1 - 0.99;

    /// <summary>
    /// Latent → 256 → 512 → 1024 (ReLU, then batch normalisation, each time) → pixels (sigmoid).
    /// [B, latentSize] to [B, C, H, W] in [0, 1].
    /// </summary>
    /// <param name="latentSize">Numbers per latent vector.</param>
    /// <param name="shape">The images to make.</param>
    public static Sequential Generator(int latentSize, ImageShape shape) => Sequential(
        Linear(latentSize, 256), ReLU(), BatchNorm1d(256, KerasEpsilon, KerasMomentum),
        Linear(256, 512), ReLU(), BatchNorm1d(512, KerasEpsilon, KerasMomentum),
        Linear(512, 1024), ReLU(), BatchNorm1d(1024, KerasEpsilon, KerasMomentum),
        Linear(1024, shape.Size), Sigmoid(),
        Unflatten(1, [shape.Channels, shape.Height, shape.Width]));

    /// <summary>
    /// Pixels → 512 → 256 (ReLU each) → 1, or one per class. [B, C, H, W] to [B, outputs] logits: the tutorial's sigmoid is applied inside the
    /// loss, where it is exact for large values.
    /// </summary>
    /// <param name="shape">The images to judge.</param>
    /// <param name="outputs">1, or the number of classes.</param>
    public static Sequential Discriminator(ImageShape shape, int outputs = 1) => Sequential(
        Flatten(), Linear(shape.Size, 512), ReLU(), Linear(512, 256), ReLU(), Linear(256, outputs));
}
