using Figment.Backend;
using Figment.Data;
using Figment.Imaging;
using Figment.Models;
using static TorchSharp.torch;

namespace Figment.Training;

/// <summary>The one training loop. It reports; it neither prints nor writes, and knows no family of models.</summary>
/// <remarks>
/// Train one model at a time in a process where its modules draw by themselves (dropout): libtorch's shared generator
/// is seeded before each step.
/// </remarks>
public static class Trainer
{
    /// <summary>Trains a model. Same model, data, options, device and threads: the same weights, bit for bit.</summary>
    /// <param name="model">The model, on the device to train on.</param>
    /// <param name="data">Images of the model's shape; moved to the model's device.</param>
    /// <param name="options">How long, in what batches, from which seed; null takes the defaults.</param>
    /// <param name="progress">
    /// Hears of every report, on the training thread and before the next step, so that whoever writes files keeps
    /// pace (<see cref="TrainingProgress.Listener"/>; .NET's own <see cref="Progress{T}"/> reports later, on other
    /// threads, in no order). What it throws ends the training.
    /// </param>
    /// <param name="clock">Measures time; null is the system's.</param>
    /// <param name="cancellationToken">Ends the training after the step under way; the result says so.</param>
    /// <exception cref="OptionsException">Options are out of range; all problems are listed.</exception>
    /// <exception cref="FigmentException">Images and model have different shapes or classes.</exception>
    public static TrainingResult Fit(
        GenerativeModel model,
        ImageDataset data,
        TrainingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new TrainingOptions();
        clock ??= TimeProvider.System;
        OptionsValidator.ThrowIfInvalid(options);
        if (data.Shape != model.Shape)
            throw new FigmentException($"The images are {data.Shape} and the model makes {model.Shape}. Build the model for the shape of the data.");
        if (model.IsConditional && data.ClassCounts.Count != model.ClassCounts.Count)
            throw new FigmentException($"The model makes images of {model.ClassCounts.Count} classes and the data has {data.ClassCounts.Count}. Build the model for the classes of the data.");

        // --- What the run draws from. Every draw depends on seed, purpose and step alone.
        data.To(model.Device);
        SeededRandom random = new(options.Seed);
        using ShuffledOrder order = new(data.Count, random);
        using MeasureTotals totals = new();
        SampleSchedule schedule = new(options);
        long start = clock.GetTimestamp(), step = 0;
        TimeSpan elapsed = TimeSpan.Zero;
        Report(withSamples: true, isLast: false);

        while (true)
        {
            // --- One step, and one scope for all that it allocates.
            using (NewDisposeScope())
            using (Generator generator = random.Generator("step", step))
            {
                random.SeedSharedGenerator("modules", step);
                TrainingMoment moment = new(step, step * options.BatchSize, Math.Min(Fraction(), 1 - 1e-6));
                Batch batch = data.Gather(order.Take(step * options.BatchSize, options.BatchSize));
                totals.Add(TorchFailure.Explain("in a training step", $"If this is about memory, train with a smaller batch than {options.BatchSize}.", () => model.TrainStep(batch, moment, generator)));
            }

            step++;

            // --- Reports, pictures, the end.
            elapsed = clock.GetElapsedTime(start);
            bool isLast = cancellationToken.IsCancellationRequested || Fraction() >= 1;
            bool withSamples = schedule.IsDue(step, elapsed) || isLast;
            if (withSamples || step % options.ReportEvery == 0) Report(withSamples, isLast);
            if (isLast) return new TrainingResult(step, step * options.BatchSize, elapsed, WasCancelled: Fraction() < 1);
        }

        double Fraction() => Math.Min(1, options.Length.Steps is long steps ? (double)step / steps : elapsed / options.Length.Time!.Value);

        void Report(bool withSamples, bool isLast)
        {
            if (progress is null) return;
            progress.Report(new TrainingProgress
            {
                Step = step,
                Images = step * options.BatchSize,
                Elapsed = elapsed,
                Fraction = Fraction(),
                Measures = totals.Take(),
                Samples = withSamples ? DrawSamples(model, options) : null,
                IsLast = isLast,
            });
        }
    }

    /// <summary>As <see cref="Fit"/>, on a thread of its own.</summary>
    /// <inheritdoc cref="Fit"/>
    public static Task<TrainingResult> FitAsync(
        GenerativeModel model,
        ImageDataset data,
        TrainingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default) =>
        Task.Factory.StartNew(
            () => Fit(model, data, options, progress, clock, cancellationToken),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static ImageBatch DrawSamples(GenerativeModel model, TrainingOptions options)
    {
        // Of a conditional model, each class in turn.
        using Tensor samples = model.Sample(options.SampleCount, new SampleOptions { Seed = options.Seed, Classes = [.. Enumerable.Range(0, model.ClassCounts.Count)] });
        return ImageBatch.FromTensor(samples);
    }
}
