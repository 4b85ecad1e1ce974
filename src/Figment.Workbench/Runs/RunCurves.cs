using Figment.Charts;
using Figment.Models;

namespace Figment.Runs;

/// <summary>The recorded measures of a run, as curves for a chart.</summary>
internal static class RunCurves
{
    /// <summary>Losses, shares, and the quality of the samples if they were judged.</summary>
    /// <param name="lines">The run's reports.</param>
    public static IReadOnlyList<ChartSeries> Of(IReadOnlyList<MetricsLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        IEnumerable<ChartSeries> measures = lines
            .SelectMany(line => line.Measures.Keys)
            .Distinct()
            .Select(name => new ChartSeries(
                name,
                PanelOf(name),
                [.. lines.Where(line => line.Measures.ContainsKey(name)).Select(line => ((double)line.Step, line.Measures[name]))]
            ));
        (string Panel, string Curve)[] judged =
        [
            .. lines.SelectMany(line => line.Evaluation?.Curves ?? []).Select(curve => (curve.Panel, curve.Curve)).Distinct(),
        ];
        return
        [
            .. measures,
            .. judged.Select(curve => new ChartSeries(
                curve.Curve,
                curve.Panel,
                [.. lines.SelectMany(line => PointsOf(line, curve.Curve))]
            )),
        ];
    }

    /// <summary>The panel in which a measure is drawn.</summary>
    internal static string PanelOf(string measure) => Measure.IsShare(measure) ? "accuracy" : "loss";

    private static IEnumerable<(double Step, double Value)> PointsOf(MetricsLine line, string curve) =>
        (line.Evaluation?.Curves ?? []).Where(each => each.Curve == curve).Select(each => ((double)line.Step, each.Value));
}
