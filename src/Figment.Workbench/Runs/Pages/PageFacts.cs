using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Figment.Runs.Pages;

/// <summary>
/// What the page of any model says about it; it reveals nothing about the machine, its folders, or single training items.
/// </summary>
internal abstract record PageFacts
{
    // The encoder escapes <, >, &, and quotes, so that no name can end the element that holds it.
    private static readonly JsonSerializerOptions InPage = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>Collects the facts that all exports have.</summary>
    /// <param name="metadata">The metadata of the export.</param>
    private protected PageFacts(IReadOnlyDictionary<string, string> metadata)
    {
        (Preset, Data, Step) = (metadata["preset"], metadata["data"], metadata.GetValueOrDefault("step"));
        (Figment, License) = (metadata["figment"], metadata["license"]);
    }

    /// <summary>What the model makes: a picture, a sound, or a text.</summary>
    public abstract string Kind { get; }

    /// <summary>The preset.</summary>
    public string Preset { get; }

    /// <summary>The data's name.</summary>
    public string Data { get; }

    /// <summary>The number of training steps; null if the weights do not record it.</summary>
    public string? Step { get; }

    /// <summary>Figment's version.</summary>
    public string Figment { get; }

    /// <summary>The licence of the model.</summary>
    public string License { get; }

    /// <summary>The share of near copies, in [0, 1], that an evaluation found; null if there was no evaluation.</summary>
    public double? Copied { get; init; }

    /// <summary>Whether the samples are known to contain more near copies of the training data than chance explains.</summary>
    public bool AreCopies { get; init; }

    /// <summary>What is needed to open the page as a run (<see cref="PageRun"/>); null if the page does not contain it.</summary>
    public JsonElement? Run { get; init; }

    /// <summary>The numbers in a list from a page.</summary>
    /// <param name="list">Anything.</param>
    /// <param name="read">Reads one number; returns null for anything else.</param>
    /// <exception cref="FileFormatException">The element is not a list of numbers.</exception>
    internal static T[] Numbers<T>(JsonElement list, Func<JsonElement, T?> read)
        where T : struct
    {
        T?[] all =
            list.ValueKind == JsonValueKind.Array
                ? [.. list.EnumerateArray().Select(element => element.ValueKind == JsonValueKind.Number ? read(element) : null)]
                : [null];
        return Array.TrueForAll(all, each => each is not null)
            ? [.. all.Select(each => each!.Value)]
            : throw new FileFormatException(
                "The page contains something other than numbers where numbers for its model should be."
            );
    }

    /// <summary>The facts as JSON that is safe inside an element of a page.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, GetType(), InPage);
}
