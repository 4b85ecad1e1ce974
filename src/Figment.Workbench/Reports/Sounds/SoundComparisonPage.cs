using Figment.Audio;
using Figment.Evaluation.Images;
using Figment.Evaluation.Sounds;

namespace Figment.Reports;

/// <summary>One of the compared models of sounds: its evaluation, and some of its sounds.</summary>
/// <param name="Key">Its letter on the page.</param>
/// <param name="Source">The model that made the sounds.</param>
/// <param name="Shape">The shape of its sounds.</param>
/// <param name="Report">Its evaluation.</param>
/// <param name="Judged">The model that the evaluation is about, if that is not <paramref name="Source"/>.</param>
/// <param name="Made">Some of its sounds with their samples, the same number as for the other models.</param>
internal sealed record ComparedSounds(
    string Key,
    string Source,
    SoundShape Shape,
    SoundReport Report,
    string? Judged,
    HeardSounds Made
);

/// <summary>Writes a comparison of models of sounds as one HTML file (<see cref="ReportFrame"/>), which plays them.</summary>
internal static class SoundComparisonPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="models">The models, at least two.</param>
    /// <param name="language">The language shown first.</param>
    /// <returns>The HTML, to be written as UTF-8.</returns>
    internal static string Write(IReadOnlyList<ComparedSounds> models, Language language) =>
        ReportFrame.Page(
            string.Join(", ", models.Select(model => model.Source)),
            language,
            Html.Of($"{Head(models)}{Listen(models)}{Numbers(models)}")
        );

    private static Html Head(IReadOnlyList<ComparedSounds> models) =>
        Html.Of(
            $"""
        <h1>{Say("heading")}</h1>
        <dl>
        {models.Select(model => Html.Of($"""
            <div><dt>{model.Key}</dt>
            <dd>{model.Source}<br><span class="small">{SoundReportPage.ShapeOf(model.Shape)}{Judged(model)}</span></dd></div>

            """))}</dl>

        """
        );

    private static Html Judged(ComparedSounds model) =>
        model.Judged is string judged
            ? Html.Of($"<br>{WordTable.Template("soundReport.compare.judged").Fill(("source", judged))}")
            : Html.None;

    private static Html Listen(IReadOnlyList<ComparedSounds> models)
    {
        string?[] classes = [.. Enumerable.Range(0, models[0].Made.Pictures.Count).Select(number => ClassOf(models, number))];
        return Html.Of(
            $"""
            <section>
            <h2>{WordTable.Text("soundReport.listen.title")}</h2>
            <p>{Say(classes.Contains(null) ? "listen" : "listenByClass")}</p>
            {classes.Select((name, number) => Html.Of($"""
                <h3>{name ?? Figures.Count(number)}</h3>
                <div class="sounds">
                {models.Select(model => new PlayedSounds(model.Shape).Of(model.Made, number, Caption(model, number, name)))}</div>

                """))}</section>

            """
        );
    }

    /// <summary>The model of a sound, and its class if the row does not name it.</summary>
    private static string Caption(ComparedSounds model, int number, string? rowClass) =>
        rowClass is null && PlayedSounds.ClassOf(model.Made.Pictures, number) is string own ? $"{model.Key} · {own}" : model.Key;

    /// <summary>The class of the sounds at one position; null if they have none or different ones.</summary>
    private static string? ClassOf(IReadOnlyList<ComparedSounds> models, int number)
    {
        string?[] classes =
        [
            .. models
                .Select(model => PlayedSounds.ClassOf(model.Made.Pictures, number))
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        return classes.Length == 1 ? classes[0] : null;
    }

    private static Html Numbers(IReadOnlyList<ComparedSounds> models)
    {
        EvaluationReport[] reports = [.. models.Select(model => model.Report.Pictures)];
        IEnumerable<Html> cautions = ComparedReports
            .Differences(reports)
            .Select(difference => Html.Of($"<p class=\"note\">{ComparedReports.Caution(difference)}</p>\n"));
        IEnumerable<Html> keys = models.Select(model => Html.Of($"""<th scope="col" class="number">{model.Key}</th>"""));
        IEnumerable<Html> measured = ComparedReports
            .Rows(reports)
            .Where(row => SoundReport.IsToldBy(row.Metric))
            .Select(row => Row(row.Metric, row.Results));
        IEnumerable<ComparedFigure> figures = ComparedFigure.Of([.. models.Select(model => model.Report)]);
        return Html.Of(
            $"""
            <section>
            <h2>{Texts.Metrics}</h2>
            <p>{Say("numbers")}</p>
            {cautions}<div class="scroll" tabindex="0">
            <table>
            <thead><tr><th scope="col">{Texts.MetricColumn}</th>{keys}
            <th scope="col" class="number">{WordTable.Text("soundReport.real")}</th></tr></thead>
            <tbody>
            {measured}{figures.Select(figure => Row(
                SoundReportPage.TitleOf(figure.Name),
                figure.Made.Select((made, place) => (SoundReportPage.Of(figure.Name, made), place == figure.Best)),
                SoundReportPage.Of(figure.Name, figure.Real)))}</tbody>
            </table>
            </div>
            </section>

            """
        );
    }

    private static Html Row(Metric metric, IReadOnlyList<MetricResult?> results)
    {
        MetricResult? best = ComparedReports.Best(metric, results);
        RealScore? real = results.First(result => result is not null)!.Real;
        return Row(
            MetricTexts.Title(metric),
            results.Select(result =>
                (result is null ? "–" : Figures.Of(metric, result.Value), result is not null && ReferenceEquals(result, best))
            ),
            real is null ? "–" : Figures.Of(metric, real.Value)
        );
    }

    private static Html Row(Text title, IEnumerable<(string Value, bool IsBest)> cells, string real) =>
        Html.Of(
            $"""
        <tr><th scope="row">{title}</th>{cells.Select(cell => cell.IsBest
            ? Html.Of($"""<td class="number value">{cell.Value}</td>""")
            : Html.Of($"""<td class="number">{cell.Value}</td>"""))}<td class="number">{real}</td></tr>

        """
        );

    private static Text Say(string name) => WordTable.Text($"soundReport.compare.{name}");
}
