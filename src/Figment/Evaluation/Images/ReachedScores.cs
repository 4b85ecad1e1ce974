using System.Text.Json.Serialization;

namespace Figment.Evaluation.Images;

/// <summary>
/// The best scores that a generator of this kind has reached under the same conditions, as a guide to what is possible.
/// </summary>
public sealed class ReachedScores
{
    [JsonConstructor]
    internal ReachedScores(string preset, string how, IReadOnlyDictionary<string, double> metrics) =>
        (Preset, How, Metrics) = (preset, how, metrics);

    /// <summary>The preset that reached these scores.</summary>
    public string Preset { get; }

    /// <summary>The circumstances in words: steps, machine, time.</summary>
    public string How { get; }

    /// <summary>The scores, keyed by the names in <see cref="MetricCatalog"/>; some may be missing.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; }

    private static readonly Lazy<IReadOnlyList<Entry>> Known = new(ReadResource);

    /// <summary>
    /// Finds comparable scores: with the same features, the same real images, the same number of images on either side, and the
    /// metrics' default parameters.
    /// </summary>
    /// <param name="extractor">The extractor that turned images into features.</param>
    /// <param name="reference">The real images.</param>
    /// <param name="options">How the images were compared.</param>
    /// <param name="count">The number of images on either side.</param>
    /// <returns>The scores; null if none are known.</returns>
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

    /// <summary>
    /// Scores and the conditions under which they are valid; at most one entry for each combination of conditions.
    /// </summary>
    internal sealed record Entry(string ExtractorSha256, string ReferenceSha256, int Count, ReachedScores Scores);
}
