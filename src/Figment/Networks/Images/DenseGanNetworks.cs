using Figment.Imaging;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// Fully connected networks of the tutorial's size, built so that gradients do not vanish: they use leaky rectifiers, preceded in
/// G (but not in D) by batch normalisation.
/// </summary>
public static class DenseGanNetworks
{
    private const double Slope = 0.2;

    /// <summary>
    /// Builds the generator: latent → 256 → 512 → 1024 (each with batch normalisation, then LeakyReLU) → pixels (sigmoid).
    /// </summary>
    /// <param name="inputSize">The number of values in a latent vector, plus one per class.</param>
    /// <param name="shape">The shape of the images to make.</param>
    public static Sequential Generator(int inputSize, ImageShape shape) =>
        new LayerChain(
            Linear(inputSize, 256),
            new BatchNormalization(256),
            new LeakyRectifier(Slope, inplace: true),
            Linear(256, 512),
            new BatchNormalization(512),
            new LeakyRectifier(Slope, inplace: true),
            Linear(512, 1024),
            new BatchNormalization(1024),
            new LeakyRectifier(Slope, inplace: true),
            Linear(1024, shape.Size),
            Sigmoid(),
            Unflatten(1, [shape.Channels, shape.Height, shape.Width])
        );

    /// <summary>Builds the discriminator: pixels → 512 → 256 (each with LeakyReLU) → logits.</summary>
    /// <param name="shape">The shape of the images to judge.</param>
    /// <param name="outputs">1, or the number of classes.</param>
    /// <param name="spectralNorm">Whether spectral normalisation holds the largest singular value of every layer at 1.</param>
    public static Sequential Discriminator(ImageShape shape, int outputs, bool spectralNorm)
    {
        Module<Tensor, Tensor> Layer(int inputs, int size) =>
            spectralNorm ? new SpectralNorm(Linear(inputs, size)) : Linear(inputs, size);
        return Sequential(
            Flatten(),
            Layer(shape.Size, 512),
            new LeakyRectifier(Slope),
            Layer(512, 256),
            new LeakyRectifier(Slope),
            Layer(256, outputs)
        );
    }
}
