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
/// <param name="Figment">Figment's version.</param>
/// <param name="LibTorch">The libtorch that Figment was built for, or the folder of the one that the user named.</param>
/// <param name="System">Operating system, architecture, and the widest vectors of the processor, which choose the kernels.</param>
/// <param name="Device">The device's name, resolved: <c>cpu</c>, <c>cuda:0</c>.</param>
/// <param name="Threads">Threads that libtorch computed with.</param>
/// <param name="Precision">What the networks computed in: <c>fp32</c> or <c>bf16</c>.</param>
public sealed record RunEnvironment(string Figment, string LibTorch, string System, string Device, int Threads, string Precision = "fp32");

/// <summary>That a run went on.</summary>
/// <param name="Step">From which step.</param>
/// <param name="Changes">What changed in the loop's options, for instance <c>length: 1000 steps → 2000 steps</c>.</param>
/// <param name="Environment">Versions, device, threads from there on.</param>
public sealed record RunResume(long Step, IReadOnlyList<string> Changes, RunEnvironment Environment);

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

    /// <summary>The loop's options in full.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>The data.</summary>
    public required RunData Data { get; init; }

    /// <summary>The kind of the data.</summary>
    [JsonIgnore]
    public DataKind Kind => DataKinds.Named(Data.Kind);

    /// <summary>What its samples were judged with; null where they were not.</summary>
    public ExtractorCard? Extractor { get; init; }

    /// <summary>What was asked for to judge samples with (<see cref="DataKind.OpenJudge"/>), or <c>none</c>.</summary>
    public string Features { get; init; } = TrainingRun.AutoFeatures;

    /// <summary>The full path of <see cref="Features"/> when the run began, where that was a file. It is written nowhere but here.</summary>
    public string? FeaturesPath { get; init; }

    /// <summary>How its numbers are drawn; <see cref="Randomness.Mersenne"/> where the file does not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Randomness Randomness { get; init; }

    /// <summary>Verdicts that end the training.</summary>
    public IReadOnlyList<VerdictKind> StopOn { get; init; } = [];

    /// <summary>What happens when a number is no longer finite.</summary>
    public NotFiniteAction OnNotFinite { get; init; }

    /// <summary>Versions, device, threads.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>How the run went on after it had ended or was killed, in order.</summary>
    public IReadOnlyList<RunResume> Resumes { get; init; } = [];
}
