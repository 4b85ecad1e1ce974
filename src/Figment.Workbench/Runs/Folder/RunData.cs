using System.Text.Json.Serialization;
using Figment.Data;

namespace Figment.Runs;

/// <summary>A class of the data that a run was trained on.</summary>
/// <param name="name">What it is called.</param>
/// <param name="count">How many items.</param>
public sealed class RunClass(string name, int count)
{
    /// <summary>What it is called.</summary>
    public string Name { get; } = name;

    /// <summary>How many items.</summary>
    public int Count { get; } = count;

    /// <summary>The classes of a data set, by class number.</summary>
    internal static RunClass[] Of(Dataset data) =>
        [.. data.ClassNames.Zip(data.Description.ClassCounts, (name, count) => new RunClass(name, count))];
}

/// <summary>Which data a run was trained on. <see cref="RunFolder.OpenData"/> finds it again.</summary>
/// <param name="Source">What was asked for: a name, or a path.</param>
/// <param name="Name">The data set's own name.</param>
/// <param name="Count">How many items.</param>
/// <param name="Classes">The classes that its labels tell apart, by class number; empty without labels.</param>
/// <param name="Sha256">Over all that was learned from.</param>
public record RunData(
    string Source,
    string Name,
    int Count,
    IReadOnlyList<RunClass> Classes,
    [property: JsonPropertyOrder(2)] string Sha256
)
{
    /// <summary>
    /// The kind of data, by its name (<see cref="DataKind.Name"/>); null for images, as in runs from when there was no other
    /// kind.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonPropertyOrder(-1)]
    public string? Kind { get; init; }

    /// <summary>
    /// The full path of <see cref="Source"/> when the run began; null where that was the name of a data set, and in older runs.
    /// It is written nowhere but in <c>options.json</c>, since it may tell a user's name.
    /// </summary>
    [JsonPropertyOrder(3)]
    public string? FullPath { get; init; }

    /// <summary>What was done to the data and what was left out, in sentences; older runs have them in English only.</summary>
    [JsonPropertyOrder(5)]
    public IReadOnlyList<Text> Notes { get; init; } = [];

    /// <summary>What one item is like, for a reader: <c>3×64×64</c>; null where there is no more to say.</summary>
    [JsonIgnore]
    public virtual string? ItemText => null;

    /// <summary>Makes sure that what a file says can be.</summary>
    /// <exception cref="System.Text.Json.JsonException">It cannot.</exception>
    internal virtual void Check()
    {
        if (Classes.Count > byte.MaxValue + 1 || Classes.Any(entry => entry is not { Count: >= 0 }))
            throw new System.Text.Json.JsonException("its classes are more than 256, or not counted");
        if (Notes.Any(note => note is null))
            throw new System.Text.Json.JsonException("one of its notes is null");
    }
}
