using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Networks;
using Figment.Optimizers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Figment.Evaluation.Images;

/// <summary>Where the training of a classifier stands, after an epoch or within one.</summary>
/// <param name="Epoch">Epochs begun, from 1.</param>
/// <param name="Fraction">What part of the whole training is done, 0 to 1.</param>
/// <param name="Loss">The cross-entropy, in nats, of one of the latest steps.</param>
/// <param name="TestAccuracy">The share of held-out images classified rightly, where it was measured now; otherwise null.</param>
internal sealed record ClassifierProgress(int Epoch, double Fraction, double Loss, double? TestAccuracy);

/// <summary>The steps of a classifier's training, whatever they are for.</summary>
/// <param name="data">Labelled images, on the device to train on.</param>
/// <param name="learning">Which of them it learns from, [N], int64.</param>
/// <param name="options">How to train.</param>
/// <param name="measure">The share of held-out images that a network classifies rightly.</param>
internal sealed class ClassifierFit(
    ImageDataset data,
    Tensor learning,
    ClassifierOptions options,
    Func<ConvClassifier, double> measure
)
{
    private const int ReportEvery = 50,
        MaxAccuracyImages = 1_000;

    // The first steps are slower than those that follow.
    private const int FirstSteps = 4,
        TimedSteps = 8;

    /// <summary>Images per step.</summary>
    internal int BatchSize { get; } = (int)Math.Min(options.BatchSize, learning.shape[0]);

    /// <summary>Steps that show every image once.</summary>
    internal long StepsPerEpoch => learning.shape[0] / BatchSize;

    /// <summary>Steps to make at most; null makes those of <see cref="ClassifierOptions.Epochs"/>.</summary>
    internal long? Steps { get; init; }

    /// <summary>
    /// Steps from one measurement to the next, the last of them being measured too; null measures after each epoch.
    /// </summary>
    internal long? MeasureEvery { get; init; }

    /// <summary>How long it may take: fewer steps are made where more do not fit; null where it does not matter.</summary>
    internal TimeSpan? Limit { get; init; }

    /// <summary>Measures the time of <see cref="Limit"/>.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Trains a network.</summary>
    /// <param name="network">The network, with its first weights, on the device of the data.</param>
    /// <param name="random">Decides the order of images and how each is changed.</param>
    /// <param name="progress">Hears of it on the training thread.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Steps that were made, and the share of held-out images that are classified rightly after them.</returns>
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

            // --- How many steps there is time for.
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

    /// <summary>The share of images that a network classifies rightly.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The images.</param>
    /// <param name="indices">Which of them, [N], int64.</param>
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

    /// <summary>From 0 to 1 over the first tenth, then along a cosine to 0.</summary>
    private static double Schedule(double done) =>
        done < 0.1 ? (done + 1e-3) / 0.101 : 0.5 * (1 + Math.Cos(Math.PI * (done - 0.1) / 0.9));

    /// <summary>
    /// The steps that there is time for: all, or ¾, ½, ⅜, ¼ … of them. So a few milliseconds more or less mostly make no
    /// other network.
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
