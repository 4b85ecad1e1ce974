using Figment.Data.Images;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace Figment.Benchmarks;

/// <summary>
/// The tutorial's GAN written straight in TorchSharp, as someone who knows TorchSharp writes it: what Figment's training
/// is compared with. The same networks, the same order of updates, the same numbers gathered on the way.
/// </summary>
internal sealed class HandWrittenClassic : IStepLoop
{
    private const int LatentSize = 100;
    private readonly int batchSize;
    private readonly Tensor pixels; // [60000, 1, 28, 28], uint8
    private readonly Tensor real, fake; // the targets, [B, 1]
    private readonly Tensor[] totals;
    private readonly Sequential generator, discriminator;
    private readonly Parameter[] discriminatorParameters;
    private readonly Adam generatorOptimizer, discriminatorOptimizer;
    private Tensor? order;
    private long position;

    internal HandWrittenClassic(ImageDataset data, int batchSize)
    {
        this.batchSize = batchSize;
        pixels = Bytes(data);
        (real, fake) = (ones(batchSize, 1), zeros(batchSize, 1));
        totals = [.. Enumerable.Range(0, 4).Select(_ => zeros([]))];
        generator = Sequential(
            Linear(LatentSize, 256), ReLU(), BatchNorm1d(256, 1e-3, 0.01),
            Linear(256, 512), ReLU(), BatchNorm1d(512, 1e-3, 0.01),
            Linear(512, 1024), ReLU(), BatchNorm1d(1024, 1e-3, 0.01),
            Linear(1024, 784), Sigmoid(), Unflatten(1, [1, 28, 28]));
        discriminator = Sequential(Flatten(), Linear(784, 512), ReLU(), Linear(512, 256), ReLU(), Linear(256, 1));
        discriminatorParameters = [.. discriminator.parameters()];
        generatorOptimizer = optim.Adam(generator.parameters(), 1e-3, 0.9, 0.999, 1e-7);
        discriminatorOptimizer = optim.Adam(discriminator.parameters(), 1e-3, 0.9, 0.999, 1e-7);
    }

    public StepTimes Run(int steps)
    {
        generator.train();
        discriminator.train();
        StepClock clock = new(steps);
        clock.GetTimestamp();
        for (int step = 0; step < steps; step++)
        {
            using (NewDisposeScope()) Step();
            clock.GetTimestamp();
        }

        return clock.Times();
    }

    public void Dispose()
    {
        foreach (IDisposable? owned in (IDisposable?[])[pixels, real, fake, .. totals, order, generatorOptimizer, discriminatorOptimizer, generator, discriminator])
            owned?.Dispose();
    }

    private void Step()
    {
        Tensor images = NextBatch();
        (Tensor realLoss, Tensor realAccuracy) = UpdateDiscriminator(images, real);
        Tensor fakes;
        using (no_grad()) fakes = generator.call(randn(batchSize, LatentSize));
        (Tensor fakeLoss, Tensor fakeAccuracy) = UpdateDiscriminator(fakes, fake);

        foreach (Parameter parameter in discriminatorParameters) parameter.requires_grad_(false);
        generatorOptimizer.zero_grad();
        Tensor logits = discriminator.call(generator.call(randn(batchSize, LatentSize)));
        Tensor generatorLoss = binary_cross_entropy_with_logits(logits, real);
        generatorLoss.backward();
        generatorOptimizer.step();
        foreach (Parameter parameter in discriminatorParameters) parameter.requires_grad_(true);

        totals[0].add_((realLoss.detach() + fakeLoss.detach()) / 2);
        totals[1].add_(generatorLoss.detach());
        totals[2].add_(realAccuracy);
        totals[3].add_(fakeAccuracy);
    }

    private (Tensor Loss, Tensor Accuracy) UpdateDiscriminator(Tensor images, Tensor targets)
    {
        discriminatorOptimizer.zero_grad();
        Tensor logits = discriminator.call(images);
        Tensor loss = binary_cross_entropy_with_logits(logits, targets);
        loss.backward();
        discriminatorOptimizer.step();
        return (loss, logits.detach().gt(0).eq(targets).to(ScalarType.Float32).mean());
    }

    private Tensor NextBatch()
    {
        if (order is null || position + batchSize > order.shape[0])
        {
            order?.Dispose();
            order = randperm(pixels.shape[0], ScalarType.Int64).DetachFromDisposeScope();
            position = 0;
        }

        Tensor indices = order.narrow(0, position, batchSize);
        position += batchSize;
        return pixels.index_select(0, indices).to(ScalarType.Float32).div_(255);
    }

    private static Tensor Bytes(ImageDataset data)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor bytes = empty([data.Count, 1, 28, 28], ScalarType.Byte);
        foreach (Tensor indices in arange(data.Count, ScalarType.Int64).split(1000))
        {
            using DisposeScope block = NewDisposeScope();
            bytes.index_copy_(0, indices, data.Gather(indices).Items.mul(255).round().to(ScalarType.Byte));
        }

        return bytes.MoveToOuterDisposeScope();
    }
}
