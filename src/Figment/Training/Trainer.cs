using Figment.Backend;
using Figment.Data;
using Figment.Models;
using Figment.Optimizers;
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
    /// <param name="data">What the model was made for; moved to the model's device.</param>
    /// <param name="options">How long, in what batches, from which seed; null takes the defaults.</param>
    /// <param name="progress">
    /// Hears of every report, on the training thread and before the next step, so that whoever writes files keeps
    /// pace (<see cref="TrainingProgress.Listener"/>; .NET's own <see cref="Progress{T}"/> reports later, on other
    /// threads, in no order). What it throws ends the training.
    /// </param>
    /// <param name="clock">Measures time; null is the system's.</param>
    /// <param name="cancellationToken">Ends the training after the step under way; the result says so.</param>
    /// <exception cref="OptionsException">Options are out of range; all problems are listed.</exception>
    /// <exception cref="FigmentException">Data and model do not go together.</exception>
    public static TrainingResult Fit(
        TrainableModel model,
        Dataset data,
        TrainingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default
    ) => FitFrom(new TrainingState(), model, data, options, progress, clock, cancellationToken);

    /// <summary>
    /// Trains a model in several processes, each of which calls this with a model of the same build, the same data and the same
    /// options, and learns from its share of every batch. The weights are those of one process that learns from whole batches,
    /// but for how sums are rounded. Reports reach number 0 alone; the training ends when its time is over, or any process is
    /// asked to stop.
    /// </summary>
    /// <param name="group">The processes. What it throws when one is lost ends the training.</param>
    /// <param name="model">The model, on the device to train on; it gets the weights of number 0's.</param>
    /// <param name="data">What the model was made for; moved to the model's device.</param>
    /// <param name="options">As of a training by one process; the batch is that of all together. Null takes the defaults.</param>
    /// <param name="progress">Hears of every report in number 0, while the others wait; elsewhere it hears nothing.</param>
    /// <param name="clock">Measures time; number 0's counts. Null is the system's.</param>
    /// <param name="cancellationToken">Ends the training of all after the step under way; the result says so.</param>
    /// <exception cref="OptionsException">Options are out of range; all problems are listed.</exception>
    /// <exception cref="FigmentException">Data and model do not go together, or the batch is too small for so many.</exception>
    public static TrainingResult Fit(
        ITrainingGroup group,
        TrainableModel model,
        Dataset data,
        TrainingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default
    ) => FitFrom(new TrainingState(), model, data, options, progress, clock, cancellationToken, group);

    /// <summary>
    /// Goes on from a state, with the model's own restored (<see cref="ModelState.LoadState"/>). The rest of the training is then
    /// what it would have been.
    /// </summary>
    internal static TrainingResult FitFrom(
        TrainingState from,
        TrainableModel model,
        Dataset data,
        TrainingOptions? options,
        IProgress<TrainingProgress>? progress,
        TimeProvider? clock,
        CancellationToken cancellationToken,
        ITrainingGroup? group = null
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new TrainingOptions();
        clock ??= TimeProvider.System;
        OptionsValidator.ThrowIfInvalid(options);
        model.CheckFits(data.Description);
        IBatchChange? change = options.ChangeOf(data.Description);
        group ??= LoneProcess.Instance;

        // --- All processes begin where number 0 stands, and only it is heard.
        BatchShare share = GradientPieces.Share(model, group, options.BatchSize, options.Accumulate);
        if (share.IsShared && model.Randomness == Randomness.Mersenne)
        {
            throw new FigmentException(
                "This model draws its numbers one after the other, as models once did, so that no batch of it can be shared out. "
                    + "Train it in one process."
            );
        }

        from = from.OfFirst(group);
        if (group.Rank > 0)
            progress = null;
        using IDisposable joined = model.Join(share);

        // --- What the run draws from. Every draw depends on seed, purpose and step alone.
        model.ShareState(group); // what is read by it, such as a tokenizer
        IBatchSource items = model.Read(data, cancellationToken);
        TorchFailure.Explain(
            "when the data was moved to the device",
            $"{data.Count} {data.Description.Items}",
            OptionSentence.Of($"less data, or packed data on disk, which goes there batch by batch"),
            () => items.MoveTo(model.Device)
        );
        foreach (FusedAdam optimizer in model.Optimizers)
            optimizer.RateFactor = from.RateFactor;
        SeededRandom random = new(options.Seed, model.Randomness);
        model.ShareState(group);
        using BatchStream batches = new(items, share, change, random);
        using MeasureTotals totals = new(from, share, model.Device);
        SampleSchedule samples = new(options);
        CheckpointSchedule checkpoints = new(options);
        long start = clock.GetTimestamp(),
            step = from.Step;
        TimeSpan elapsed = from.Elapsed,
            before = elapsed;
        bool isStopped = false;

        while (true)
        {
            // --- Where the training stands: a checkpoint, a report, a picture, the end.
            (elapsed, isStopped) = group.Agree(elapsed, cancellationToken.IsCancellationRequested);
            ReportKinds due = Due();
            if (due != ReportKinds.None)
                due = Report(due);
            if (due.HasFlag(ReportKinds.Last))
            {
                NativeHeap.Trim(); // what steps used again and again
                bool isBroken = due.HasFlag(ReportKinds.Broken),
                    wasCancelled = Fraction() < 1 && !isBroken;
                return new TrainingResult(step, step * options.BatchSize, elapsed, wasCancelled, isBroken);
            }

            // --- One step, and one scope for all that it allocates.
            using (NewDisposeScope())
            using (Draws draws = random.Draws("step", step, share.Items))
            {
                random.SeedSharedGenerator("modules", step);
                TrainingMoment moment = new(step, step * options.BatchSize, Math.Min(Fraction(), 1 - 1e-6));
                Batch batch = batches.Of(step);
                totals.Add(
                    TorchFailure.Explain(
                        "in a training step",
                        $"a batch of {options.BatchSize} {data.Description.Items}",
                        GradientPieces.Smaller(model, options.BatchSize, options.Accumulate),
                        () => model.TrainStep(batch, moment, draws)
                    )
                );
                if (share.Pieces > 1 && !batch.WasCut)
                {
                    throw new FigmentException(
                        $"{model.GetType().Name} learns from whole batches, not in pieces: its TrainStep does not call "
                            + $"Accumulate."
                    );
                }
            }

            step++;
            before = elapsed;
            elapsed = from.Elapsed + clock.GetElapsedTime(start);
        }

        double Fraction() =>
            Math.Min(1, options.Length.Steps is long steps ? (double)step / steps : elapsed / options.Length.Time!.Value);

        // A training that goes on is not saved before its first step: its checkpoint is there.
        ReportKinds Due()
        {
            bool isNew = step > from.Step;
            ReportKinds state = isNew ? ReportKinds.State : ReportKinds.None;
            if (Fraction() >= 1 || (isNew && isStopped))
                return ReportKinds.Measures | ReportKinds.Samples | ReportKinds.Last | state;
            ReportKinds due = checkpoints.IsDue(step, before, elapsed) ? state : ReportKinds.None;
            if (step % options.ReportEvery == 0)
                due |= ReportKinds.Measures;
            if (step == 0 || samples.IsDue(step, before, elapsed))
                due |= ReportKinds.Measures | ReportKinds.Samples;
            return due;
        }

        // What came of it: the last one, which saves nothing, where something is no longer a finite number.
        ReportKinds Report(ReportKinds kinds)
        {
            IReadOnlyList<MeasureSum> sums = totals.Sums();
            OrderedDictionary<string, double> measures = totals.Averages(sums);
            if (!IsFinite(model, measures, withWeights: kinds.HasFlag(ReportKinds.State)))
                kinds = ReportKinds.Measures | ReportKinds.Last | ReportKinds.Broken;
            bool isMeasured = kinds.HasFlag(ReportKinds.Measures),
                isShown = kinds.HasFlag(ReportKinds.Samples);
            TrainingState state = new()
            {
                Step = step,
                Elapsed = elapsed,
                RateFactor = from.RateFactor,
            };
            progress?.Report(
                new TrainingProgress
                {
                    Kinds = kinds,
                    Step = step,
                    Items = step * options.BatchSize,
                    Elapsed = elapsed,
                    Fraction = Fraction(),
                    Measures = isMeasured ? measures : [],
                    Samples = isShown && progress is not null ? model.MakeSamples(options.SampleCount, options.Seed) : null,
                    State = kinds.HasFlag(ReportKinds.State) ? totals.AddTo(state, sums) : null,
                }
            );
            if (isMeasured)
                totals.Clear();
            if (isShown)
                NativeHeap.TrimBetweenRounds();
            return kinds;
        }
    }

    /// <summary>Whether all is finite; what is not is among the measures then.</summary>
    private static bool IsFinite(TrainableModel model, OrderedDictionary<string, double> measures, bool withWeights)
    {
        if (!measures.Values.All(double.IsFinite))
            return false;
        string? name = model.HadFiniteGradients()
            ? withWeights
                ? model.FirstNotFinite()
                : null
            : "gradients";
        if (name is not null)
            measures[name] = double.NaN;
        return name is null;
    }

    /// <summary>As <see cref="Fit(TrainableModel, Dataset, TrainingOptions?, IProgress{TrainingProgress}?, TimeProvider?,
    /// CancellationToken)"/>, on a thread of its own.</summary>
    /// <inheritdoc
    /// cref="Fit(TrainableModel, Dataset, TrainingOptions?, IProgress{TrainingProgress}?, TimeProvider?, CancellationToken)"/>
    public static Task<TrainingResult> FitAsync(
        TrainableModel model,
        Dataset data,
        TrainingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default
    ) =>
        Task.Factory.StartNew(
            () => Fit(model, data, options, progress, clock, cancellationToken),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
}
