using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Networks;
using Figment.Optimizers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Figment.Evaluation.Images;

/// <summary>The progress of training a classifier, after an epoch or within one.</summary>
/// <param name="Epoch">The number of epochs begun, from 1.</param>
/// <param name="Fraction">The fraction of the training that is done, 0 to 1.</param>
/// <param name="Loss">The cross-entropy of a recent step, in nats.</param>
/// <param name="TestAccuracy">The share of held-out images classified correctly, if it was just measured; otherwise null.</param>
internal sealed record ClassifierProgress(int Epoch, double Fraction, double Loss, double? TestAccuracy);

/// <summary>Trains a classifier for any purpose.</summary>
/// <param name="data">Labelled images, on the device to train on.</param>
/// <param name="learning">The indices of the images to learn from, [N], int64.</param>
/// <param name="options">How to train.</param>
/// <param name="measure">Returns the share of held-out images that a network classifies correctly.</param>
internal sealed class ClassifierFit(
    ImageDataset data,
    Tensor learning,
    ClassifierOptions options,
    Func<ConvClassifier, double> measure
)
{
    private const int ReportEvery = 50,
        MaxAccuracyImages = 1_000;

    // The first steps are slower than later ones.
    private const int FirstSteps = 4,
        TimedSteps = 8;

    /// <summary>The number of images per step.</summary>
    internal int BatchSize { get; } = (int)Math.Min(options.BatchSize, learning.shape[0]);

    /// <summary>The number of steps in which every image is shown once.</summary>
    internal long StepsPerEpoch => learning.shape[0] / BatchSize;

    /// <summary>
    /// The maximum number of steps; null for the number that follows from <see cref="ClassifierOptions.Epochs"/>.
    /// </summary>
    internal long? Steps { get; init; }

    /// <summary>
    /// The number of steps from one measurement to the next, including one at the end; null measures after each epoch.
    /// </summary>
    internal long? MeasureEvery { get; init; }

    /// <summary>The time limit, which may reduce the number of steps; null for none.</summary>
    internal TimeSpan? Limit { get; init; }

    /// <summary>The clock for <see cref="Limit"/>.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Trains a network.</summary>
    /// <param name="network">The network with its initial weights, on the device of the data.</param>
    /// <param name="random">Decides the order of images and how each is changed.</param>
    /// <param name="progress">Receives the progress on the training thread.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <returns>The number of steps taken, and the share of held-out images that are classified correctly after them.</returns>
    internal (long Steps, double Accuracy) Run(
        ConvClassifier network,
        SeededRandom random,
        IProgress<ClassifierProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using FusedAdam optimizer = new([network], weightDecay: options.WeightDecay);
        using ShuffledOrder shuffled = new((int)learning.shape[0], random);
        double accuracy = 0,
            loss = 0;
        long steps = Steps ?? StepsPerEpoch * options.Epochs,
            every = MeasureEvery ?? StepsPerEpoch;
        long begun = Clock.GetTimestamp(),
            timed = begun;
        for (long step = 0; step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // --- How many steps fit into the time.
            if (step == FirstSteps)
                timed = Clock.GetTimestamp();
            if (step == FirstSteps + TimedSteps && Limit is TimeSpan limit)
                steps = Affordable(steps, step, limit - Clock.GetElapsedTime(begun), Clock.GetElapsedTime(timed) / TimedSteps);
            bool isLast = step + 1 == steps || Limit < Clock.GetElapsedTime(begun);

            // --- One step.
            using (NewDisposeScope())
            using (Generator generator = random.Generator("augmentation", step))
            {
                Batch images = data.Gather(learning.index_select(0, shuffled.Take(step * BatchSize, BatchSize)));
                network.train();
                optimizer.ZeroGradients();
                Tensor stepLoss = cross_entropy(
                    network.call(Augmentation.Apply(images.Items, options, generator)),
                    images.Labels!
                );
                stepLoss.backward();
                optimizer.Step(options.LearningRate * Schedule((double)step / steps));
                if (step % ReportEvery == 0)
                    loss = stepLoss.item<float>();
            }

            // --- Reports.
            bool isMeasured = isLast || (step + 1) % every == 0;
            if (isMeasured)
                accuracy = measure(network);
            if (isMeasured || step % ReportEvery == 0)
                progress?.Report(
                    new ClassifierProgress(
                        (int)(step / StepsPerEpoch) + 1,
                        isLast ? 1 : (step + 1.0) / steps,
                        loss,
                        isMeasured ? accuracy : null
                    )
                );
            if (isLast)
                return (step + 1, accuracy);
        }

        return (0, accuracy);
    }

    /// <summary>Returns the share of images that a network classifies correctly.</summary>
    /// <param name="network">The network to measure.</param>
    /// <param name="data">The images.</param>
    /// <param name="indices">The indices of the images to use, [N], int64.</param>
    internal static double Accuracy(ConvClassifier network, ImageDataset data, Tensor indices)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        network.eval();
        long correct = 0;
        foreach (Tensor block in indices.split(MaxAccuracyImages))
        {
            using DisposeScope blockScope = NewDisposeScope();
            Batch batch = data.Gather(block);
            correct += network.call(batch.Items).argmax(1).eq(batch.Labels!).sum().item<long>();
        }

        return (double)correct / indices.shape[0];
    }

    /// <summary>Rises from 0 to 1 over the first tenth, and then falls along a cosine to 0.</summary>
    private static double Schedule(double done) =>
        done < 0.1 ? (done + 1e-3) / 0.101 : 0.5 * (1 + Math.Cos(Math.PI * (done - 0.1) / 0.9));

    /// <summary>
    /// Returns the number of steps that fit into the time: all, or ¾, ½, ⅜, ¼ … of them. With these coarse fractions, a few
    /// milliseconds more or less rarely change the resulting network.
    /// </summary>
    private static long Affordable(long steps, long done, TimeSpan left, TimeSpan each)
    {
        long fitting = done + Math.Max(1, (long)(left / each));
        long whole = steps;
        while (whole > fitting && whole > 1)
        {
            if (whole / 4 * 3 <= fitting)
                return Math.Max(done + 1, whole / 4 * 3);
            whole /= 2;
        }

        return Math.Max(done + 1, whole);
    }
}
