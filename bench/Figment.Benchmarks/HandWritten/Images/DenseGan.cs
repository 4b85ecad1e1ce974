using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Figment.Benchmarks.HandWritten;

/// <summary><c>gan</c>: dense networks, told the class.</summary>
internal sealed class DenseGan(ImageBatches batches)
    : Adversarial(batches, () => Generator(LatentSize + Classes), Discriminator(Classes), isConditional: true, 1.5e-3)
{
    /// <summary>Batch normalisation before each leaky rectifier.</summary>
    /// <param name="inputs">Numbers per latent vector, and one per class.</param>
    internal static Sequential Generator(int inputs) =>
        Sequential(
            Linear(inputs, 256),
            BatchNorm1d(256),
            LeakyReLU(Slope, inplace: true),
            Linear(256, 512),
            BatchNorm1d(512),
            LeakyReLU(Slope, inplace: true),
            Linear(512, 1024),
            BatchNorm1d(1024),
            LeakyReLU(Slope, inplace: true),
            Linear(1024, 784),
            Sigmoid(),
            Unflatten(1, [1, 28, 28])
        );

    /// <summary>No normalisation.</summary>
    /// <param name="outputs">1, or one per class.</param>
    internal static Sequential Discriminator(int outputs) =>
        Sequential(Flatten(), Linear(784, 512), LeakyReLU(Slope), Linear(512, 256), LeakyReLU(Slope), Linear(256, outputs));
}
