using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;
using Module = TorchSharp.torch.nn.Module;

namespace Figment.Benchmarks.HandWritten;

/// <summary>
/// What the presets of GANs except the tutorial's do in a step: one batch of fakes, D on both at once and every fourth time with
/// a gradient penalty, G through the frozen D, the average of G. By default the loss is the non-saturating one and the penalty is
/// R1.
/// </summary>
internal abstract class Adversarial : HandWrittenLoop
{
    /// <summary>Numbers per latent vector.</summary>
    protected const int LatentSize = 64;

    /// <summary>The slope of rectifiers below 0.</summary>
    protected const double Slope = 0.2;

    /// <summary>MNIST's classes.</summary>
    protected const int Classes = 10;

    private const int PenaltyEvery = 4;
    private const double HalfLife = 40_000,
        Decay = 0.2;
    private readonly ImageBatches batches;
    private readonly Sequential generator,
        discriminator;
    private readonly bool isConditional;
    private readonly double learningRate;
    private readonly AveragedWeights average;
    private readonly Parameter[] discriminatorParameters;
    private readonly Adam generatorOptimizer,
        discriminatorOptimizer;

    /// <summary>Takes networks over.</summary>
    /// <param name="batches">The images.</param>
    /// <param name="generator">Makes G; called once more for its average.</param>
    /// <param name="discriminator">D, of one logit or of one for each class.</param>
    /// <param name="isConditional">Whether both are conditioned on the class.</param>
    /// <param name="learningRate">Adam's step size.</param>
    protected Adversarial(
        ImageBatches batches,
        Func<Sequential> generator,
        Sequential discriminator,
        bool isConditional,
        double learningRate
    )
    {
        this.batches = Own(batches);
        this.isConditional = isConditional;
        this.learningRate = learningRate;
        this.generator = Own(generator());
        this.discriminator = Own(discriminator);
        average = Own(new AveragedWeights(this.generator, generator(), HalfLife));
        discriminatorParameters = [.. discriminator.parameters()];
        generatorOptimizer = Own(optim.Adam(this.generator.parameters(), learningRate, 0, 0.99, 1e-8));
        discriminatorOptimizer = Own(optim.Adam(discriminatorParameters, learningRate, 0, 0.99, 1e-8));
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<Module> Networks => [generator, discriminator];

    /// <summary>The γ / 2 of R1 and R2, or λ, multiplied by the number of steps per penalty.</summary>
    protected static double PenaltyWeight(double weight) => weight * PenaltyEvery;

    /// <summary>What D minimises, given its logits for real and generated images, [B] each.</summary>
    protected virtual Tensor DiscriminatorLoss(Tensor real, Tensor fake) =>
        logsigmoid(real).mean().add(logsigmoid(fake.neg()).mean(), Held.One).neg();

    /// <summary>What G minimises.</summary>
    /// <param name="real">Real images as D sees them.</param>
    /// <param name="fake">Made ones.</param>
    /// <param name="labels">The class of each; null without classes.</param>
    protected virtual Tensor GeneratorLoss(Tensor real, Tensor fake, Tensor? labels) =>
        logsigmoid(Judge(fake, labels)).mean().neg();

    /// <summary>The penalty that restrains D, with its weight.</summary>
    /// <inheritdoc cref="GeneratorLoss"/>
    protected virtual Tensor Penalty(Tensor real, Tensor fake, Tensor? labels) =>
        GradientSquares(real, labels).mean().mul(Held.Two);

    /// <summary>D's logits for real and made images, in one pass.</summary>
    /// <inheritdoc cref="GeneratorLoss"/>
    protected (Tensor Real, Tensor Fake) JudgeBoth(Tensor real, Tensor fake, Tensor? labels)
    {
        Tensor[] logits = Judge(cat([real, fake]), labels is null ? null : cat([labels, labels])).chunk(2);
        return (logits[0], logits[1]);
    }

    /// <summary>‖∇D(x)‖² of each image, [B].</summary>
    protected Tensor GradientSquares(Tensor images, Tensor? labels)
    {
        Tensor x = images.detach().requires_grad_(true);
        Tensor gradient = autograd.grad([Judge(x, labels).sum()], [x], retain_graph: true, create_graph: true)[0];
        return gradient.flatten(1).pow(Held.Two).sum([1]);
    }

    /// <inheritdoc/>
    protected override Tensor[] Step(int step, double fraction)
    {
        double rate = learningRate * Math.Min(1, (1 - fraction) / Decay);
        SetRate(generatorOptimizer, rate);
        SetRate(discriminatorOptimizer, rate);
        (Tensor images, Tensor allLabels) = batches.Next();
        Tensor? labels = isConditional ? allLabels : null;
        Tensor latents = randn(batches.Size, LatentSize);
        if (labels is not null)
            latents = cat([latents, one_hot(labels, Classes).to(ScalarType.Float32)], 1);
        Tensor fakes = generator.call(latents),
            real = Shown(images);

        discriminatorOptimizer.zero_grad();
        Tensor seen = Shown(fakes.detach());
        (Tensor realLogits, Tensor fakeLogits) = JudgeBoth(real, seen, labels);
        Tensor loss = DiscriminatorLoss(realLogits, fakeLogits),
            total = loss;
        if (step % PenaltyEvery == 0)
            total = loss.add(Penalty(real, seen, labels), Held.One);
        total.backward();
        discriminatorOptimizer.step();

        foreach (Parameter parameter in discriminatorParameters)
            parameter.requires_grad_(false);
        generatorOptimizer.zero_grad();
        Tensor generatorLoss = GeneratorLoss(real, Shown(fakes), labels);
        generatorLoss.backward();
        generatorOptimizer.step();
        foreach (Parameter parameter in discriminatorParameters)
            parameter.requires_grad_(true);

        average.Follow(batches.Size, (step + 1L) * batches.Size);
        return
        [
            loss.detach(),
            generatorLoss.detach(),
            realLogits.detach().gt(Held.Zero).to(ScalarType.Float32).mean(),
            fakeLogits.detach().le(Held.Zero).to(ScalarType.Float32).mean(),
        ];
    }

    protected Tensor Judge(Tensor images, Tensor? labels)
    {
        Tensor logits = discriminator.call(images);
        return labels is null ? logits.flatten() : logits.gather(1, labels.unsqueeze(1)).squeeze(1);
    }

    /// <summary>[0, 1] to [−1, 1].</summary>
    private static Tensor Shown(Tensor images) => images.mul(Held.Two).sub(Held.One);
}
