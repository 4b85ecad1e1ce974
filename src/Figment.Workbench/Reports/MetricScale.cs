using Figment.Evaluation.Images;

namespace Figment.Reports;

/// <summary>A small picture that shows where a value lies between useless and the score of real images.</summary>
internal static class MetricScale
{
    // The mark for real images is not at the right end, so that a better value can still be shown.
    private const double RealPlace = 0.8;

    /// <summary>The worst value of each metric, by name; null if it has no worst value.</summary>
    internal static IReadOnlyDictionary<string, double?> Useless { get; } =
        new Dictionary<string, double?>
        {
            ["frechetDistance"] = null,
            ["kernelDistance"] = null,
            ["classifierScore"] = 1,
            ["precision"] = 0,
            ["recall"] = 0,
            ["density"] = 0,
            ["coverage"] = 0,
            ["classEntropy"] = 0,
            ["rarestClass"] = 0,
            ["sure"] = 0,
            ["asAsked"] = 0,
            ["similarity"] = 1,
            ["fineDetail"] = null,
            ["grain"] = null,
            ["colourDistance"] = 1,
            ["copied"] = 1,
        };

    internal static Html Of(MetricResult result)
    {
        if (result.Real is null)
            return Html.None;
        if (Position(result, result.Value) is double position)
            return Draw(position, Spread(result));
        return result.Name == "frechetDistance" && result.Real.Value > 0 && double.IsFinite(result.Value)
            ? Texts.TimesReal.With(("factor", Figures.Factor(result.Value / result.Real.Value)))
            : Html.None;
    }

    /// <summary>
    /// 0 is useless, 1 is as good as real images, and 1.25 is the end of the picture; null if there is no such scale.
    /// </summary>
    internal static double? Position(MetricResult result, double value)
    {
        if (
            !Useless.TryGetValue(result.Name, out double? worst)
            || worst is not double useless
            || result.Real is null
            || !double.IsFinite(value)
        )
            return null;
        double real = result.Real.Value;

        // A value on the other side of real images is no better: no similarity at all is useless too.
        if (result.Metric.Goal == MetricGoal.LikeReal && value < real)
            useless = Math.Min(0, real - 1e-9);
        double position = (value - useless) / (real - useless);
        return double.IsFinite(position) ? Math.Clamp(position, 0, 1 / RealPlace) : null;
    }

    private static (double From, double To)? Spread(MetricResult result) =>
        result.StandardError is double chance
        && Position(result, result.Value - chance) is double from
        && Position(result, result.Value + chance) is double to
            ? (from, to)
            : null;

    private static Html Draw(double position, (double From, double To)? spread)
    {
        Html error = spread is var (from, to)
            ? Html.Of($"""<line class="error" x1="{Place(from)}" x2="{Place(to)}" y1="9" y2="9"/>""")
            : Html.None;
        return Html.Of(
            $"""
            <svg class="marker" width="100%" height="18" aria-hidden="true">
            <line class="track" x1="3%" x2="97%" y1="9" y2="9"/>{error}
            <line class="real" x1="{Place(1)}" x2="{Place(1)}" y1="2" y2="16"/>
            <circle class="generated" cx="{Place(position)}" cy="9" r="5"/></svg>
            """
        );
    }

    private static string Place(double position) => Figures.Place(0.03 + (0.94 * RealPlace * position));
}
