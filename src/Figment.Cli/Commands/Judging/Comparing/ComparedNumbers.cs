using Figment.Cli.Terminal;
using Figment.Evaluation.Images;

namespace Figment.Cli.Commands;

/// <summary>The metrics of evaluations of images (or of other items shown as images), as lines of a table.</summary>
/// <param name="keys">One letter for each subject.</param>
/// <param name="items">The word for the judged items, in the plural.</param>
internal sealed class ComparedNumbers(string[] keys, string items)
{
    private const int Name = 20,
        Cell = 18;

    /// <summary>Explains which letter is which and what cannot be compared, then gives the table's header.</summary>
    internal IEnumerable<string> Head(IReadOnlyList<EvaluationReport> reports)
    {
        for (int i = 0; i < keys.Length; i++)
            yield return $"{keys[i]}  {Words.Printable(reports[i].Generated.Source)}";
        yield return "";
        foreach (ReportDifference difference in ComparedReports.Differences(reports))
        {
            string advice = difference == ReportDifference.Real ? "" : " Use --again.";
            yield return $"CAUTION: {ComparedReports.Caution(difference).English}{advice}";
        }

        yield return Row("", keys, $"real {items}", "better");
    }

    /// <summary>One line for each metric; a star marks the best value.</summary>
    internal static IEnumerable<string> Metrics(IReadOnlyList<EvaluationReport> reports, Func<Metric, bool> isTold)
    {
        foreach (
            (Metric metric, IReadOnlyList<MetricResult?> results) in ComparedReports
                .Rows(reports)
                .Where(row => isTold(row.Metric))
        )
        {
            MetricResult? best = ComparedReports.Best(metric, results);
            RealScore? real = results.First(result => result is not null)!.Real;
            yield return Row(
                metric.Title,
                results.Select(result =>
                    result is null
                        ? "–"
                        : Mark(ReferenceEquals(result, best)) + Words.Metric(metric, result.Value, result.StandardError)
                ),
                real is null ? "" : Words.Metric(metric, real.Value, null),
                Words.Goal(metric.Goal)
            );
        }
    }

    /// <summary>One line of the table.</summary>
    internal static string Row(string name, IEnumerable<string> cells, string real, string better) =>
        $"{name, -Name}{string.Concat(cells.Select(cell => $"{cell, Cell}"))}{real, Cell}   {better}";

    /// <summary>The mark in front of the best value of a line.</summary>
    internal static string Mark(bool isBest) => isBest ? "* " : "";
}
