using System.Text.Json;
using System.Text.Json.Serialization;
using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Runs.Images;

/// <summary>Which images a run was trained on.</summary>
/// <param name="Source">What was asked for: a name, or a path.</param>
/// <param name="Name">The data set's own name.</param>
/// <param name="Count">How many images.</param>
/// <param name="Classes">The classes that its labels tell apart, by class number; empty without labels.</param>
/// <param name="Shape">The shape of every image.</param>
/// <param name="Sha256">Over pixels and labels.</param>
internal sealed record ImageRunData(
    string Source,
    string Name,
    int Count,
    IReadOnlyList<RunClass> Classes,
    [property: JsonPropertyOrder(1)] ImageShape Shape,
    string Sha256
) : RunData(Source, Name, Count, Classes, Sha256)
{
    /// <summary>How pictures became images of one size; null where they are as they were found.</summary>
    [JsonPropertyOrder(4)]
    public PictureOptions? Pictures { get; init; }

    /// <summary>Which values a class has in which columns of labels; null where each image has one label, or none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonPropertyOrder(6)]
    public RecordedLabels? Labels { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string ItemText => Shape.ToString();

    /// <summary>What the run's model was made for.</summary>
    public ImageDescription Describe() => new(Shape, [.. Classes.Select(entry => entry.Count)]) { Table = Labels?.ToTable() };

    /// <summary>Describes a data set.</summary>
    /// <param name="source">What was asked for.</param>
    /// <param name="data">The images.</param>
    public static ImageRunData Of(string source, ImageDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new ImageRunData(source, data.Name, data.Count, RunClass.Of(data), data.Shape, data.Sha256)
        {
            Pictures = data.Pictures,
            Notes = data.Notes,
            Labels = data.Table?.Recorded,
        };
    }

    /// <inheritdoc/>
    internal override void Check()
    {
        if (Shape is not { Channels: 1 or 3, Height: >= 1 and <= 4096, Width: >= 1 and <= 4096 })
            throw new JsonException($"images of {Shape} are not supported");
        if (Labels is not null && Labels.ToTable().Classes.Count != Classes.Count)
            throw new JsonException("its labels in columns are of other classes");
        base.Check();
    }
}
