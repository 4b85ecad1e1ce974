using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;
using Module = TorchSharp.torch.nn.Module;

namespace Figment.Benchmarks.HandWritten;

/// <summary>The tutorial's GAN: two updates of D, one of G through a frozen D.</summary>
internal sealed class Classic : HandWrittenLoop
{
    private const int LatentSize = 100;
    private readonly ImageBatches batches;
    private readonly Tensor real,
        fake; // the targets, [B, 1]
    private readonly Sequential generator,
        discriminator;
    private readonly Parameter[] discriminatorParameters;
    private readonly Adam generatorOptimizer,
        discriminatorOptimizer;

    /// <summary>Builds its networks.</summary>
    internal Classic(ImageBatches batches)
    {
        this.batches = Own(batches);
        real = Own(ones(batches.Size, 1));
        fake = Own(zeros(batches.Size, 1));
        generator = Own(
            Sequential(
                Linear(LatentSize, 256),
                ReLU(),
                BatchNorm1d(256, 1e-3, 0.01),
                Linear(256, 512),
                ReLU(),
                BatchNorm1d(512, 1e-3, 0.01),
                Linear(512, 1024),
                ReLU(),
                BatchNorm1d(1024, 1e-3, 0.01),
                Linear(1024, 784),
                Sigmoid(),
                Unflatten(1, [1, 28, 28])
            )
        );
        discriminator = Own(Sequential(Flatten(), Linear(784, 512), ReLU(), Linear(512, 256), ReLU(), Linear(256, 1)));
        discriminatorParameters = [.. discriminator.parameters()];
        generatorOptimizer = Own(optim.Adam(generator.parameters(), 1e-3, 0.9, 0.999, 1e-7));
        discriminatorOptimizer = Own(optim.Adam(discriminatorParameters, 1e-3, 0.9, 0.999, 1e-7));
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<Module> Networks => [generator, discriminator];

    /// <inheritdoc/>
    protected override Tensor[] Step(int step, double fraction)
    {
        (Tensor realLoss, Tensor realAccuracy) = UpdateDiscriminator(batches.Next().Images, real);
        Tensor fakes;
        using (no_grad())
            fakes = generator.call(randn(batches.Size, LatentSize));
        (Tensor fakeLoss, Tensor fakeAccuracy) = UpdateDiscriminator(fakes, fake);

        foreach (Parameter parameter in discriminatorParameters)
            parameter.requires_grad_(false);
        generatorOptimizer.zero_grad();
        Tensor logits = discriminator.call(generator.call(randn(batches.Size, LatentSize)));
        Tensor generatorLoss = binary_cross_entropy_with_logits(logits, real);
        generatorLoss.backward();
        generatorOptimizer.step();
        foreach (Parameter parameter in discriminatorParameters)
            parameter.requires_grad_(true);

        Tensor discriminatorLoss = realLoss.detach().add(fakeLoss.detach(), Held.One).mul_(Held.Half);
        return [discriminatorLoss, generatorLoss.detach(), realAccuracy, fakeAccuracy];
    }

    private (Tensor Loss, Tensor Accuracy) UpdateDiscriminator(Tensor images, Tensor targets)
    {
        discriminatorOptimizer.zero_grad();
        Tensor logits = discriminator.call(images);
        Tensor loss = binary_cross_entropy_with_logits(logits, targets);
        loss.backward();
        discriminatorOptimizer.step();
        return (loss, logits.detach().gt(Held.Zero).eq(targets).to(ScalarType.Float32).mean());
    }
}
