using static TorchSharp.torch.nn;

namespace Figment.Benchmarks.HandWritten;

/// <summary><c>dcgan</c>: convolutional networks, told the class.</summary>
internal sealed class ConvGan(ImageBatches batches)
    : Adversarial(
        batches,
        () =>
            Sequential(
                Linear(LatentSize + Classes, 64 * 7 * 7, hasBias: false),
                Unflatten(1, [64, 7, 7]),
                BatchNorm2d(64),
                LeakyReLU(Slope, inplace: true),
                ConvTranspose2d(64, 32, 4, 2, 1, bias: false),
                BatchNorm2d(32),
                LeakyReLU(Slope, inplace: true),
                ConvTranspose2d(32, 1, 4, 2, 1),
                Sigmoid()
            ),
        Sequential(
            Conv2d(1, 32, 4, 2, 1),
            LeakyReLU(Slope, inplace: true),
            Conv2d(32, 64, 4, 2, 1),
            LeakyReLU(Slope, inplace: true),
            Flatten(),
            Linear(64 * 7 * 7, 256),
            LeakyReLU(Slope, inplace: true),
            Linear(256, Classes)
        ),
        isConditional: true,
        4e-3
    );
