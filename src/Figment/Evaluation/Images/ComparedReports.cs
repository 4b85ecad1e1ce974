namespace Figment.Evaluation.Images;

/// <summary>In what evaluations differ so that their numbers cannot be compared.</summary>
internal enum ReportDifference
{
    /// <summary>They were judged with different extractors.</summary>
    Extractor,

    /// <summary>They were compared with different real images.</summary>
    Real,

    /// <summary>They were judged with different counts or other options.</summary>
    Options,
}

/// <summary>Evaluations side by side.</summary>
internal static class ComparedReports
{
    /// <summary>In what they differ; nothing where their numbers can be compared.</summary>
    internal static IEnumerable<ReportDifference> Differences(IReadOnlyList<EvaluationReport> reports)
    {
        if (Differs(report => report.Extractor.Sha256)) yield return ReportDifference.Extractor;
        if (Differs(report => report.Reference.Sha256)) yield return ReportDifference.Real;
        if (Differs(report => (report.Options, Math.Min(report.Generated.Count, report.Options.Count)))) yield return ReportDifference.Options;

        bool Differs<T>(Func<EvaluationReport, T> of) => reports.Select(of).Distinct().Count() > 1;
    }

    /// <summary>What each has of every metric that one of them has; null where it has not.</summary>
    internal static IEnumerable<(Metric Metric, IReadOnlyList<MetricResult?> Results)> Rows(IReadOnlyList<EvaluationReport> reports) =>
        MetricCatalog.All
            .Select(metric => (metric, (IReadOnlyList<MetricResult?>)[.. reports.Select(
                report => report.Metrics.FirstOrDefault(result => result.Name == metric.Name))]))
            .Where(row => row.Item2.Any(result => result is not null));

    /// <summary>The best of them; null where nobody is better than all alike.</summary>
    internal static MetricResult? Best(Metric metric, IReadOnlyList<MetricResult?> results)
    {
        MetricResult[] present = [.. results.OfType<MetricResult>().Where(result => double.IsFinite(result.Value))];
        Func<MetricResult, double> cost = metric.Goal switch
        {
            MetricGoal.Lower => result => result.Value,
            MetricGoal.Higher => result => -result.Value,
            _ => result => Math.Abs(result.Value - (result.Real?.Value ?? 0)),
        };
        MetricResult? best = present.MinBy(cost);
        return best is null || present.Count(result => cost(result) == cost(best)) == present.Length ? null : best;
    }
}
