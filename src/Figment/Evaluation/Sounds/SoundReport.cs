using Figment.Audio;
using Figment.Evaluation.Images;

namespace Figment.Evaluation.Sounds;

/// <summary>The results of a comparison of generated with real sounds; the content of <c>report.json</c>.</summary>
internal sealed record SoundReport
{
    /// <summary>The shape of every sound.</summary>
    public required SoundShape Shape { get; init; }

    /// <summary>How the compared pictures were made.</summary>
    public required string PicturesAre { get; init; }

    /// <summary>The comparison, by all image metrics, of pictures of the sounds.</summary>
    public required EvaluationReport Pictures { get; init; }

    /// <summary>The audio figures of the generated sounds.</summary>
    public required SoundFigures Made { get; init; }

    /// <summary>The audio figures of the real sounds.</summary>
    public required SoundFigures Real { get; init; }

    /// <summary>Finds the result of a metric of <see cref="MetricCatalog"/>; null if these sounds do not allow it.</summary>
    /// <param name="name">The name of the metric.</param>
    internal MetricResult? Find(string name) => Pictures.Metrics.FirstOrDefault(result => result.Name == name);

    /// <summary>The results that are meaningful for sounds.</summary>
    internal IEnumerable<MetricResult> Metrics => Pictures.Metrics.Where(result => IsToldBy(result.Metric));

    /// <summary>Whether an image metric is meaningful for sounds; some are not, because they measure colours or grain.</summary>
    internal static bool IsToldBy(Metric metric) => metric.Name is not ("fineDetail" or "grain" or "colourDistance");

    /// <summary>Returns the direction in which a figure improves.</summary>
    internal static MetricGoal GoalOf(string figure) => figure is "silent" or "clipped" ? MetricGoal.Lower : MetricGoal.LikeReal;

    /// <summary>The figures of generated and real sounds, by name.</summary>
    internal IEnumerable<(string Name, double? Made, double? Real)> Figures =>
        [
            ("silent", Made.Silent, Real.Silent),
            ("clipped", Made.Clipped, Real.Clipped),
            ("loudness", Made.Loudness?.Mean, Real.Loudness?.Mean),
            ("centroid", Made.Centroid?.Mean, Real.Centroid?.Mean),
            ("rollOff", Made.RollOff?.Mean, Real.RollOff?.Mean),
            ("flatness", Made.Flatness?.Mean, Real.Flatness?.Mean),
            ("rest", Made.Rest?.Mean, Real.Rest?.Mean),
        ];
}
