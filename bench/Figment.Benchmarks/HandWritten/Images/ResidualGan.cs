using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace Figment.Benchmarks.HandWritten;

/// <summary><c>r3gan</c>: residual networks without normalisation, the relativistic loss, R1 and R2.</summary>
internal sealed class ResidualGan(ImageBatches batches)
    : Adversarial(
        batches,
        () =>
            Sequential(
                Linear(LatentSize, 64 * 7 * 7),
                Unflatten(1, [64, 7, 7]),
                new Block(64),
                Conv2d(64, 32, 1),
                Upsample(scale_factor: [2, 2], mode: UpsampleMode.Bilinear, align_corners: false),
                new Block(32),
                LeakyReLU(Slope),
                ConvTranspose2d(32, 1, 4, 2, 1),
                Sigmoid()
            ),
        Sequential(
            Conv2d(1, 32, 4, 2, 1),
            new Block(32),
            AvgPool2d(2),
            Conv2d(32, 64, 1),
            new Block(64),
            LeakyReLU(Slope),
            Flatten(),
            Linear(64 * 7 * 7, 128),
            LeakyReLU(Slope),
            Linear(128, 1)
        ),
        isConditional: false,
        1.5e-3
    )
{
    /// <inheritdoc/>
    protected override Tensor DiscriminatorLoss(Tensor real, Tensor fake) => logsigmoid(real - fake).mean().neg();

    /// <inheritdoc/>
    protected override Tensor GeneratorLoss(Tensor real, Tensor fake, Tensor? labels)
    {
        (Tensor realLogits, Tensor fakeLogits) = JudgeBoth(real, fake, labels);
        return logsigmoid(fakeLogits - realLogits.detach()).mean().neg();
    }

    /// <inheritdoc/>
    protected override Tensor Penalty(Tensor real, Tensor fake, Tensor? labels) =>
        base.Penalty(real, fake, labels).add(GradientSquares(fake, labels).mean().mul(Held.Two), Held.One);

    /// <summary>x and what three convolutions make of it; the last begins at 0.</summary>
    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly Sequential inner;

        internal Block(int channels)
            : base(nameof(Block))
        {
            int wide = 2 * channels;
            Conv2d last = Conv2d(wide, channels, 1);
            init.zeros_(last.weight!);
            init.zeros_(last.bias!);
            inner = Sequential(
                LeakyReLU(Slope),
                Conv2d(channels, wide, 1),
                LeakyReLU(Slope),
                Conv2d(wide, wide, 3, padding: 1, groups: wide / 16),
                LeakyReLU(Slope),
                last
            );
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input.add(inner.call(input), Held.One);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
