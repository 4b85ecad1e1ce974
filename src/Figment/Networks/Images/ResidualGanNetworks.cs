using Figment.Backend;
using Figment.Imaging;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// Residual networks without normalisation, with G and D mirrored, after Y. Huang et al., "The GAN is dead; long live the GAN!",
/// 2024, section 3, but small enough for a processor. Heights and widths must be multiples of 8 up to 256; multiples of 4 also
/// work up to 128. Images are halved until about 4 rows or columns are left.
/// </summary>
internal static class ResidualGanNetworks
{
    private const double Slope = 0.2;

    /// <summary>
    /// Builds the generator: latent → block at a quarter of the height and width with 2·width channels → block at half the height
    /// and width with width channels → pixels (sigmoid). For larger images, the generator starts with a block at an eighth with
    /// 4·width channels, and so on.
    /// </summary>
    /// <param name="inputSize">The number of values in a latent vector, plus one per class.</param>
    /// <param name="shape">The shape of the images to make.</param>
    /// <param name="width">The number of channels at half of the height and width.</param>
    /// <param name="random">The source of the initial weights.</param>
    /// <exception cref="FigmentException">No such networks can be built for images of this size.</exception>
    public static Sequential Generator(int inputSize, ImageShape shape, int width, Draws random)
    {
        Halvings halvings = new(shape, width);
        ((int height, int wide), IReadOnlyList<int> channels) = (halvings.Smallest, halvings.Channels);
        List<Module<Tensor, Tensor>> layers =
        [
            Linear(inputSize, channels[^1] * height * wide),
            Unflatten(1, [channels[^1], height, wide]),
            new FixupBlock(channels[^1]),
        ];
        for (int i = channels.Count - 1; i > 0; i--)
        {
            layers.AddRange([
                Conv2d(channels[i], channels[i - 1], 1),
                Upsample(scale_factor: [2, 2], mode: UpsampleMode.Bilinear, align_corners: false),
            ]);
            if (halvings.IsOdd(i))
                layers.Add(new Crop(halvings.Sizes[i].Height, halvings.Sizes[i].Width));
            layers.Add(new FixupBlock(channels[i - 1]));
        }

        return FixupBlock.BeginAsIdentity(
            Sequential([
                    .. layers,
                    new LeakyRectifier(Slope, inplace: true),
                    ConvTranspose2d(width, shape.Channels, 4, 2, 1),
                    Sigmoid(),
                ])
                .HeNormal(random)
        );
    }

    /// <summary>
    /// Builds the discriminator: pixels → block at half the height and width with width channels → block at a quarter with
    /// 2·width channels (for larger images, then a block at an eighth with 4·width) → logits.
    /// </summary>
    /// <param name="shape">The shape of the images to judge.</param>
    /// <param name="outputs">1, or the number of classes.</param>
    /// <param name="width">The number of channels at half of the height and width.</param>
    /// <param name="random">The source of the initial weights.</param>
    /// <exception cref="FigmentException">No such networks can be built for images of this size.</exception>
    public static Sequential Discriminator(ImageShape shape, int outputs, int width, Draws random)
    {
        Halvings halvings = new(shape, width);
        ((int height, int wide), IReadOnlyList<int> channels) = (halvings.Smallest, halvings.Channels);
        List<Module<Tensor, Tensor>> layers = [Conv2d(shape.Channels, width, 4, 2, 1), new FixupBlock(width)];
        for (int i = 1; i < channels.Count; i++)
            layers.AddRange([Pool(halvings, i), Conv2d(channels[i - 1], channels[i], 1), new FixupBlock(channels[i])]);
        return FixupBlock.BeginAsIdentity(
            Sequential([
                    .. layers,
                    new LeakyRectifier(Slope, inplace: true),
                    Flatten(),
                    Linear(channels[^1] * height * wide, 4 * width),
                    new LeakyRectifier(Slope, inplace: true),
                    Linear(4 * width, outputs),
                ])
                .HeNormal(random)
        );
    }

    /// <summary>Averages over 2 × 2 pixels; where a side is odd, over 3 pixels centred on every other pixel.</summary>
    private static AvgPool2d Pool(Halvings halvings, int halving)
    {
        if (!halvings.IsOdd(halving))
            return AvgPool2d(2);
        (long height, long width) = halvings.Kernel(halving);
        return AvgPool2d((height == 4 ? 2 : 3, width == 4 ? 2 : 3), (2, 2), (height == 4 ? 0 : 1, width == 4 ? 0 : 1));
    }
}
