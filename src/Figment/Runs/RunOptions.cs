using System.Text.Json;
using Figment.Data;
using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Imaging;
using Figment.Training;

namespace Figment.Runs;

/// <summary>A class of the data that a run was trained on.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Count">How many images.</param>
public sealed record RunClass(string Name, int Count);

/// <summary>Which data a run was trained on.</summary>
/// <param name="Source">What was asked for: a name, or a path.</param>
/// <param name="Name">The data set's own name.</param>
/// <param name="Count">How many images.</param>
/// <param name="Classes">The classes that its labels tell apart, by class number; empty without labels.</param>
/// <param name="Shape">The shape of every image.</param>
/// <param name="Sha256">Over pixels and labels.</param>
public sealed record RunData(string Source, string Name, int Count, IReadOnlyList<RunClass> Classes, ImageShape Shape, string Sha256)
{
    /// <summary>How pictures became images of one size; null where they are as they were found.</summary>
    public PictureOptions? Pictures { get; init; }

    /// <summary>What was done to the data and what was left out, in sentences; runs of old have them in English only.</summary>
    public IReadOnlyList<Text> Notes { get; init; } = [];

    /// <summary>What the run's model was made for.</summary>
    public DataDescription Describe() => new(Shape, [.. Classes.Select(entry => entry.Count)]);

    /// <summary>Describes a data set.</summary>
    public static RunData Of(string source, ImageDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new RunData(source, data.Name, data.Count, [.. data.ClassNames.Zip(data.ClassCounts, (name, count) => new RunClass(name, count))], data.Shape, data.Sha256) { Pictures = data.Pictures, Notes = data.Notes };
    }
}

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

    /// <summary>What its samples were judged with; null where they were not.</summary>
    public ExtractorCard? Extractor { get; init; }

    /// <summary>What was asked for to judge samples with (<see cref="Extractors.Open"/>), or <c>none</c>.</summary>
    public string Features { get; init; } = Extractors.Auto;

    /// <summary>Verdicts that end the training.</summary>
    public IReadOnlyList<VerdictKind> StopOn { get; init; } = [];

    /// <summary>What happens when a number is no longer finite.</summary>
    public NotFiniteAction OnNotFinite { get; init; }

    /// <summary>Versions, device, threads.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>How the run went on after it had ended or was killed, in order.</summary>
    public IReadOnlyList<RunResume> Resumes { get; init; } = [];
}
