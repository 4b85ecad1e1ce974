namespace Figment.Evaluation.Images;

/// <summary>The differences because of which the numbers of evaluations cannot be compared.</summary>
internal enum ReportDifference
{
    /// <summary>The evaluations used different extractors.</summary>
    Extractor,

    /// <summary>The evaluations used different real images.</summary>
    Real,

    /// <summary>The evaluations used different counts or other options.</summary>
    Options,
}

/// <summary>Compares evaluations side by side.</summary>
internal static class ComparedReports
{
    /// <summary>Returns how evaluations differ; empty if their numbers can be compared.</summary>
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

    /// <summary>
    /// Returns every metric that any evaluation has, with the result of each evaluation; null where it is missing.
    /// </summary>
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

    /// <summary>Returns the best result; null if none is better than all others.</summary>
    internal static MetricResult? Best(Metric metric, IReadOnlyList<MetricResult?> results)
    {
        int? best = Best(metric.Goal, [.. results.Select(result => (result?.Value, result?.Real?.Value))]);
        return best is int place ? results[place] : null;
    }

    /// <summary>Returns the index of the best value; null if none is better than all others.</summary>
    /// <param name="goal">The direction in which values are better.</param>
    /// <param name="values">The values, each with the value of real data; null where there is none.</param>
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

    /// <summary>Returns a sentence that explains a difference to the reader.</summary>
    internal static Text Caution(ReportDifference difference) => WordTable.Text($"note.compared.{difference}");
}
