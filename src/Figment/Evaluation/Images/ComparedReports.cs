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
        if (Differs(report => report.Extractor.Sha256))
            yield return ReportDifference.Extractor;
        if (Differs(report => report.Reference.Sha256))
            yield return ReportDifference.Real;
        if (Differs(report => (report.Options, Math.Min(report.Generated.Count, report.Options.Count))))
            yield return ReportDifference.Options;

        bool Differs<T>(Func<EvaluationReport, T> of) => reports.Select(of).Distinct().Count() > 1;
    }

    /// <summary>What each has of every metric that one of them has; null where it has not.</summary>
    internal static IEnumerable<(Metric Metric, IReadOnlyList<MetricResult?> Results)> Rows(
        IReadOnlyList<EvaluationReport> reports
    ) =>
        MetricCatalog
            .All.Select(metric =>
                (
                    metric,
                    (IReadOnlyList<MetricResult?>)
                        [.. reports.Select(report => report.Metrics.FirstOrDefault(result => result.Name == metric.Name))]
                )
            )
            .Where(row => row.Item2.Any(result => result is not null));

    /// <summary>The best of them; null where none is better than all others.</summary>
    internal static MetricResult? Best(Metric metric, IReadOnlyList<MetricResult?> results)
    {
        int? best = Best(metric.Goal, [.. results.Select(result => (result?.Value, result?.Real?.Value))]);
        return best is int place ? results[place] : null;
    }

    /// <summary>The place of the best of some values; null where none is better than all others.</summary>
    /// <param name="goal">Which way is better.</param>
    /// <param name="values">Each with what real items have in its place; null where it has none.</param>
    internal static int? Best(MetricGoal goal, IReadOnlyList<(double? Value, double? Real)> values)
    {
        (int Place, double Cost)[] present =
        [
            .. values
                .Index()
                .Where(each => each.Item.Value is double value && double.IsFinite(value))
                .Select(each =>
                    (
                        each.Index,
                        goal switch
                        {
                            MetricGoal.Lower => each.Item.Value!.Value,
                            MetricGoal.Higher => -each.Item.Value!.Value,
                            _ => Math.Abs(each.Item.Value!.Value - (each.Item.Real ?? 0)),
                        }
                    )
                ),
        ];
        if (present.Length < 2)
            return null;
        (int Place, double Cost) best = present.MinBy(each => each.Cost);
        return present.Count(each => each.Cost == best.Cost) > 1 ? null : best.Place;
    }

    /// <summary>What a difference means for whoever reads the numbers.</summary>
    internal static Text Caution(ReportDifference difference) => WordTable.Text($"note.compared.{difference}");
}
