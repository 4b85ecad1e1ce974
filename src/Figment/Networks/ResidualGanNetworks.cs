using Figment.Imaging;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// Residual networks without normalisation, G and D mirrored, after Y. Huang et al., "The GAN is dead; long live the GAN!",
/// 2024, section 3, small enough for a processor. Heights and widths are multiples of 4.
/// </summary>
public static class ResidualGanNetworks
{
    /// <summary>Latent → block at a quarter of height and width with 2·width channels → block at half with width → pixels (sigmoid).</summary>
    /// <param name="inputSize">Numbers per latent vector, and one per class.</param>
    /// <param name="shape">The images to make.</param>
    /// <param name="width">Channels at half of height and width.</param>
    /// <param name="random">Where the first weights come from.</param>
    /// <exception cref="FigmentException">Height or width is no multiple of 4.</exception>
    public static Sequential Generator(int inputSize, ImageShape shape, int width, Generator random)
    {
        (int height, int wide) = ConvGanNetworks.Quarter(shape);
        return FixupBlock.BeginAsIdentity(Sequential(
            Linear(inputSize, 2 * width * height * wide), Unflatten(1, [2 * width, height, wide]),
            new FixupBlock(2 * width), Conv2d(2 * width, width, 1), Upsample(scale_factor: [2, 2], mode: UpsampleMode.Bilinear, align_corners: false),
            new FixupBlock(width), LeakyReLU(0.2), ConvTranspose2d(width, shape.Channels, 4, 2, 1), Sigmoid()).HeNormal(random));
    }

    /// <summary>Pixels → block at half of height and width with width channels → block at a quarter with 2·width → logits.</summary>
    /// <param name="shape">The images to judge.</param>
    /// <param name="outputs">1, or the number of classes.</param>
    /// <param name="width">Channels at half of height and width.</param>
    /// <param name="random">Where the first weights come from.</param>
    /// <exception cref="FigmentException">Height or width is no multiple of 4.</exception>
    public static Sequential Discriminator(ImageShape shape, int outputs, int width, Generator random)
    {
        (int height, int wide) = ConvGanNetworks.Quarter(shape);
        return FixupBlock.BeginAsIdentity(Sequential(
            Conv2d(shape.Channels, width, 4, 2, 1), new FixupBlock(width),
            AvgPool2d(2), Conv2d(width, 2 * width, 1), new FixupBlock(2 * width),
            LeakyReLU(0.2), Flatten(), Linear(2 * width * height * wide, 4 * width), LeakyReLU(0.2), Linear(4 * width, outputs)).HeNormal(random));
    }
}
