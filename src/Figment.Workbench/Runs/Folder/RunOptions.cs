using System.Text.Json;
using System.Text.Json.Serialization;
using Figment.Backend;
using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Training;

namespace Figment.Runs;

/// <summary>
/// What a run was made with. Two runs that agree in this, in their options and in the steps they took have the same
/// weights, byte for byte.
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

    /// <summary>The libtorch that Figment was built for, or the folder of the one that the user named.</summary>
    public string LibTorch { get; }

    /// <summary>Operating system, architecture, and the widest vectors of the processor, which choose the kernels.</summary>
    public string System { get; }

    /// <summary>The device's name, resolved: <c>cpu</c>, <c>cuda:0</c>.</summary>
    public string Device { get; }

    /// <summary>Threads that libtorch computed with.</summary>
    public int Threads { get; }

    /// <summary>What the networks computed in: <c>fp32</c> or <c>bf16</c>.</summary>
    public string Precision { get; }

    /// <summary>How many processes trained together, with so many threads each; null where one did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Processes { get; }

    /// <summary>Whether a run goes on bit for bit in the other as in this one.</summary>
    internal bool IsSameAs(RunEnvironment other) =>
        (Figment, LibTorch, System, Device, Threads, Precision, Processes)
        == (other.Figment, other.LibTorch, other.System, other.Device, other.Threads, other.Precision, other.Processes);
}

/// <summary>That a run went on.</summary>
public sealed class RunResume
{
    [JsonConstructor]
    internal RunResume(long step, IReadOnlyList<string> changes, RunEnvironment environment) =>
        (Step, Changes, Environment) = (step, changes, environment);

    /// <summary>From which step.</summary>
    public long Step { get; }

    /// <summary>What changed in the loop's options, for instance <c>length: 1000 steps → 2000 steps</c>.</summary>
    public IReadOnlyList<string> Changes { get; }

    /// <summary>Versions, device, threads from there on.</summary>
    public RunEnvironment Environment { get; }
}

/// <summary>
/// Everything needed to repeat a run; the content of <c>options.json</c>. How many steps a run took that ended by time
/// or by hand is in the last line of its <c>metrics.jsonl</c>.
/// </summary>
public sealed record RunOptions
{
    /// <summary>The preset's name.</summary>
    public required string Preset { get; init; }

    /// <summary>The model's options in full, as JSON, since their type is the family's.</summary>
    public required JsonElement Model { get; init; }

    /// <summary>The run whose weights it began with; null where it began with random ones.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunOrigin? From { get; init; }

    /// <summary>The loop's options in full.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>The data.</summary>
    public required RunData Data { get; init; }

    /// <summary>The kind of the data.</summary>
    [JsonIgnore]
    public DataKind Kind => DataKinds.Named(Data.Kind);

    /// <summary>What its samples were judged with; null where they were not.</summary>
    public ExtractorCard? Extractor { get; init; }

    /// <summary>
    /// What was asked for to judge samples with
    /// (<see cref="DataKind.OpenJudge(string, Data.Dataset, TorchSharp.torch.Device, long)"/>), or
    /// <c>none</c>; or the file in the run's folder that was made to judge them.
    /// </summary>
    public string Features { get; init; } = TrainingRun.AutoFeatures;

    /// <summary>
    /// The full path of <see cref="Features"/> when the run began, where that was a file. It is written nowhere but here.
    /// </summary>
    public string? FeaturesPath { get; init; }

    /// <summary>How its numbers are drawn; <see cref="Randomness.Mersenne"/> where the file does not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Randomness Randomness { get; init; }

    /// <summary>Verdicts that end the training.</summary>
    public IReadOnlyList<VerdictKind> StopOn { get; init; } = [];

    /// <summary>What happens when a number is no longer finite.</summary>
    public NotFiniteAction OnNotFinite { get; init; }

    /// <summary>The logs that it keeps for other programs (<see cref="RunLogKinds.Names"/>).</summary>
    public IReadOnlyList<string> Logs { get; init; } = [];

    /// <summary>Versions, device, threads.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>How the run went on after it had ended or was killed, in order.</summary>
    public IReadOnlyList<RunResume> Resumes { get; init; } = [];
}
