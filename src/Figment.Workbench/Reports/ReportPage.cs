using Figment.Backend;
using Figment.Charts;
using Figment.Data.Images;
using Figment.Diagnosis;
using Figment.Evaluation.Images;

namespace Figment.Reports;

/// <summary>
/// An evaluation as one HTML file that opens from disk: no script, no network, every picture inside. Both languages are
/// in it, and a style shows one of them.
/// </summary>
internal static class ReportPage
{
    private static readonly Lazy<string> Styles = new(ReadStyles);

    /// <summary>Writes the page.</summary>
    /// <param name="report">The numbers.</param>
    /// <param name="generated">The images that were judged, all that there were to choose from.</param>
    /// <param name="real">The real images that they were compared with.</param>
    /// <param name="curves">What was recorded while training; empty where there was no training.</param>
    /// <param name="verdicts">What went wrong while training, in the words and the language in which it was said.</param>
    /// <param name="language">The language that is shown first; the reader can switch.</param>
    /// <returns>HTML, to be written as UTF-8.</returns>
    public static string Write(
        EvaluationReport report, ImageDataset generated, RealImages real, IReadOnlyList<ChartSeries> curves, IReadOnlyList<Verdict> verdicts,
        Language language = Language.English)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(curves);
        ArgumentNullException.ThrowIfNull(verdicts);
        SeededRandom random = new(report.Options.Seed);

        // The policy is a second lock: even a name that became markup could neither run nor send anything.
        return Html.Of($"""
            <!DOCTYPE html>
            <html lang="{Languages.Of(language).Tag}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <meta name="color-scheme" content="light dark">
            <title>{report.Generated.Source} – Figment</title>
            <style>
            {new Html(Styles.Value)}</style>
            </head>
            <body>
            {Languages.All.Select(known => Switch(known, known.Language == language))}<main>
            {Head(report)}{new Summary(report).ToHtml()}{Verdicts(verdicts)}{ReportPictures.Grids(generated, real.Reference, random)}{MetricTable.Of(report)}{ClassHistogram.Of(report.Classes)}{ReportPictures.Pairs(report.Nearest, generated, real.Training)}{CurveSection.Of(curves)}{RepeatSection.Of(report)}</main>
            </body>
            </html>

            """).Markup;
    }

    private static Html Head(EvaluationReport report)
    {
        MetricResult? all = report.Metrics.FirstOrDefault(result => result.ReferenceCount > 0);
        return Html.Of($"""
            <h1>{Texts.Heading}</h1>
            <p class="judged">{Texts.Judged.With(
                ("generated", Figures.Count(all?.GeneratedCount ?? report.Generated.Count)), ("source", report.Generated.Source),
                ("reference", Figures.Count(all?.ReferenceCount ?? report.Reference.Count)), ("against", report.Reference.Source))}</p>
            {report.Notes.Select(note => Html.Of($"<p class=\"note\">{note}</p>\n"))}
            """);
    }

    // Its identity is what the styles ask for.
    private static Html Switch(Languages.Facts known, bool isShown) => Html.Of($"""
        <input type="radio" name="language" id="{Id(known)}" autocomplete="off"{new Html(isShown ? " checked" : "")}><label for="{Id(known)}">{known.Name}</label>

        """);

    private static string Id(Languages.Facts known) => known.Language.ToString().ToLowerInvariant();

    private static Html Verdicts(IReadOnlyList<Verdict> verdicts) => verdicts.Count == 0 ? Html.None : Html.Of($"""
        <section>
        <h2>{Texts.Verdicts}</h2>
        {verdicts.Select(verdict => Html.Of($"""
            <dl class="verdict">
            <div><dt>{Texts.Saw}</dt><dd>{verdict.Saw} <small>({Texts.AtStep.With(("step", Figures.Count(verdict.Step)))})</small></dd></div>
            <div><dt>{Texts.Means}</dt><dd>{verdict.Means}</dd></div>
            <div><dt>{Texts.Try}</dt><dd>{verdict.Try}</dd></div>
            </dl>

            """))}</section>

        """);

    private static string ReadStyles()
    {
        using Stream stream = typeof(ReportPage).Assembly.GetManifestResourceStream("reports/page.css")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().Replace("/* languages */", HideOthers(), StringComparison.Ordinal);
    }

    private static string HideOthers() => string.Join(
        ", ", Languages.Pairs.Select(pair => $"#{Id(pair.Shown)}:checked ~ main [lang=\"{pair.Hidden.Tag}\"]")) + " { display: none; }";
}
