using System.Text.Json.Serialization;

namespace Figment.Evaluation.Images;

/// <summary>The best that a generator of this kind has reached so far under the same conditions: what one may hope for.</summary>
public sealed class ReachedScores
{
    [JsonConstructor]
    internal ReachedScores(string preset, string how, IReadOnlyDictionary<string, double> metrics) =>
        (Preset, How, Metrics) = (preset, how, metrics);

    /// <summary>With which preset.</summary>
    public string Preset { get; }

    /// <summary>Under which circumstances, in words: steps, machine, time.</summary>
    public string How { get; }

    /// <summary>The scores, by the names of <see cref="MetricCatalog"/>; some may be missing.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; }

    private static readonly Lazy<IReadOnlyList<Entry>> Known = new(ReadResource);

    /// <summary>
    /// Looks scores up that may stand beside others: over the same features, of the same real images, from as many images
    /// on either side, with the metrics' own numbers at their defaults.
    /// </summary>
    /// <param name="extractor">What turned images into features.</param>
    /// <param name="reference">The real images.</param>
    /// <param name="options">How the images were compared.</param>
    /// <param name="count">Images on either side.</param>
    /// <returns>Null where none are known.</returns>
    public static ReachedScores? Find(ExtractorCard extractor, ImageSetCard reference, EvaluationOptions options, int count) =>
        Find(Known.Value, extractor, reference, options, count);

    internal static ReachedScores? Find(
        IReadOnlyList<Entry> known,
        ExtractorCard extractor,
        ImageSetCard reference,
        EvaluationOptions options,
        int count
    )
    {
        ArgumentNullException.ThrowIfNull(extractor);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(options);
        EvaluationOptions defaults = new();
        if (options with { Count = defaults.Count, Seed = defaults.Seed } != defaults)
            return null;
        return known
            .FirstOrDefault(entry =>
                entry.ExtractorSha256 == extractor.Sha256 && entry.ReferenceSha256 == reference.Sha256 && entry.Count == count
            )
            ?.Scores;
    }

    internal static IReadOnlyList<Entry> Read(string json) => OptionsJson.Read<IReadOnlyList<Entry>>(json);

    private static IReadOnlyList<Entry> ReadResource()
    {
        using Stream stream = typeof(ReachedScores).Assembly.GetManifestResourceStream("evaluation/reached.json")!;
        using StreamReader reader = new(stream);
        return Read(reader.ReadToEnd());
    }

    /// <summary>Scores, and what they hold for; at most one for the same three.</summary>
    internal sealed record Entry(string ExtractorSha256, string ReferenceSha256, int Count, ReachedScores Scores);
}
