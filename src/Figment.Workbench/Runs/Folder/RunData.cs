using System.Text.Json.Serialization;
using Figment.Data;

namespace Figment.Runs;

/// <summary>A class in the training data of a run.</summary>
/// <param name="name">The name of the class.</param>
/// <param name="count">The number of its items.</param>
public sealed class RunClass(string name, int count)
{
    /// <summary>The name of the class.</summary>
    public string Name { get; } = name;

    /// <summary>The number of its items.</summary>
    public int Count { get; } = count;

    /// <summary>The classes of a data set, by class number.</summary>
    internal static RunClass[] Of(Dataset data) =>
        [.. data.ClassNames.Zip(data.Description.ClassCounts, (name, count) => new RunClass(name, count))];
}

/// <summary>The training data of a run. <see cref="RunFolder.OpenData"/> finds it again.</summary>
/// <param name="Source">The name or path that was asked for.</param>
/// <param name="Name">The data set's own name.</param>
/// <param name="Count">The number of items.</param>
/// <param name="Classes">The classes of the labels, by class number; empty without labels.</param>
/// <param name="Sha256">The SHA-256 of all the training data.</param>
public record RunData(
    string Source,
    string Name,
    int Count,
    IReadOnlyList<RunClass> Classes,
    [property: JsonPropertyOrder(2)] string Sha256
)
{
    /// <summary>
    /// The name of the kind of data (<see cref="DataKind.Name"/>); null for images, as in runs from the time when images were the
    /// only kind.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonPropertyOrder(-1)]
    public string? Kind { get; init; }

    /// <summary>
    /// The full path of <see cref="Source"/> when the run began; null if the source is the name of a data set, and in older runs.
    /// It is stored only in <c>options.json</c>, because it may reveal a user's name.
    /// </summary>
    [JsonPropertyOrder(3)]
    public string? FullPath { get; init; }

    /// <summary>
    /// Sentences about how the data was prepared and what was left out; in older runs they are only in English.
    /// </summary>
    [JsonPropertyOrder(5)]
    public IReadOnlyList<Text> Notes { get; init; } = [];

    /// <summary>A description of one item for readers, such as <c>3×64×64</c>; null if there is nothing to add.</summary>
    [JsonIgnore]
    public virtual string? ItemText => null;

    /// <summary>Checks that the values read from a file are possible.</summary>
    /// <exception cref="System.Text.Json.JsonException">A value is impossible.</exception>
    internal virtual void Check()
    {
        if (Classes.Count > byte.MaxValue + 1 || Classes.Any(entry => entry is not { Count: >= 0 }))
            throw new System.Text.Json.JsonException("it has more than 256 classes, or classes without a count");
        if (Notes.Any(note => note is null))
            throw new System.Text.Json.JsonException("one of its notes is null");
    }
}
