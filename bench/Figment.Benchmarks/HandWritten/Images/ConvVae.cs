using static TorchSharp.torch.nn;

namespace Figment.Benchmarks.HandWritten;

/// <summary><c>conv-vae</c>: convolutions over patches of 4 × 4 pixels.</summary>
internal sealed class ConvVae(ImageBatches batches)
    : Variational(
        batches,
        Sequential(
            Conv2d(1, 32, 4, 4),
            SiLU(),
            Conv2d(32, 32, 3, padding: 1),
            SiLU(),
            Flatten(),
            Linear(32 * 7 * 7, 256),
            SiLU(),
            Linear(256, 2 * LatentSize)
        ),
        Sequential(
            Linear(LatentSize, 256),
            SiLU(),
            Linear(256, 32 * 7 * 7),
            SiLU(),
            Unflatten(1, [32, 7, 7]),
            Conv2d(32, 32, 3, padding: 1),
            SiLU(),
            Conv2d(32, 16, 3, padding: 1),
            PixelShuffle(4)
        ),
        4e-3
    );
