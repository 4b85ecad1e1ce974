using System.Globalization;
using Figment.Audio;
using Figment.Charts;
using Figment.Data.Images;
using Figment.Data.Sounds;
using Figment.Diagnosis;
using Figment.Evaluation.Images;
using Figment.Evaluation.Sounds;

namespace Figment.Reports;

/// <summary>Writes an evaluation of sounds as one HTML file (<see cref="ReportFrame"/>), which plays them.</summary>
internal static class SoundReportPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="report">The evaluation.</param>
    /// <param name="made">The model's sounds, with their samples.</param>
    /// <param name="pictures">The pictures of the real sounds.</param>
    /// <param name="reference">The real sounds that they were compared with.</param>
    /// <param name="training">The training sounds.</param>
    /// <param name="curves">The curves recorded during training.</param>
    /// <param name="verdicts">The problems found during training.</param>
    /// <param name="language">The language shown first.</param>
    /// <returns>The HTML, to be written as UTF-8.</returns>
    internal static string Write(
        SoundReport report,
        HeardSounds made,
        RealImages pictures,
        SoundDataset reference,
        SoundDataset training,
        IReadOnlyList<ChartSeries> curves,
        IReadOnlyList<Verdict> verdicts,
        Language language = Language.English
    )
    {
        PlayedSounds played = new(report.Shape);
        return ReportFrame.Page(
            report.Pictures.Generated.Source,
            language,
            Html.Join(
                Head(report),
                InShort(report),
                ReportFrame.Verdicts(verdicts),
                Listen(played, made, reference, pictures.Reference),
                Numbers(report),
                ClassHistogram.Of(report.Pictures.Classes, Say("real")),
                Nearest(report, played, made, training, pictures.Training),
                CurveSection.Of(curves, panel => WordTable.Find($"soundReport.curves.{panel}")),
                Repeat(report)
            )
        );
    }

    private static Html Head(SoundReport report) =>
        Html.Of(
            $"""
        <h1>{Say("heading")}</h1>
        <p class="judged">{Fill("judged",
            ("generated", Figures.Count(report.Made.Count)), ("source", report.Pictures.Generated.Source),
            ("reference", Figures.Count(report.Real.Count)), ("against", report.Pictures.Reference.Source),
            ("shape", ShapeOf(report.Shape)))}</p>
        {Notes(report)}
        """
        );

    private static Html InShort(SoundReport report) =>
        Html.Of(
            $"""
            <section class="summary">
            <h2>{Texts.InShort}</h2>
            {Sentence("asAsked", report.Find("asAsked"))}{Distance(report.Find("frechetDistance"))}{Sentence(
                "recall",
                report.Find("recall")
            )}{Sentence("copied", report.Find("copied"))}<p>{Fill(
                "short.audible",
                ("silent", Figures.Percent(report.Made.Silent)),
                ("clipped", Figures.Percent(report.Made.Clipped))
            )}</p>
            </section>

            """
        );

    private static IEnumerable<Html> Notes(SoundReport report) =>
        report
            .Pictures.Notes.Concat(report.Pictures.Extractor.Notes ?? [])
            .Select(note => Html.Of($"<p class=\"note\">{note}</p>\n"));

    private static Html Sentence(string name, MetricResult? result) =>
        result?.Real is not RealScore real
            ? Html.None
            : Html.Of(
                $"""
                <p>{Fill($"short.{name}", ("made", Figures.Percent(result.Value)), ("real", Figures.Percent(real.Value)))}</p>

                """
            );

    private static Html Distance(MetricResult? result) =>
        result?.Real is not { Value: > 0 } real
            ? Html.None
            : Html.Of($"<p>{Fill("short.distance", ("times", Figures.Factor(result.Value / real.Value)))}</p>\n");

    private static Html Listen(PlayedSounds played, HeardSounds made, SoundDataset reference, ImageDataset pictures) =>
        Html.Of(
            $"""
            <section>
            <h2>{Say("listen.title")}</h2>
            <p>{Say("listen.lead")}</p>
            <h3>{Say("made")}</h3>
            <div class="sounds">
            {played.Spread(made.Pictures.Count).Select(number => played.Of(made, number))}</div>
            <h3>{Say("real")}</h3>
            <div class="sounds">
            {played.Spread(reference.Count).Select(number => played.Of(reference, pictures, number))}</div>
            </section>

            """
        );

    private static Html Numbers(SoundReport report) =>
        Html.Of(
            $"""
        <section>
        <h2>{Texts.Metrics}</h2>
        <p>{Fill("numbers.lead", ("extractor", report.Pictures.Extractor.Name))}</p>
        <div class="scroll" tabindex="0">
        <table>
        <thead><tr><th scope="col">{Texts.MetricColumn}</th>
        <th scope="col" class="number">{Say("made")}</th><th scope="col" class="number">{Say("real")}</th></tr></thead>
        <tbody>
        {report.Metrics.Select(result => Row(
            MetricTexts.Title(result.Metric), Say($"row.{result.Name}"), Figures.Of(result.Metric, result.Value),
            result.Real is RealScore real ? Figures.Of(result.Metric, real.Value) : "–"))}{report.Figures.Select(figure => Row(
            TitleOf(figure.Name), Say($"figure.{figure.Name}.meaning"),
            Of(figure.Name, figure.Made), Of(figure.Name, figure.Real)))}</tbody>
        </table>
        </div>
        </section>

        """
        );

    private static Html Row(Text title, Text meaning, string made, string real) =>
        Html.Of(
            $"""
            <tr><th scope="row">{title}<p>{meaning}</p></th>
            <td class="number value">{made}</td><td class="number value">{real}</td></tr>

            """
        );

    /// <summary>The length and sample rate of the sounds.</summary>
    internal static Text ShapeOf(SoundShape shape) =>
        Fill(
            shape.Channels == 2 ? "shape.stereo" : "shape.mono",
            ("seconds", shape.Seconds.ToString("0.##", CultureInfo.InvariantCulture)),
            ("rate", (shape.Rate / 1000.0).ToString("0.###", CultureInfo.InvariantCulture))
        );

    /// <summary>The name of a figure.</summary>
    internal static Text TitleOf(string figure) => Say($"figure.{figure}.title");

    /// <summary>A figure with its unit.</summary>
    internal static string Of(string name, double? value) =>
        value is not double number
            ? "–"
            : name switch
            {
                "silent" or "clipped" => Figures.Percent(number),
                "centroid" or "rollOff" => $"{Figures.Count((long)Math.Round(number))} Hz",
                _ => string.Create(CultureInfo.InvariantCulture, $"{number:0.0} dB").Replace('-', '−'),
            };

    private static Html Nearest(
        SoundReport report,
        PlayedSounds played,
        HeardSounds made,
        SoundDataset training,
        ImageDataset pictures
    ) =>
        report.Pictures.Nearest.Count == 0
            ? Html.None
            : Html.Of(
                $"""
        <section>
        <h2>{Say("nearest.title")}</h2>
        <p>{Fill("nearest.lead", ("copied", NearestImages.CopyRatio.ToString(CultureInfo.InvariantCulture)))}</p>
        {report.Pictures.Nearest.Take(played.Most / 2).Select(pair => Html.Of($"""
            <div class="sounds">
            {played.Of(made, pair.Generated)}{played.Of(training, pictures, pair.Training)}</div>
            <p class="small">{Texts.Ratio.With(("ratio", Figures.Number(pair.Ratio)))}</p>

            """))}</section>

        """
            );

    private static Html Repeat(SoundReport report) =>
        Html.Of(
            $"""
            <section>
            <h2>{Texts.Repeat}</h2>
            <p>{Fill(
                "repeat",
                ("seed", $"{report.Pictures.Options.Seed}"),
                ("extractor", report.Pictures.Extractor.Name),
                ("pictures", report.PicturesAre),
                ("version", report.Pictures.Figment),
                ("seconds", Figures.Number(report.Pictures.Seconds))
            )}</p>
            <p><code class="hash">SHA-256 {report.Pictures.Extractor.Sha256}</code></p>
            </section>

            """
        );

    private static Text Say(string name) => WordTable.Text($"soundReport.{name}");

    private static Text Fill(string name, params (string, Text)[] facts) => WordTable.Template($"soundReport.{name}").Fill(facts);
}
