using Figment.Imaging;
using Figment.Models;

namespace Figment.Runs;

/// <summary>What a run recorded, as curves of a chart.</summary>
public static class RunCurves
{
    /// <summary>Losses, shares and, where the samples were looked at, how good they were: a panel each.</summary>
    /// <param name="lines">The run's reports.</param>
    public static IReadOnlyList<ChartSeries> Of(IReadOnlyList<MetricsLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        IEnumerable<ChartSeries> measures = lines.SelectMany(line => line.Measures.Keys).Distinct().Select(name => new ChartSeries(
            name, Measure.IsShare(name) ? "accuracy" : "loss",
            [.. lines.Where(line => line.Measures.ContainsKey(name)).Select(line => ((double)line.Step, line.Measures[name]))]));
        MetricsLine[] judged = [.. lines.Where(line => line.Evaluation is not null)];
        if (judged.Length == 0) return [.. measures];

        ChartSeries distance = new("Fréchet distance", "distance", [.. judged.Select(line => ((double)line.Step, line.Evaluation!.FrechetDistance))]);
        ChartSeries coverage = new("coverage", "samples", [.. judged.Select(line => ((double)line.Step, line.Evaluation!.Coverage))]);
        ChartSeries entropy = new("class entropy", "samples", [.. judged.Where(line => line.Evaluation!.Classes is not null).Select(line => ((double)line.Step, line.Evaluation!.Classes!.Entropy))]);
        return [.. measures, distance, coverage, .. entropy.Points.Count > 0 ? new[] { entropy } : []];
    }
}
