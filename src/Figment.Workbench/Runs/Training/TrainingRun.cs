using Figment.Backend;
using Figment.Data;
using Figment.Models;
using Figment.Training;
using TorchSharp;

namespace Figment.Runs;

/// <summary>Handles everything from the request to the finished run folder; shared by the command line and the studio.</summary>
public static partial class TrainingRun
{
    /// <summary>The word for the best available judge for the data.</summary>
    public const string AutoFeatures = "auto";

    /// <summary>The word for no judge.</summary>
    public const string NoFeatures = "none";

    /// <summary>
    /// Trains and records a run. The folder is created before the first step, so that a bad path cannot cause training to be
    /// lost.
    /// </summary>
    /// <param name="request">What to train.</param>
    /// <param name="progress">Receives every report after it is recorded, on the training thread.</param>
    /// <param name="clock">The clock used to measure time and to name the folder; null for the system's.</param>
    /// <param name="started">Receives the folder once the training begins.</param>
    /// <param name="loading">Receives the progress of a download and of the reading.</param>
    /// <param name="foreseen">
    /// Receives the cost of a step, measured with a temporary model in a few steps before training begins. Nothing is measured if
    /// the model first converts the data to something else. If this is null, nothing is measured unless the batch may be made
    /// smaller.
    /// </param>
    /// <param name="cancellationToken">Ends the training after the current step; the run is saved.</param>
    /// <exception cref="FigmentException">Any error that a user can fix: options, data, device, folder.</exception>
    public static RunResult Train(
        TrainingRequest request,
        IProgress<RunReport>? progress = null,
        TimeProvider? clock = null,
        Action<RunFolder>? started = null,
        IProgress<DataProgress>? loading = null,
        Action<StepForecast>? foreseen = null,
        CancellationToken cancellationToken = default
    ) => Train(new GroupTalk(LoneProcess.Instance), request, progress, clock, started, loading, foreseen, cancellationToken);

    /// <summary>The same in process 0 of a group.</summary>
    internal static RunResult Train(
        GroupTalk talk,
        TrainingRequest request,
        IProgress<RunReport>? progress,
        TimeProvider? clock,
        Action<RunFolder>? started,
        IProgress<DataProgress>? loading,
        Action<StepForecast>? foreseen,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        clock ??= TimeProvider.System;
        ModelOptions asked = request.Model ?? request.Preset.Options;
        DataKind kind = DataKinds.Of(request.Data);
        TrainingOptions training = kind.Complete(request.Training);
        OptionsValidator.ThrowIfInvalid([request, training, asked, .. request.Reading is null ? [] : new[] { request.Reading }]);
        RunFolder? source = request.From is null ? null : RunOrigin.Open(request.From, request.Preset.Name);
        if (request.Folder is not null)
            NewRunFolder.EnsureFree(request.Folder);
        else
            NewRunFolder.EnsureWritable(request.RunsFolder);

        (torch.Device device, Dataset opened) = talk.Open(
            () =>
                Prepare(
                    () => ComputeDevice.Resolve(request.Device, talk.Group.LocalRank),
                    reading => kind.Open(request.Data, request.Reading, loading, reading),
                    cancellationToken
                ),
            request.Facts
        );
        using Dataset data = opened;
        kind.Check(data, asked, training); // before creating a folder, like everything that can fail
        using ThreadCount threads = new(request.Threads);
        training.ChangeOf(data.Description);
        string word = request.Precision == "auto" ? AutoPrecision.For(request.Preset, device).Word : request.Precision;
        torch.ScalarType precision = ComputePrecision.Use(word, device);
        TrainableModel Create() =>
            request.Preset.Create(OptionsOf(request, training, data), data.Description, new SeededRandom(training.Seed));
        // The part of each batch for one process
        TrainingOptions here = training with
        {
            BatchSize = Math.Max(1, training.BatchSize / talk.Group.Size),
        };
        if (
            (foreseen is not null || request.MayLowerBatch)
            && Rehearsal.Of(
                () => Create().To(device).ComputeIn(precision),
                data,
                here,
                request.MayLowerBatch,
                clock,
                request.Memory ?? ProcessMemory.WithinReach(),
                cancellationToken
            )
                is { } forecast
        )
        {
            if (forecast.BatchSize < here.BatchSize)
                training = training with { BatchSize = forecast.BatchSize * talk.Group.Size };
            foreseen?.Invoke(forecast);
        }

        cancellationToken.ThrowIfCancellationRequested(); // nothing was created yet, so nothing is left behind

        using TrainableModel model = Create();
        // Throws if there are too many processes or pieces
        _ = GradientPieces.Share(model, talk.Group, training.BatchSize, training.Accumulate);
        RunOrigin? from = source is null
            ? null
            : RunOrigin.Begin(source, model, data.Description.Conditions ?? data.ClassNames, request.Freeze);
        model.To(device).ComputeIn(precision);

        JudgeOrder order = new(request.Features, data, device, training.Seed)
        {
            Plan = training.Plan,
            Folder = request.JudgesFolder,
            Clock = clock,
            Progress = loading,
        };
        using ISampleJudge? judge = kind.OpenJudge(order, cancellationToken);
        RunOptions options = new()
        {
            Preset = request.Preset.Name,
            Model = OptionsJson.ToElement(OptionsOf(request, training, data)),
            From = from,
            Training = training,
            Data = kind.Record(request.Data, data),
            Extractor = judge?.Card,
            Features = judge?.Kept ?? request.Features,
            FeaturesPath = judge?.File,
            Randomness = model.Randomness,
            StopOn = request.StopOn,
            OnNotFinite = request.OnNotFinite,
            Logs = request.Logs,
            Environment = ThisMachine.Describe(device, word, talk.Group),
        };
        Action<string>? keep = judge is null ? null : judge.KeepIn;
        RunFolder folder = request.Folder is not null
            ? NewRunFolder.Create(request.Folder, options, keep)
            : NewRunFolder.CreateBelow(request.RunsFolder, clock.GetLocalNow(), options, keep);
        using RunLock held = RunLock.Take(folder.Root);
        talk.Say(options);
        talk.Begin();
        return new TrainingSession(talk, folder, model, data, judge, progress, clock).Run(
            RunState.New,
            started,
            cancellationToken
        );
    }

    private static ModelOptions OptionsOf(TrainingRequest request, TrainingOptions training, Dataset data) =>
        request.Model ?? request.Preset.OptionsFor(data.Description, training.Plan);

    /// <summary>
    /// Reads the data while libtorch loads, which takes about as long. If libtorch is missing, that error is reported first.
    /// </summary>
    private static (torch.Device Device, Dataset Data) Prepare(
        Func<torch.Device> device,
        Func<CancellationToken, Dataset> open,
        CancellationToken cancellationToken
    )
    {
        TorchLibrary.WakeReaders();
        using CancellationTokenSource reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        CancellationToken token = reading.Token;
        Task<Dataset> data = Task.Run(() => open(token), CancellationToken.None);
        try
        {
            return (device(), data.GetAwaiter().GetResult());
        }
        catch
        {
            reading.Cancel();
            data.ContinueWith(
                late => late.Result.Dispose(),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default
            );
            throw;
        }
    }
}
