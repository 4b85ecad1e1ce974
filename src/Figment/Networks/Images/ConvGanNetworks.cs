using Figment.Imaging;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// Small convolutional networks after A. Radford et al., "Unsupervised Representation Learning with Deep Convolutional Generative
/// Adversarial Networks", 2015: strided convolutions instead of pooling, and batch normalisation only in G. Heights and widths
/// must be multiples of 8 up to 256; multiples of 4 also work up to 128. Images are halved until about 4 rows or columns are
/// left, so that the last convolutions see a whole object and not only its corners.
/// </summary>
public static class ConvGanNetworks
{
    private const double Slope = 0.2;

    /// <summary>
    /// Builds the generator: latent → a quarter of the height and width with 2·width channels → half the height and width with
    /// width channels → full size (sigmoid). For larger images, the generator starts at an eighth with 4·width channels, and so
    /// on.
    /// </summary>
    /// <param name="inputSize">The number of values in a latent vector, plus one per class.</param>
    /// <param name="shape">The shape of the images to make.</param>
    /// <param name="width">The number of channels at half of the height and width.</param>
    /// <exception cref="FigmentException">No such networks can be built for images of this size.</exception>
    public static Sequential Generator(int inputSize, ImageShape shape, int width)
    {
        Halvings halvings = new(shape, width);
        ((int height, int wide), IReadOnlyList<int> channels) = (halvings.Smallest, halvings.Channels);
        List<Module<Tensor, Tensor>> layers =
        [
            Linear(inputSize, channels[^1] * height * wide, hasBias: false),
            Unflatten(1, [channels[^1], height, wide]),
            new BatchNormalization(channels[^1], 2),
            new LeakyRectifier(Slope, inplace: true),
        ];
        for (int i = channels.Count - 1; i > 0; i--)
            layers.AddRange([
                ConvTranspose2d(channels[i], channels[i - 1], halvings.Kernel(i), (2, 2), (1, 1), bias: false),
                new BatchNormalization(channels[i - 1], 2),
                new LeakyRectifier(Slope, inplace: true),
            ]);
        return new LayerChain([.. layers, ConvTranspose2d(width, shape.Channels, 4, 2, 1), Sigmoid()]);
    }

    /// <summary>
    /// Builds the discriminator: pixels → half the height and width with width channels → a quarter with 2·width channels
    /// (for larger images, then an eighth with 4·width) → 8·width features → logits.
    /// </summary>
    /// <param name="shape">The shape of the images to judge.</param>
    /// <param name="outputs">1, or the number of classes.</param>
    /// <param name="width">The number of channels at half of the height and width.</param>
    /// <param name="spectralNorm">Whether spectral normalisation holds the largest singular value of every layer at 1.</param>
    /// <exception cref="FigmentException">No such networks can be built for images of this size.</exception>
    public static Sequential Discriminator(ImageShape shape, int outputs, int width, bool spectralNorm)
    {
        Halvings halvings = new(shape, width);
        ((int height, int wide), IReadOnlyList<int> channels) = (halvings.Smallest, halvings.Channels);
        Module<Tensor, Tensor> Held(Module<Tensor, Tensor> layer) => spectralNorm ? new SpectralNorm(layer) : layer;
        List<Module<Tensor, Tensor>> layers =
        [
            Held(Conv2d(shape.Channels, width, 4, 2, 1)),
            new LeakyRectifier(Slope, inplace: true),
        ];
        for (int i = 1; i < channels.Count; i++)
            layers.AddRange([
                Held(Conv2d(channels[i - 1], channels[i], halvings.Kernel(i), (2, 2), (1, 1))),
                new LeakyRectifier(Slope, inplace: true),
            ]);
        return Sequential([
            .. layers,
            Flatten(),
            Held(Linear(channels[^1] * height * wide, 8 * width)),
            new LeakyRectifier(Slope, inplace: true),
            Held(Linear(8 * width, outputs)),
        ]);
    }
}
