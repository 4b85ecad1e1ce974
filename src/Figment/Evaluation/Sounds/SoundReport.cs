using Figment.Audio;
using Figment.Evaluation.Images;

namespace Figment.Evaluation.Sounds;

/// <summary>Everything that a comparison of generated with real sounds found; the content of <c>report.json</c>.</summary>
internal sealed record SoundReport
{
    /// <summary>The shape of every sound.</summary>
    public required SoundShape Shape { get; init; }

    /// <summary>How the pictures came about that were compared.</summary>
    public required string PicturesAre { get; init; }

    /// <summary>The comparison of their pictures, by everything that compares images.</summary>
    public required EvaluationReport Pictures { get; init; }

    /// <summary>What the generated sounds sound like.</summary>
    public required SoundFigures Made { get; init; }

    /// <summary>What the real ones sound like.</summary>
    public required SoundFigures Real { get; init; }

    /// <summary>The value of a metric of <see cref="MetricCatalog"/>; null where it cannot be had of these sounds.</summary>
    /// <param name="name">Its name.</param>
    internal MetricResult? Find(string name) => Pictures.Metrics.FirstOrDefault(result => result.Name == name);

    /// <summary>The numbers that say something of sounds.</summary>
    internal IEnumerable<MetricResult> Metrics => Pictures.Metrics.Where(result => IsToldBy(result.Metric));

    /// <summary>Whether a metric of images says something of sounds; some tell of colours and grain.</summary>
    internal static bool IsToldBy(Metric metric) => metric.Name is not ("fineDetail" or "grain" or "colourDistance");

    /// <summary>Which way a figure is better.</summary>
    internal static MetricGoal GoalOf(string figure) => figure is "silent" or "clipped" ? MetricGoal.Lower : MetricGoal.LikeReal;

    /// <summary>The figures of both, by name.</summary>
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
