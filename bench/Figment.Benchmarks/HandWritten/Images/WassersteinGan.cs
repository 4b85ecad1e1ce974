using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Benchmarks.HandWritten;

/// <summary><c>wgan-gp</c>: the dense networks without classes, the Wasserstein loss and its penalty between images.</summary>
internal sealed class WassersteinGan(ImageBatches batches)
    : Adversarial(batches, () => DenseGan.Generator(LatentSize), DenseGan.Discriminator(1), isConditional: false, 1.5e-3)
{
    private static readonly Scalar Weight = PenaltyWeight(10),
        Tiny = 1e-12;

    /// <inheritdoc/>
    protected override Tensor DiscriminatorLoss(Tensor real, Tensor fake) => fake.mean() - real.mean();

    /// <inheritdoc/>
    protected override Tensor GeneratorLoss(Tensor real, Tensor fake, Tensor? labels) => Judge(fake, labels).mean().neg();

    /// <inheritdoc/>
    protected override Tensor Penalty(Tensor real, Tensor fake, Tensor? labels)
    {
        Tensor between = fake.lerp(real, rand(real.shape[0], 1, 1, 1));
        Tensor lengths = GradientSquares(between, labels).add(Tiny, Held.One).sqrt();
        return lengths.sub(Held.One).pow(Held.Two).mean().mul(Weight);
    }
}
