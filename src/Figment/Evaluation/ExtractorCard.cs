using System.Text.Json.Serialization;

namespace Figment.Evaluation;

/// <summary>What judges samples, as far as a reader must know it to repeat a number.</summary>
public sealed class ExtractorCard
{
    [JsonConstructor]
    internal ExtractorCard(string name, string sha256, string preprocessing, int dimensions, int classes) =>
        (Name, Sha256, Preprocessing, Dimensions, Classes) = (name, sha256, preprocessing, dimensions, classes);

    /// <summary>A short name.</summary>
    public string Name { get; }

    /// <summary>Of its weights.</summary>
    public string Sha256 { get; }

    /// <summary>What happens to a sample before the network sees it.</summary>
    public string Preprocessing { get; }

    /// <summary>Features per sample.</summary>
    public int Dimensions { get; }

    /// <summary>Classes that it tells apart; 0 where it knows none.</summary>
    public int Classes { get; }

    /// <summary>
    /// The share of samples that it classifies rightly of those that it did not learn from, 0 to 1; null where that was not
    /// measured.
    /// </summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Accuracy { get; internal init; }

    /// <summary>On how many samples <see cref="Accuracy"/> was measured.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? AccuracyCount { get; internal init; }

    /// <summary>
    /// What a reader of its numbers must know of it, or of why there is no better one; null and empty are the same.
    /// </summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Text>? Notes
    {
        get;
        internal init => field = value is { Count: > 0 } ? value : null;
    }

    /// <summary>The same judge, with more to know of it.</summary>
    internal ExtractorCard With(IReadOnlyList<Text> notes) =>
        new(Name, Sha256, Preprocessing, Dimensions, Classes)
        {
            Accuracy = Accuracy,
            AccuracyCount = AccuracyCount,
            Notes = [.. notes, .. Notes ?? []],
        };
}
