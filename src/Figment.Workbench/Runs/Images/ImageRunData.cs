using System.Text.Json;
using System.Text.Json.Serialization;
using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Runs.Images;

/// <summary>The training images of a run.</summary>
/// <param name="Source">The name or path that was asked for.</param>
/// <param name="Name">The data set's own name.</param>
/// <param name="Count">The number of images.</param>
/// <param name="Classes">The classes of the labels, by class number; empty without labels.</param>
/// <param name="Shape">The shape of every image.</param>
/// <param name="Sha256">The SHA-256 of pixels and labels.</param>
internal sealed record ImageRunData(
    string Source,
    string Name,
    int Count,
    IReadOnlyList<RunClass> Classes,
    [property: JsonPropertyOrder(1)] ImageShape Shape,
    string Sha256
) : RunData(Source, Name, Count, Classes, Sha256)
{
    /// <summary>How pictures were brought to the same size; null if they were used as they were.</summary>
    [JsonPropertyOrder(4)]
    public PictureOptions? Pictures { get; init; }

    /// <summary>For each class, its values in the columns of labels; null if each image has one label or none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonPropertyOrder(6)]
    public RecordedLabels? Labels { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string ItemText => Shape.ToString();

    /// <summary>Describes the data for the run's model.</summary>
    public ImageDescription Describe() => new(Shape, [.. Classes.Select(entry => entry.Count)]) { Table = Labels?.ToTable() };

    /// <summary>Describes a data set.</summary>
    /// <param name="source">The name or path that was asked for.</param>
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
            throw new JsonException("its label columns do not match its classes");
        base.Check();
    }
}
