using Figment.Backend;
using Figment.Data;
using Figment.Models;
using Figment.Optimizers;
using static TorchSharp.torch;

namespace Figment.Training;

/// <summary>
/// The only training loop. It reports progress but neither prints nor writes files, and it does not depend on any model family.
/// </summary>
/// <remarks>
/// If a model's modules draw random numbers themselves (dropout), train only one model at a time in a process: libtorch's global
/// generator is seeded before each step.
/// </remarks>
public static class Trainer
{
    /// <summary>
    /// Trains a model. The same model, data, options, device and number of threads give bit-for-bit identical weights.
    /// </summary>
    /// <param name="model">The model, on the device where it is to be trained.</param>
    /// <param name="data">The data that the model was made for; it is moved to the model's device.</param>
    /// <param name="options">The length, the batches and the seed; null for the defaults.</param>
    /// <param name="progress">
    /// Receives every report on the training thread, before the next step, so that a listener can write files without falling
    /// behind the training (<see cref="TrainingProgress.Listener"/>; .NET's own <see cref="Progress{T}"/> reports later, on other
    /// threads, in no fixed order). If the listener throws an exception, training ends.
    /// </param>
    /// <param name="clock">The clock that measures time; null for the system's.</param>
    /// <param name="cancellationToken">Ends training after the current step; the result then says that it was cancelled.</param>
    /// <exception cref="OptionsException">Options are out of range; all problems are listed.</exception>
    /// <exception cref="FigmentException">The data does not fit the model.</exception>
    public static TrainingResult Fit(
        TrainableModel model,
        Dataset data,
        TrainingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default
    ) => FitFrom(new TrainingState(), model, data, options, progress, clock, cancellationToken);

    /// <summary>
    /// Trains a model in several processes. Each process calls this method with a model of the same structure, the same data and
    /// the same options, and learns from its share of every batch. Apart from rounding in sums, the weights are the same as if
    /// one process had learned from the whole batches. Only process 0 receives reports. Training ends when its time is up, or
    /// when any process is cancelled.
    /// </summary>
    /// <param name="group">The processes. If a process is lost, the group's exception ends training.</param>
    /// <param name="model">The model, on the device where it is to be trained; it receives the weights of process 0.</param>
    /// <param name="data">The data that the model was made for; it is moved to the model's device.</param>
    /// <param name="options">
    /// The same options as for one process, except that the batch size is the total over all processes. Null for the defaults.
    /// </param>
    /// <param name="progress">
    /// Receives every report in process 0, while the other processes wait; in the other processes it receives nothing.
    /// </param>
    /// <param name="clock">The clock that measures time; only that of process 0 counts. Null for the system's.</param>
    /// <param name="cancellationToken">
    /// Ends training in all processes after the current step; the result then says that it was cancelled.
    /// </param>
    /// <exception cref="OptionsException">Options are out of range; all problems are listed.</exception>
    /// <exception cref="FigmentException">
    /// The data does not fit the model, or the batch is too small for this number of processes.
    /// </exception>
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
    /// Resumes from a state, after the model's own state has been restored (<see cref="ModelState.LoadState"/>). Training then
    /// continues as if it had not been interrupted.
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

        // --- All processes start from the state of process 0, which alone reports.
        BatchShare share = GradientPieces.Share(model, group, options.BatchSize, options.Accumulate);
        if (share.IsShared && model.Randomness == Randomness.Mersenne)
        {
            throw new FigmentException(
                "This model draws its random numbers in sequence, as models from older versions of Figment do, so its batches "
                    + "cannot be split among processes. Train it in one process."
            );
        }

        from = from.OfFirst(group);
        if (group.Rank > 0)
            progress = null;
        using IDisposable joined = model.Join(share);

        // --- The random numbers of the run. Every draw depends only on seed, purpose and step.
        model.ShareState(group); // For state that is filled while the data is read, such as a tokenizer.
        IBatchSource items = model.Read(data, cancellationToken);
        TorchFailure.Explain(
            "when the data was moved to the device",
            $"{data.Count} {OptionSentence.Word(data.Description.Items)}",
            OptionSentence.Of("less data, or packed data on disk, which is moved there batch by batch"),
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
            // --- What is due: a checkpoint, a report, samples, the end.
            (elapsed, isStopped) = group.Agree(elapsed, cancellationToken.IsCancellationRequested);
            ReportKinds due = Due();
            if (due != ReportKinds.None)
                due = Report(due);
            if (due.HasFlag(ReportKinds.Last))
            {
                NativeHeap.Trim(); // Frees memory that was kept for further steps.
                bool isBroken = due.HasFlag(ReportKinds.Broken),
                    wasCancelled = Fraction() < 1 && !isBroken;
                return new TrainingResult(step, step * options.BatchSize, elapsed, wasCancelled, isBroken);
            }

            // --- One step, in a scope for everything that it allocates.
            using (NewDisposeScope())
            using (Draws draws = random.Draws("step", step, share.Items))
            {
                random.SeedSharedGenerator("modules", step);
                TrainingMoment moment = new(step, step * options.BatchSize, Math.Min(Fraction(), 1 - 1e-6));
                Batch batch = batches.Of(step);
                totals.Add(
                    TorchFailure.Explain(
                        "in a training step",
                        $"a batch of {options.BatchSize} {OptionSentence.Word(data.Description.Items)}",
                        GradientPieces.Smaller(model, options.BatchSize, options.Accumulate),
                        () => model.TrainStep(batch, moment, draws)
                    )
                );
                if (share.Pieces > 1 && !batch.WasCut)
                {
                    throw new FigmentException(
                        $"{model.GetType().Name} cannot split batches into pieces, because its TrainStep does not call "
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

        // A resumed training run is not saved before its first step, because that checkpoint exists already.
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

        // Makes a report. If a value is no longer finite, this is the last report, and nothing is saved.
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

    /// <summary>Whether all values are finite; if one is not, it is added to the measures.</summary>
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

    /// <summary>
    /// Runs
    /// <see cref="Fit(TrainableModel, Dataset, TrainingOptions?, IProgress{TrainingProgress}?, TimeProvider?,
    /// CancellationToken)"/> on a thread of its own.
    /// </summary>
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
