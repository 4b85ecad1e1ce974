using Figment.Data;
using Figment.Imaging;

namespace Figment.Runs;

/// <summary>A class of the data that a run was trained on.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Count">How many images.</param>
public sealed record RunClass(string Name, int Count);

/// <summary>Which data a run was trained on. <see cref="RunFolder.OpenData"/> finds it again.</summary>
/// <param name="Source">What was asked for: a name, or a path.</param>
/// <param name="Name">The data set's own name.</param>
/// <param name="Count">How many images.</param>
/// <param name="Classes">The classes that its labels tell apart, by class number; empty without labels.</param>
/// <param name="Shape">The shape of every image.</param>
/// <param name="Sha256">Over pixels and labels.</param>
public sealed record RunData(string Source, string Name, int Count, IReadOnlyList<RunClass> Classes, ImageShape Shape, string Sha256)
{
    /// <summary>
    /// The full path of <see cref="Source"/> when the run began; null where that was the name of a data set, and in older runs. It is
    /// written nowhere but in <c>options.json</c>, since it may tell a user's name.
    /// </summary>
    public string? FullPath { get; init; }

    /// <summary>How pictures became images of one size; null where they are as they were found.</summary>
    public PictureOptions? Pictures { get; init; }

    /// <summary>What was done to the data and what was left out, in sentences; older runs have them in English only.</summary>
    public IReadOnlyList<Text> Notes { get; init; } = [];

    /// <summary>What the run's model was made for.</summary>
    public DataDescription Describe() => new(Shape, [.. Classes.Select(entry => entry.Count)]);

    /// <summary>Describes a data set.</summary>
    public static RunData Of(string source, ImageDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        RunClass[] classes = [.. data.ClassNames.Zip(data.ClassCounts, (name, count) => new RunClass(name, count))];
        return new RunData(source, data.Name, data.Count, classes, data.Shape, data.Sha256) { Pictures = data.Pictures, Notes = data.Notes };
    }
}
