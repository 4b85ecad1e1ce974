using Figment.Backend;
using Figment.Charts;
using Figment.Data.Images;
using Figment.Diagnosis;
using Figment.Evaluation.Images;

namespace Figment.Reports;

/// <summary>Writes an evaluation of images as one HTML file (<see cref="ReportFrame"/>).</summary>
internal static class ReportPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="report">The evaluation.</param>
    /// <param name="generated">All the generated images that were judged.</param>
    /// <param name="real">The real images that they were compared with.</param>
    /// <param name="curves">The curves recorded during training; empty if there was no training.</param>
    /// <param name="verdicts">The problems found during training, in the words and language in which they were reported.</param>
    /// <param name="language">The language shown first; the reader can switch.</param>
    /// <returns>The HTML, to be written as UTF-8.</returns>
    public static string Write(
        EvaluationReport report,
        ImageDataset generated,
        RealImages real,
        IReadOnlyList<ChartSeries> curves,
        IReadOnlyList<Verdict> verdicts,
        Language language = Language.English
    )
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(curves);
        ArgumentNullException.ThrowIfNull(verdicts);
        SeededRandom random = new(report.Options.Seed);

        return ReportFrame.Page(
            report.Generated.Source,
            language,
            Html.Join(
                Head(report),
                new Summary(report).ToHtml(),
                ReportFrame.Verdicts(verdicts),
                ReportPictures.Grids(generated, real.Reference, random),
                MetricTable.Of(report),
                ClassHistogram.Of(report.Classes),
                ReportPictures.Pairs(report.Nearest, generated, real.Training),
                CurveSection.Of(curves),
                RepeatSection.Of(report)
            )
        );
    }

    private static Html Head(EvaluationReport report)
    {
        MetricResult? all = report.Metrics.FirstOrDefault(result => result.ReferenceCount > 0);
        return Html.Of(
            $"""
            <h1>{Texts.Heading}</h1>
            <p class="judged">{Texts.Judged.With(
                ("generated", Figures.Count(all?.GeneratedCount ?? report.Generated.Count)), ("source", report.Generated.Source),
                ("reference", Figures.Count(all?.ReferenceCount ?? report.Reference.Count)),
                ("against", report.Reference.Source))}</p>
            {report.Notes.Select(note => Html.Of($"<p class=\"note\">{note}</p>\n"))}
            """
        );
    }
}
