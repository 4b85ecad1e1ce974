using static TorchSharp.torch.nn;

namespace Figment.Benchmarks.HandWritten;

/// <summary><c>vae</c>: dense networks.</summary>
internal sealed class DenseVae(ImageBatches batches)
    : Variational(
        batches,
        Sequential(Flatten(), Linear(784, 512), SiLU(), Linear(512, 512), SiLU(), Linear(512, 2 * LatentSize)),
        Sequential(Linear(LatentSize, 512), SiLU(), Linear(512, 512), SiLU(), Linear(512, 784), Unflatten(1, [1, 28, 28])),
        2e-3
    );
