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
}
