using Figment.Evaluation.Images;

namespace Figment.Reports;

/// <summary>A table of all metrics, with the scores of real images, a scale, and explanations.</summary>
internal static class MetricTable
{
    internal static Html Of(EvaluationReport report) =>
        Html.Of(
            $"""
            <section>
            <h2>{Texts.Metrics}</h2>
            <p>{Texts.MetricsLead}</p>
            <div class="scroll" tabindex="0">
            <table class="metrics">
            <thead><tr><th scope="col">{Texts.MetricColumn}</th>
            <th scope="col" class="number">{Texts.GeneratedColumn}</th>
            <th scope="col" class="number">{Texts.RealColumn}</th>{Reached(
                report,
                _ => Html.Of($"""<th scope="col" class="number">{Texts.ReachedColumn}</th>""")
            )}
            <th scope="col" class="scale">{Texts.ScaleColumn}</th>
            <th scope="col" class="number images">{Texts.ImagesColumn}</th></tr></thead>
            <tbody>
            {report.Metrics.Select(result => Row(report, result))}</tbody>
            </table>
            </div>
            {Reached(
                report,
                reached =>
                    Html.Of($"<p class=\"small\">{Texts.ReachedHow.With(("preset", reached.Preset), ("how", reached.How))}</p>\n")
            )}<p class="note">{Texts.NotFid.With(("extractor", report.Extractor.Name))}</p>
            {UnequalCounts(report)}</section>

            """
        );

    private static Html Row(EvaluationReport report, MetricResult result)
    {
        Metric metric = result.Metric;
        return Html.Of(
            $"""
            <tr><th scope="row"><details><summary>{MetricTexts.Title(metric)}<small>{Arrow(metric.Goal)} {MetricTexts.Goal(
                metric
            )}</small></summary><p>{MetricTexts.Meaning(metric)}</p><p>{Texts.Source}: {metric.Source}.</p>{RealCount(
                result
            )}</details></th>
            <td class="number value">{Value(metric, result.Value, result.StandardError)}</td><td class="number">{(
                result.Real is RealScore real ? Value(metric, real.Value, real.StandardError) : new Html("–")
            )}</td>{Reached(
                report,
                reached =>
                {
                    string best = reached.Metrics.TryGetValue(result.Name, out double value) ? Figures.Of(metric, value) : "–";
                    return Html.Of($"""<td class="number">{best}</td>""");
                }
            )}<td class="scale">{MetricScale.Of(result)}</td><td class="number images">{Images(result)}</td></tr>

            """
        );
    }

    private static Html Value(Metric metric, double value, double? error) =>
        Figures.Of(metric, value, error) switch
        {
            (string number, null) => Html.Of($"{number}"),
            (string number, string chance) => Html.Of($"{number}<small>± {chance}</small>"),
        };

    private static string Images(MetricResult result) =>
        $"{Figures.Count(result.GeneratedCount)} / {(result.ReferenceCount == 0 ? "–" : Figures.Count(result.ReferenceCount))}";

    private static Html RealCount(MetricResult result) =>
        result.Real is null ? Html.None : Html.Of($"<p>{Texts.RealCount.With(("count", Figures.Count(result.Real.Count)))}</p>");

    private static Html UnequalCounts(EvaluationReport report) =>
        report.Metrics.FirstOrDefault(result => result.Name == "frechetDistance") is not { } distance
        || distance.GeneratedCount == distance.ReferenceCount
            ? Html.None
            : Html.Of(
                $"""
                <p class="note">{Texts.UnequalCounts.With(
                    ("generated", Figures.Count(distance.GeneratedCount)),
                    ("reference", Figures.Count(distance.ReferenceCount))
                )}</p>

                """
            );

    private static Html Reached(EvaluationReport report, Func<ReachedScores, Html> cell) =>
        report.Reached is null ? Html.None : cell(report.Reached);

    private static string Arrow(MetricGoal goal) =>
        goal switch
        {
            MetricGoal.Lower => "↓",
            MetricGoal.Higher => "↑",
            _ => "≈",
        };
}
