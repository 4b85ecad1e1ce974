using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Figment.Runs.Pages;

/// <summary>
/// What the page of any model says of it; nothing of the machine, of folders or of single things that it learned from.
/// </summary>
internal abstract record PageFacts
{
    // Its encoder writes <, >, & and quotes as escapes, so that no name can end the element that holds it.
    private static readonly JsonSerializerOptions InPage = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>Gathers what all exports say.</summary>
    /// <param name="metadata">It.</param>
    private protected PageFacts(IReadOnlyDictionary<string, string> metadata)
    {
        (Preset, Data, Step) = (metadata["preset"], metadata["data"], metadata.GetValueOrDefault("step"));
        (Figment, License) = (metadata["figment"], metadata["license"]);
    }

    /// <summary>What it makes: a picture, a sound or a text.</summary>
    public abstract string Kind { get; }

    /// <summary>The preset.</summary>
    public string Preset { get; }

    /// <summary>The data's name.</summary>
    public string Data { get; }

    /// <summary>Steps of training; null where the weights do not say.</summary>
    public string? Step { get; }

    /// <summary>Figment's version.</summary>
    public string Figment { get; }

    /// <summary>The licence that was named for the model.</summary>
    public string License { get; }

    /// <summary>The share of near copies in [0, 1] that an evaluation found; null where there was none.</summary>
    public double? Copied { get; init; }

    /// <summary>Whether there are more near copies of what was learned from than chance explains, as far as is known.</summary>
    public bool AreCopies { get; init; }

    /// <summary>As JSON that can stand in an element of a page.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, GetType(), InPage);
}
