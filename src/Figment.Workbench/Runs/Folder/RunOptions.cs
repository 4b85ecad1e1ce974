using System.Text.Json;
using System.Text.Json.Serialization;
using Figment.Backend;
using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Training;

namespace Figment.Runs;

/// <summary>
/// The environment of a run. Two runs with the same environment, options, and number of steps have identical weights, byte for
/// byte.
/// </summary>
public sealed class RunEnvironment
{
    [JsonConstructor]
    internal RunEnvironment(
        string figment,
        string libTorch,
        string system,
        string device,
        int threads,
        string precision = "fp32",
        int? processes = null
    ) =>
        (Figment, LibTorch, System, Device, Threads, Precision, Processes) = (
            figment,
            libTorch,
            system,
            device,
            threads,
            precision,
            processes
        );

    /// <summary>Figment's version.</summary>
    public string Figment { get; }

    /// <summary>The version of libtorch that Figment was built for; or, if the user named another libtorch, its folder.</summary>
    public string LibTorch { get; }

    /// <summary>
    /// The operating system, the architecture, and the widest vector instructions of the processor, which select the compute
    /// kernels.
    /// </summary>
    public string System { get; }

    /// <summary>The actual device: <c>cpu</c>, <c>cuda:0</c>.</summary>
    public string Device { get; }

    /// <summary>The number of threads that libtorch used.</summary>
    public int Threads { get; }

    /// <summary>The precision of the networks' computations: <c>fp32</c>, <c>tf32</c>, or <c>bf16</c>.</summary>
    public string Precision { get; }

    /// <summary>
    /// The number of processes that trained together, each with the recorded number of threads; null for a single process.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Processes { get; }

    /// <summary>Whether a run continued in the other environment gives bit for bit the same results as in this one.</summary>
    internal bool IsSameAs(RunEnvironment other) =>
        (Figment, LibTorch, System, Device, Threads, Precision, Processes)
        == (other.Figment, other.LibTorch, other.System, other.Device, other.Threads, other.Precision, other.Processes);
}

/// <summary>Records that a run was continued.</summary>
public sealed class RunResume
{
    [JsonConstructor]
    internal RunResume(long step, IReadOnlyList<string> changes, RunEnvironment environment) =>
        (Step, Changes, Environment) = (step, changes, environment);

    /// <summary>The step at which it continued.</summary>
    public long Step { get; }

    /// <summary>What changed in the training loop's options, for example <c>length: 1000 steps → 2000 steps</c>.</summary>
    public IReadOnlyList<string> Changes { get; }

    /// <summary>The versions, device, and threads from that step on.</summary>
    public RunEnvironment Environment { get; }
}

/// <summary>
/// Everything needed to repeat a run; the content of <c>options.json</c>. If a run ended because its time was up, or because it
/// was stopped by hand, its number of steps is in the last line of its <c>metrics.jsonl</c>.
/// </summary>
public sealed record RunOptions
{
    /// <summary>The preset's name.</summary>
    public required string Preset { get; init; }

    /// <summary>All options of the model as JSON, because their type depends on the model family.</summary>
    public required JsonElement Model { get; init; }

    /// <summary>The run that the weights were taken from; null if they were random.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunOrigin? From { get; init; }

    /// <summary>The page that the run was opened from; null if it was trained here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OpenedPage? OpenedFrom { get; init; }

    /// <summary>All options of the training loop.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>The training data.</summary>
    public required RunData Data { get; init; }

    /// <summary>The kind of data.</summary>
    [JsonIgnore]
    public DataKind Kind => DataKinds.Named(Data.Kind);

    /// <summary>What judged its samples; null if nothing did.</summary>
    public ExtractorCard? Extractor { get; init; }

    /// <summary>
    /// The requested judge of the samples (<see cref="DataKind.OpenJudge(string, Data.Dataset, TorchSharp.torch.Device,
    /// long)"/>), or <c>none</c>; or the file in the run's folder that was created to judge them.
    /// </summary>
    public string Features { get; init; } = TrainingRun.AutoFeatures;

    /// <summary>
    /// The full path of <see cref="Features"/> when the run began, if that option names a file. This path is stored nowhere else.
    /// </summary>
    public string? FeaturesPath { get; init; }

    /// <summary>How random numbers are drawn; <see cref="Randomness.Mersenne"/> if the file does not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Randomness Randomness { get; init; }

    /// <summary>The verdicts that end the training.</summary>
    public IReadOnlyList<VerdictKind> StopOn { get; init; } = [];

    /// <summary>What happens when a number becomes NaN or infinite.</summary>
    public NotFiniteAction OnNotFinite { get; init; }

    /// <summary>The logs that the run keeps for other programs (<see cref="RunLogKinds.Names"/>).</summary>
    public IReadOnlyList<string> Logs { get; init; } = [];

    /// <summary>Versions, device, and threads.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>A record of each time the run was continued after it ended or was killed, in order.</summary>
    public IReadOnlyList<RunResume> Resumes { get; init; } = [];
}
