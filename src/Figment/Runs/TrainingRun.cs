using System.Runtime.InteropServices;
using Figment.Backend;
using Figment.Data;
using Figment.Models;
using Figment.Training;
using TorchSharp;

namespace Figment.Runs;

/// <summary>What to train and where to put it.</summary>
public sealed record TrainingRequest
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

    /// <summary>Threads to compute with; null leaves it to libtorch, which takes one per core.</summary>
    public int? Threads { get; init; }

    /// <summary>The run's folder; null makes a new one below <c>runs</c>.</summary>
    public string? Folder { get; init; }
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
        if (request.Threads is < 1 or > 1024) throw new OptionsException(["The number of threads must be between 1 and 1024."]);
        OptionsValidator.ThrowIfInvalid(request.Training, modelOptions);
        if (request.Folder is not null) RunFolder.EnsureFree(request.Folder);

        torch.Device device = ComputeDevice.Resolve(request.Device);
        if (request.Threads is int threads) torch.set_num_threads(threads);
        using ImageDataset data = Datasets.Open(request.Data);
        using GenerativeModel model = request.Preset.Create(modelOptions, data.Shape, new SeededRandom(request.Training.Seed)).To(device);

        RunFolder folder = RunFolder.Create(
            request.Folder ?? RunFolder.NewName("runs", data.Name, request.Preset.Name, clock.GetLocalNow()),
            new RunOptions
            {
                Preset = request.Preset.Name,
                Model = OptionsJson.ToElement(modelOptions),
                Training = request.Training,
                Data = RunData.Of(request.Data, data),
                Environment = DescribeEnvironment(device),
            });
        started?.Invoke(folder);
        using RunRecorder recorder = new(folder, model);
        return (folder, Trainer.Fit(model, data, request.Training, new InTurn(recorder, progress), clock, cancellationToken));
    }

    private static RunEnvironment DescribeEnvironment(torch.Device device) => new(
        typeof(TrainingRun).Assembly.GetName().Version!.ToString(3),
        TorchLibrary.Version,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
        device.ToString(),
        torch.get_num_threads());

    private sealed class InTurn(params IProgress<TrainingProgress>?[] listeners) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            foreach (IProgress<TrainingProgress>? listener in listeners) listener?.Report(value);
        }
    }
}
