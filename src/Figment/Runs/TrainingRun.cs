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

    /// <summary>What the pictures of a folder become; null decides by the pictures.</summary>
    public PictureOptions? Pictures { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary><c>fp32</c>, <c>bf16</c>, or <c>auto</c> (<see cref="AutoPrecision"/>).</summary>
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

    /// <summary>What happens when a loss, a gradient or a weight is no longer a finite number.</summary>
    public NotFiniteAction OnNotFinite { get; init; }

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
        OptionsValidator.ThrowIfInvalid(request, request.Training, modelOptions, request.Pictures ?? new PictureOptions());
        if (request.Folder is not null) RunFolder.EnsureFree(request.Folder);
        else RunFolder.EnsureWritable(request.RunsFolder);

        (torch.Device device, ImageDataset opened) = Prepare(request.Device, reading => Datasets.Open(request.Data, DataPart.Train, request.Pictures, loading, reading), cancellationToken);
        using ImageDataset data = opened;
        data.EnsureContents();
        using ThreadCount threads = new(request.Threads);
        if (modelOptions.Conditional == true && data.WhyNoClasses is Text why)
            throw new OptionsException([$"A model cannot learn classes of {data.Name}. {why.English}. Train without classes, or name fewer."]);
        modelOptions = modelOptions.FittedTo(data.Description);
        if (request.Training.Flip && data.Sha256 == Datasets.MnistSha256)
            throw new OptionsException(["Mirrored digits are no digits: --flip does not go with MNIST. Omit it; --shift does go."]);
        new BatchAugmentation(request.Training.Flip, request.Training.Shift).ThrowIfTooMuch(data.Shape); // before there is a folder
        using GenerativeModel model = request.Preset.Create(modelOptions, data.Description, new SeededRandom(request.Training.Seed)).To(device)
            .ComputeIn(ComputePrecision.Resolve(request.Precision, AutoPrecision.For(request.Preset, device).Precision));

        using FeatureExtractor? extractor = OpenExtractor(request.Features, data, device);
        RunOptions options = new()
        {
            Preset = request.Preset.Name,
            Model = OptionsJson.ToElement(modelOptions),
            Training = request.Training,
            Data = RunData.Of(request.Data, data) with { FullPath = Datasets.FullPathOf(request.Data) },
            Extractor = extractor is null ? null : ExtractorCard.Of(extractor),
            Features = request.Features,
            FeaturesPath = extractor is not null && Extractors.IsFile(request.Features) ? Path.GetFullPath(request.Features) : null,
            StopOn = request.StopOn,
            OnNotFinite = request.OnNotFinite,
            Environment = DescribeEnvironment(device, model.Precision),
        };
        RunFolder folder = request.Folder is not null ? RunFolder.Create(request.Folder, options) : RunFolder.CreateBelow(request.RunsFolder, clock.GetLocalNow(), options);
        using RunLock held = RunLock.Take(folder.Root);
        return new TrainingSession(folder, model, data, extractor, progress, clock).Run(null, started, cancellationToken);
    }

    /// <summary>
    /// Goes on with a run that ended, was stopped or killed, from its last checkpoint. The rest is what it would have been, bit
    /// for bit, on the same machine with the same number of threads.
    /// </summary>
    /// <param name="request">Which run, and what changes.</param>
    /// <param name="progress">Hears of every report after it is recorded, on the training thread.</param>
    /// <param name="clock">Measures time; null is the system's.</param>
    /// <param name="started">Told of the folder once the training begins.</param>
    /// <param name="loading">Hears of a download and of the reading of pictures.</param>
    /// <param name="cancellationToken">Ends the training after the step under way; the run is saved.</param>
    /// <exception cref="FigmentException">
    /// Anything a user can mend: the run is complete, is being trained, or what was asked for would make another model of it.
    /// </exception>
    public static RunResult Resume(
        ResumeRequest request,
        IProgress<RunReport>? progress = null,
        TimeProvider? clock = null,
        Action<RunFolder>? started = null,
        IProgress<DataProgress>? loading = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        clock ??= TimeProvider.System;
        RunFolder folder = RunFolder.Open(request.Folder);
        using RunLock held = RunLock.Take(folder.Root);
        folder = RunFolder.Open(request.Folder); // as it is now that nobody else writes
        folder.RemoveRemains();
        (TrainingOptions training, IReadOnlyList<string> changes) = request.ApplyTo(folder.Options);

        (torch.Device device, ImageDataset opened) = Prepare(
            request.Device ?? folder.Options.Environment.Device,
            reading => folder.OpenData(request.Data, loading, "Bring the old data back, say where it is now (--data), or begin a new run.", reading).Training,
            cancellationToken);
        using ImageDataset data = opened;
        using ThreadCount threads = new(request.Threads ?? folder.Options.Environment.Threads);
        using GenerativeModel model = folder.CreateModel().To(device).ComputeIn(ComputePrecision.Resolve(folder.Options.Environment.Precision, auto: torch.ScalarType.Float32));
        using FeatureExtractor? extractor = ReopenExtractor(folder, data, device);

        RunState? state = LoadLast(folder, model);
        long step = state?.Training.Step ?? 0;

        // One that was killed between its last step and its last picture is not complete.
        bool isConcluded = File.Exists(folder.ChartFile);
        if (isConcluded && training.Length.Steps is long steps && step >= steps)
            throw new FigmentException($"{folder.Root} is complete: it has done {step} of {steps} steps. To train on, say how many steps in all (--steps {steps * 2}) or how many more (--steps +{steps}).");
        if (isConcluded && training.Length.Time is TimeSpan time && state?.Training.Elapsed >= time)
            throw new FigmentException($"{folder.Root} is complete: it has trained {state.Training.Elapsed.TotalSeconds:F0} of {time.TotalSeconds:F0} seconds. To train on, say how many seconds in all (--seconds), or how many steps.");
        folder = folder.With(folder.Options with
        {
            Training = training,
            OnNotFinite = request.OnNotFinite ?? folder.Options.OnNotFinite,
            Resumes = [.. folder.Options.Resumes, new RunResume(step, changes, DescribeEnvironment(device, model.Precision))],
        });
        return new TrainingSession(folder, model, data, extractor, progress, clock).Run(state ?? new RunState { Training = new TrainingState(), MetricsLength = 0 }, started, cancellationToken);
    }

    /// <summary>Reads the data while libtorch is loaded, which takes as long.</summary>
    private static (torch.Device Device, ImageDataset Data) Prepare(string device, Func<CancellationToken, ImageDataset> open, CancellationToken cancellationToken)
    {
        TorchLibrary.WakeReaders();
        using CancellationTokenSource reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        CancellationToken token = reading.Token;
        Task<ImageDataset> data = Task.Run(() => open(token), CancellationToken.None);
        try
        {
            return (ComputeDevice.Resolve(device), data.GetAwaiter().GetResult());
        }
        catch
        {
            reading.Cancel();
            data.ContinueWith(late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    private static RunState? LoadLast(RunFolder folder, GenerativeModel model)
    {
        IReadOnlyList<long> steps = folder.Checkpoints.Steps;
        if (steps.Count == 0) return null;
        try
        {
            return folder.Checkpoints.Load(model, steps[^1]);
        }
        catch (FileFormatException e)
        {
            throw new RunFolderException($"{e.Message} {(steps.Count > 1 ? $"Remove it to go on from step {steps[^2]}." : "Remove it to begin from the first step.")}", e);
        }
    }

    private static FeatureExtractor? OpenExtractor(string features, ImageDataset data, torch.Device device)
    {
        bool isTooSmall = data.Count < LiveEvaluator.Fewest;
        if (isTooSmall && features is not (Extractors.Auto or NoFeatures))
            throw new FigmentException($"{data.Name} has {data.Count} images, too few to judge samples by: at least {LiveEvaluator.Fewest} are needed. Leave --features away, or add images.");
        return features == NoFeatures || isTooSmall ? null : Extractors.Open(features, data).MoveTo(device);
    }

    /// <summary>What a run's samples were judged with; a file is found as the run's data is.</summary>
    private static FeatureExtractor? ReopenExtractor(RunFolder folder, ImageDataset data, torch.Device device)
    {
        RunOptions options = folder.Options;
        if (options.Extractor is not { } card || !Extractors.IsFile(options.Features)) return OpenExtractor(options.Features, data, device);
        List<string> sought = [];
        foreach (string place in PlacesOfPath.Existing(options.Features, options.FeaturesPath, folder.Root))
        {
            FeatureExtractor found = Extractors.Open(place, data);
            if (found.Sha256 == card.Sha256) return found.MoveTo(device);
            sought.Add($"{place} has another SHA-256 ({found.Sha256[..12]}…)");
            found.Dispose();
        }

        if (sought.Count == 0) sought.AddRange(PlacesOfPath.Named(options.Features, options.FeaturesPath).Select(place => $"{place} is not there"));
        throw new FigmentException($"The file that judges this run's samples ({options.Features}, SHA-256 {card.Sha256[..Math.Min(12, card.Sha256.Length)]}…) is not found: {string.Join("; ", sought)}. Bring it back to one of these places, or into the run's folder.");
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
