using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Figment.Backend;
using Figment.Data;
using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Models;
using Figment.Training;
using TorchSharp;

namespace Figment.Runs;

/// <summary>What to train and where to put it.</summary>
public sealed record TrainingRequest : IValidatableObject
{
    /// <summary>The preset.</summary>
    public required ModelPreset Preset { get; init; }

    /// <summary>The model's options; null takes the preset's.</summary>
    public ModelOptions? Model { get; init; }

    /// <summary>The loop's options.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>The name of a data set, or a path (<see cref="Datasets.Open"/>).</summary>
    public string Data { get; init; } = "mnist";

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary><c>auto</c>, <c>fp32</c> or <c>bf16</c>.</summary>
    public string Precision { get; init; } = "auto";

    /// <summary>Threads to compute with, 1 to 1,024; null leaves it to libtorch, which takes one per core.</summary>
    [Range(1, 1024, ErrorMessage = "The number of threads must be between 1 and 1024.")]
    public int? Threads { get; init; }

    /// <summary>The run's folder; null makes a new one below <see cref="RunsFolder"/>.</summary>
    public string? Folder { get; init; }

    /// <summary>Where new runs are kept.</summary>
    public string RunsFolder { get; init; } = "runs";

    /// <summary>What the samples are judged with while training (<see cref="Extractors.Open"/>); <c>none</c> leaves them unjudged.</summary>
    public string Features { get; init; } = Extractors.Auto;

    /// <summary>Verdicts that end the training.</summary>
    public IReadOnlyList<VerdictKind> StopOn { get; init; } = [];

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (!ComputeDevice.IsKnown(Device)) yield return new ValidationResult(ComputeDevice.ExplainUnknown(Device));
        if (!ComputePrecision.Names.Contains(Precision)) yield return new ValidationResult(ComputePrecision.ExplainUnknown(Precision));
        if (Features == TrainingRun.NoFeatures && StopOn.Contains(VerdictKind.ModeCollapse))
            yield return new ValidationResult("A collapse is only seen where samples are looked at: --stop-on collapse does not go with --features none.");
    }
}

/// <summary>A training from request to run folder: what the command line and the studio both do.</summary>
public static class TrainingRun
{
    /// <summary>The word that leaves samples unjudged.</summary>
    public const string NoFeatures = "none";

    /// <summary>Trains and records. The folder is made before the first step, so that a bad path costs no training.</summary>
    /// <param name="request">What to train.</param>
    /// <param name="progress">Hears of every report after it is recorded, on the training thread.</param>
    /// <param name="clock">Measures time and names the folder; null is the system's.</param>
    /// <param name="started">Told of the folder once the training begins.</param>
    /// <param name="loading">Hears of a download and of the reading of pictures.</param>
    /// <param name="cancellationToken">Ends the training after the step under way; the run is saved.</param>
    /// <exception cref="FigmentException">Anything a user can mend: options, data, device, folder.</exception>
    public static RunResult Train(
        TrainingRequest request,
        IProgress<RunReport>? progress = null,
        TimeProvider? clock = null,
        Action<RunFolder>? started = null,
        IProgress<DataProgress>? loading = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        clock ??= TimeProvider.System;
        ModelOptions modelOptions = request.Model ?? request.Preset.Options;
        OptionsValidator.ThrowIfInvalid(request, request.Training, modelOptions);
        if (request.Folder is not null) RunFolder.EnsureFree(request.Folder);

        torch.Device device = ComputeDevice.Resolve(request.Device);
        using ThreadCount threads = new(request.Threads);
        using ImageDataset data = Datasets.Open(request.Data, DataPart.Train, loading, cancellationToken);
        using GenerativeModel model = request.Preset.Create(modelOptions, data.Description, new SeededRandom(request.Training.Seed)).To(device)
            .ComputeIn(ComputePrecision.Resolve(request.Precision, device, request.Preset.TrainsInBFloat16));

        if (data.Count < LiveEvaluator.Fewest && request.Features is not (Extractors.Auto or NoFeatures))
            throw new FigmentException($"{data.Name} has {data.Count} images, too few to judge samples by: at least {LiveEvaluator.Fewest} are needed. Leave --features away, or add images.");
        using FeatureExtractor? extractor = request.Features == NoFeatures || data.Count < LiveEvaluator.Fewest ? null : Extractors.Open(request.Features, data).MoveTo(device);

        RunOptions options = new()
        {
            Preset = request.Preset.Name,
            Model = OptionsJson.ToElement(modelOptions),
            Training = request.Training,
            Data = RunData.Of(request.Data, data),
            Extractor = extractor is null ? null : ExtractorCard.Of(extractor),
            Environment = DescribeEnvironment(device, model.Precision),
        };
        RunFolder folder = request.Folder is not null ? RunFolder.Create(request.Folder, options) : RunFolder.CreateBelow(request.RunsFolder, clock.GetLocalNow(), options);
        started?.Invoke(folder);
        using RunRecorder recorder = new(folder, model);
        using LiveEvaluator? evaluator = extractor is null ? null : new LiveEvaluator(data.To(device), extractor, request.Training.Seed);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        RunJudge judge = new(model, evaluator, stop.Token);
        Verdict? stoppedBy = null;
        TrainingResult result = Trainer.Fit(model, data, request.Training, TrainingProgress.Listener(training =>
        {
            recorder.Save(training);
            RunReport report = judge.Look(training);
            recorder.Record(report);
            progress?.Report(report);
            stoppedBy ??= report.Verdicts.FirstOrDefault(verdict => request.StopOn.Contains(verdict.Kind) && !training.IsLast);
            if (stoppedBy is not null) stop.Cancel();
        }), clock, stop.Token);
        return new RunResult(folder, result with { WasCancelled = cancellationToken.IsCancellationRequested && result.WasCancelled }, judge.Verdicts, stoppedBy, judge.Best, judge.Last);
    }

    private static RunEnvironment DescribeEnvironment(torch.Device device, torch.ScalarType precision)
    {
        TorchLibraryReport torchLibrary = TorchLibrary.Load();
        string vectors = Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : Vector128.IsHardwareAccelerated ? "128-bit vectors" : "no vectors";
        return new RunEnvironment(
            typeof(TrainingRun).Assembly.GetName().Version!.ToString(3),
            torchLibrary.IsOverride ? torchLibrary.Directory : TorchLibrary.Version,
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {vectors}",
            device.ToString(),
            torch.get_num_threads(),
            ComputePrecision.NameOf(precision));
    }

    /// <summary>libtorch's number of threads is the process's: what one run asks for must not stay for the next.</summary>
    private sealed class ThreadCount : IDisposable
    {
        private readonly int before = torch.get_num_threads();

        internal ThreadCount(int? count) => torch.set_num_threads(count ?? before);

        public void Dispose() => torch.set_num_threads(before);
    }
}
