using Figment.Imaging;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// The two dense networks of the well-known Keras tutorial, layer by layer, with Keras's defaults: batch normalisation with
/// momentum 0.99 (0.01 in PyTorch's convention) and ε = 1e-3.
/// </summary>
internal static class ClassicGanNetworks
{
    private const double KerasEpsilon = 1e-3,
        KerasMomentum = 1 - 0.99;

    /// <summary>
    /// Builds the generator: latent → 256 → 512 → 1024 (each with ReLU, then batch normalisation) → pixels (sigmoid). [B,
    /// latentSize] to [B, C, H, W] in [0, 1].
    /// </summary>
    /// <param name="latentSize">The number of values in a latent vector.</param>
    /// <param name="shape">The shape of the images to make.</param>
    /// <param name="widths">Widths of the hidden layers, for experiments; empty for the widths of the tutorial.</param>
    public static Sequential Generator(int latentSize, ImageShape shape, params IReadOnlyList<int> widths) =>
        Sequential([
            .. Pairs(latentSize, widths is [] ? [256, 512, 1024] : widths)
                .SelectMany(
                    IEnumerable<Module<Tensor, Tensor>> (pair) =>
                        [
                            Linear(pair.From, pair.To),
                            ReLU(),
                            new BatchNormalization(pair.To, epsilon: KerasEpsilon, momentum: KerasMomentum),
                        ]
                ),
            Linear(widths is [] ? 1024 : widths[^1], shape.Size),
            Sigmoid(),
            Unflatten(1, [shape.Channels, shape.Height, shape.Width]),
        ]);

    /// <summary>
    /// Builds the discriminator: pixels → 512 → 256 (each with ReLU) → 1 logit, or one per class. [B, C, H, W] to [B, outputs].
    /// Unlike in the tutorial, the sigmoid is part of the loss, so that the result is accurate even for large values.
    /// </summary>
    /// <param name="shape">The shape of the images to judge.</param>
    /// <param name="outputs">1, or the number of classes.</param>
    /// <param name="widths">Widths of the hidden layers, for experiments; empty for the widths of the tutorial.</param>
    public static Sequential Discriminator(ImageShape shape, int outputs = 1, params IReadOnlyList<int> widths) =>
        Sequential([
            Flatten(),
            .. Pairs(shape.Size, widths is [] ? [512, 256] : widths)
                .SelectMany(IEnumerable<Module<Tensor, Tensor>> (pair) => [Linear(pair.From, pair.To), ReLU()]),
            Linear(widths is [] ? 256 : widths[^1], outputs),
        ]);

    private static IEnumerable<(int From, int To)> Pairs(int first, IReadOnlyList<int> widths) =>
        widths.Select((width, k) => (k == 0 ? first : widths[k - 1], width));
}
