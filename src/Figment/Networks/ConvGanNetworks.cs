using Figment.Imaging;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// Small convolutional networks after A. Radford et al., "Unsupervised Representation Learning with Deep Convolutional
/// Generative Adversarial Networks", 2015: strided convolutions instead of pooling, batch normalisation in G alone. Heights
/// and widths are multiples of 4.
/// </summary>
public static class ConvGanNetworks
{
    private const double Slope = 0.2;

    /// <summary>
    /// Latent → a quarter of height and width with 2·width channels → half with width channels → all (sigmoid).
    /// </summary>
    /// <param name="inputSize">Numbers per latent vector, and one per class.</param>
    /// <param name="shape">The images to make.</param>
    /// <param name="width">Channels at half of height and width.</param>
    /// <exception cref="FigmentException">Height or width is no multiple of 4.</exception>
    public static Sequential Generator(int inputSize, ImageShape shape, int width)
    {
        (int height, int wide) = Quarter(shape);
        return Sequential(
            Linear(inputSize, 2 * width * height * wide, hasBias: false), Unflatten(1, [2 * width, height, wide]), BatchNorm2d(2 * width), LeakyReLU(Slope, inplace: true),
            ConvTranspose2d(2 * width, width, 4, 2, 1, bias: false), BatchNorm2d(width), LeakyReLU(Slope, inplace: true),
            ConvTranspose2d(width, shape.Channels, 4, 2, 1), Sigmoid());
    }

    /// <summary>Pixels → half of height and width with width channels → a quarter with 2·width → 8·width → logits.</summary>
    /// <param name="shape">The images to judge.</param>
    /// <param name="outputs">1, or the number of classes.</param>
    /// <param name="width">Channels at half of height and width.</param>
    /// <param name="spectralNorm">Whether every layer's largest singular value is held at 1.</param>
    /// <exception cref="FigmentException">Height or width is no multiple of 4.</exception>
    public static Sequential Discriminator(ImageShape shape, int outputs, int width, bool spectralNorm)
    {
        (int height, int wide) = Quarter(shape);
        Module<Tensor, Tensor> Held(Module<Tensor, Tensor> layer) => spectralNorm ? new SpectralNorm(layer) : layer;
        return Sequential(
            Held(Conv2d(shape.Channels, width, 4, 2, 1)), LeakyReLU(Slope, inplace: true),
            Held(Conv2d(width, 2 * width, 4, 2, 1)), LeakyReLU(Slope, inplace: true), Flatten(),
            Held(Linear(2 * width * height * wide, 8 * width)), LeakyReLU(Slope, inplace: true),
            Held(Linear(8 * width, outputs)));
    }

    /// <summary>A quarter of height and width.</summary>
    /// <exception cref="FigmentException">Height or width is no multiple of 4.</exception>
    internal static (int Height, int Width) Quarter(ImageShape shape) => shape.Height % 4 == 0 && shape.Width % 4 == 0
        ? (shape.Height / 4, shape.Width / 4)
        : throw new FigmentException($"Convolutional networks halve height and width twice, so both must be multiples of 4, and the images are {shape}. Take a dense preset, or make the images {(shape.Height + 3) / 4 * 4}×{(shape.Width + 3) / 4 * 4}.");
}
