using System.Text.Json;
using System.Text.Json.Serialization;
using Figment.Audio;
using Figment.Data.Sounds;
using Figment.Networks.Sounds;

namespace Figment.Runs.Sounds;

/// <summary>The training sounds of a run.</summary>
/// <param name="Source">The name or path that was asked for.</param>
/// <param name="Name">The data set's own name.</param>
/// <param name="Count">The number of sounds.</param>
/// <param name="Classes">The classes of the labels, by class number; empty without labels.</param>
/// <param name="Shape">The shape of every sound.</param>
/// <param name="Form">How sounds become images.</param>
/// <param name="Sha256">The SHA-256 of rate, values, and labels.</param>
internal sealed record SoundRunData(
    string Source,
    string Name,
    int Count,
    IReadOnlyList<RunClass> Classes,
    [property: JsonPropertyOrder(1)] SoundShape Shape,
    [property: JsonPropertyOrder(1)] SoundForm Form,
    string Sha256
) : RunData(Source, Name, Count, Classes, Sha256)
{
    /// <summary>How recordings were converted to sounds of the same length; null if they were used as they were.</summary>
    [JsonPropertyOrder(4)]
    public SoundOptions? Reading { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string ItemText => Shape.ToString();

    /// <summary>
    /// How other recordings become sounds for this run: the same rate, channels, and length, cut in the same way.
    /// </summary>
    internal SoundOptions ReadingOfOthers() => (Reading ?? new SoundOptions()).To(Shape);

    /// <summary>Describes the data for the run's model.</summary>
    public SoundDescription Describe() => new(SoundGrid.Of(Form, Shape), [.. Classes.Select(entry => entry.Count)]);

    /// <summary>Describes a data set.</summary>
    /// <param name="source">The name or path that was asked for.</param>
    /// <param name="data">The sounds.</param>
    public static SoundRunData Of(string source, SoundDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new SoundRunData(source, data.Name, data.Count, RunClass.Of(data), data.Shape, data.Form, data.Sha256)
        {
            Notes = data.Notes,
            Reading = data.Reading,
        };
    }

    /// <inheritdoc/>
    internal override void Check()
    {
        if (Form is null || SoundGrid.WhyNot(Form, Shape) is not null)
            throw new JsonException("its sounds have an unknown form");
        base.Check();
    }
}
