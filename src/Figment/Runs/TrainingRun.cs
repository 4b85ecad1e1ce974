using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Figment.Backend;
using Figment.Data;
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

    /// <summary>Threads to compute with, 1 to 1,024; null leaves it to libtorch, which takes one per core.</summary>
    [Range(1, 1024, ErrorMessage = "The number of threads must be between 1 and 1024.")]
    public int? Threads { get; init; }

    /// <summary>The run's folder; null makes a new one below <see cref="RunsFolder"/>.</summary>
    public string? Folder { get; init; }

    /// <summary>Where new runs are kept.</summary>
    public string RunsFolder { get; init; } = "runs";

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (!ComputeDevice.IsKnown(Device)) yield return new ValidationResult(ComputeDevice.ExplainUnknown(Device));
    }
}

/// <summary>A training from request to run folder: what the command line and the studio both do.</summary>
public static class TrainingRun
{
    /// <summary>Trains and records. The folder is made before the first step, so that a bad path costs no training.</summary>
    /// <param name="request">What to train.</param>
    /// <param name="progress">Hears of every report after it is recorded, on the training thread.</param>
    /// <param name="clock">Measures time and names the folder; null is the system's.</param>
    /// <param name="started">Told of the folder once the training begins.</param>
    /// <param name="cancellationToken">Ends the training after the step under way; the run is saved.</param>
    /// <exception cref="FigmentException">Anything a user can mend: options, data, device, folder.</exception>
    public static (RunFolder Folder, TrainingResult Result) Train(
        TrainingRequest request,
        IProgress<TrainingProgress>? progress = null,
        TimeProvider? clock = null,
        Action<RunFolder>? started = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        clock ??= TimeProvider.System;
        ModelOptions modelOptions = request.Model ?? request.Preset.Options;
        OptionsValidator.ThrowIfInvalid(request, request.Training, modelOptions);
        if (request.Folder is not null) RunFolder.EnsureFree(request.Folder);

        torch.Device device = ComputeDevice.Resolve(request.Device);
        using ThreadCount threads = new(request.Threads);
        using ImageDataset data = Datasets.Open(request.Data);
        using GenerativeModel model = request.Preset.Create(modelOptions, data.Shape, new SeededRandom(request.Training.Seed)).To(device);

        RunOptions options = new()
        {
            Preset = request.Preset.Name,
            Model = OptionsJson.ToElement(modelOptions),
            Training = request.Training,
            Data = RunData.Of(request.Data, data),
            Environment = DescribeEnvironment(device),
        };
        RunFolder folder = request.Folder is not null ? RunFolder.Create(request.Folder, options) : RunFolder.CreateBelow(request.RunsFolder, clock.GetLocalNow(), options);
        started?.Invoke(folder);
        using RunRecorder recorder = new(folder, model);
        return (folder, Trainer.Fit(model, data, request.Training, TrainingProgress.Listener(report =>
        {
            recorder.Report(report);
            progress?.Report(report);
        }), clock, cancellationToken));
    }

    private static RunEnvironment DescribeEnvironment(torch.Device device)
    {
        TorchLibraryReport torchLibrary = TorchLibrary.Load();
        string vectors = Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : Vector128.IsHardwareAccelerated ? "128-bit vectors" : "no vectors";
        return new RunEnvironment(
            typeof(TrainingRun).Assembly.GetName().Version!.ToString(3),
            torchLibrary.IsOverride ? torchLibrary.Directory : TorchLibrary.Version,
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {vectors}",
            device.ToString(),
            torch.get_num_threads());
    }

    /// <summary>libtorch's number of threads is the process's: what one run asks for must not stay for the next.</summary>
    private sealed class ThreadCount : IDisposable
    {
        private readonly int before = torch.get_num_threads();

        internal ThreadCount(int? count) => torch.set_num_threads(count ?? before);

        public void Dispose() => torch.set_num_threads(before);
    }
}
