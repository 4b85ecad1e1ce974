using System.Text.Json.Serialization;

namespace Figment.Evaluation;

/// <summary>Describes the extractor that judges samples, so that a reader can reproduce its numbers.</summary>
public sealed class ExtractorCard
{
    [JsonConstructor]
    internal ExtractorCard(string name, string sha256, string preprocessing, int dimensions, int classes) =>
        (Name, Sha256, Preprocessing, Dimensions, Classes) = (name, sha256, preprocessing, dimensions, classes);

    /// <summary>A short name.</summary>
    public string Name { get; }

    /// <summary>The SHA-256 of its weights, in hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>How a sample is processed before the network sees it.</summary>
    public string Preprocessing { get; }

    /// <summary>The number of features per sample.</summary>
    public int Dimensions { get; }

    /// <summary>The number of classes that the extractor tells apart; 0 if it knows none.</summary>
    public int Classes { get; }

    /// <summary>
    /// The share of held-out samples that the extractor classifies correctly, 0 to 1; null if it was not measured.
    /// </summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Accuracy { get; internal init; }

    /// <summary>The number of samples on which <see cref="Accuracy"/> was measured.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? AccuracyCount { get; internal init; }

    /// <summary>
    /// What a reader of the results must know about the extractor, or why there is no better one; null and empty mean the same.
    /// </summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Text>? Notes
    {
        get;
        internal init => field = value is { Count: > 0 } ? value : null;
    }

    /// <summary>Returns the same card with more notes.</summary>
    internal ExtractorCard With(IReadOnlyList<Text> notes) =>
        new(Name, Sha256, Preprocessing, Dimensions, Classes)
        {
            Accuracy = Accuracy,
            AccuracyCount = AccuracyCount,
            Notes = [.. notes, .. Notes ?? []],
        };
}
