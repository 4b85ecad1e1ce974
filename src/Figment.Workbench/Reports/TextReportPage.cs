using Figment.Charts;
using Figment.Diagnosis;
using Figment.Evaluation.Texts;

namespace Figment.Reports;

/// <summary>Writes an evaluation of a language model as one HTML file (<see cref="ReportFrame"/>).</summary>
internal static class TextReportPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="report">The evaluation.</param>
    /// <param name="curves">The curves recorded during training.</param>
    /// <param name="verdicts">The problems found during training.</param>
    /// <param name="language">The language shown first.</param>
    /// <returns>The HTML, to be written as UTF-8.</returns>
    internal static string Write(
        TextReport report,
        IReadOnlyList<ChartSeries> curves,
        IReadOnlyList<Verdict> verdicts,
        Language language = Language.English
    ) =>
        ReportFrame.Page(
            report.Subject,
            language,
            Html.Join(
                Head(report),
                InShort(report),
                ReportFrame.Verdicts(verdicts),
                Foreseen(report),
                Passages(report),
                Samples(report),
                CurveSection.Of(curves, panel => WordTable.Find($"textReport.curves.{panel}")),
                Repeat(report)
            )
        );

    private static Html Head(TextReport report) =>
        Html.Of(
            $"""
            <h1>{Say("heading")}</h1>
            <p class="judged">{Fill(
                "judged",
                ("subject", report.Subject),
                ("texts", Figures.Count(report.HeldOut.Texts)),
                ("bytes", Figures.Count(report.HeldOut.Bytes)),
                ("source", report.HeldOut.Source)
            )}</p>

            """
        );

    private static Html InShort(TextReport report) =>
        Html.Of(
            $"""
            <section class="summary">
            <h2>{Texts.InShort}</h2>
            <p>{Fill(
                "foresees",
                ("bits", Figures.Number(report.HeldOut.BitsPerByte)),
                ("alone", Figures.Number(report.BytesAlone)),
                ("training", Figures.Number(report.Training.BitsPerByte))
            )}</p>
            <p>{Fill(
                "copies",
                ("made", Figures.Percent(report.Made.CopiedShort)),
                ("real", Figures.Percent(report.Real.CopiedShort)),
                ("longest", Figures.Count(report.Made.LongestCopy))
            )}</p>
            </section>

            """
        );

    private static Html Foreseen(TextReport report) =>
        Table(
            "foreseen",
            Say("training"),
            Say("heldOut"),
            [
                ("bitsPerByte", Figures.Number(report.Training.BitsPerByte), Figures.Number(report.HeldOut.BitsPerByte)),
                (
                    "bitsPerCharacter",
                    Figures.Number(report.Training.BitsPerCharacter),
                    Figures.Number(report.HeldOut.BitsPerCharacter)
                ),
                ("perplexity", Figures.Number(report.Training.Perplexity), Figures.Number(report.HeldOut.Perplexity)),
            ],
            ("tokens", Figures.Count(report.Vocabulary)),
            ("context", Figures.Count(report.Context))
        );

    private static Html Passages(TextReport report) =>
        Table(
            "passages",
            Say("made"),
            Say("heldOut"),
            [
                ("knownWords", Figures.Percent(report.Made.KnownWords), Figures.Percent(report.Real.KnownWords)),
                ("copiedShort", Figures.Percent(report.Made.CopiedShort), Figures.Percent(report.Real.CopiedShort)),
                ("copiedLong", Figures.Percent(report.Made.CopiedLong), Figures.Percent(report.Real.CopiedLong)),
                ("longestCopy", Figures.Count(report.Made.LongestCopy), Figures.Count(report.Real.LongestCopy)),
                ("looping", Figures.Percent(report.Made.Looping), Figures.Percent(report.Real.Looping)),
                ("distinctPairs", Figures.Percent(report.Made.DistinctPairs), Figures.Percent(report.Real.DistinctPairs)),
            ],
            ("count", Figures.Count(report.Made.Texts))
        );

    private static Html Table(
        string name,
        Text first,
        Text second,
        IReadOnlyList<(string Name, string First, string Second)> rows,
        params (string, Text)[] facts
    ) =>
        Html.Of(
            $"""
        <section>
        <h2>{Say($"{name}.title")}</h2>
        <p>{Fill($"{name}.lead", facts)}</p>
        <div class="scroll" tabindex="0">
        <table>
        <thead><tr><th scope="col">{Texts.MetricColumn}</th>
        <th scope="col" class="number">{first}</th><th scope="col" class="number">{second}</th></tr></thead>
        <tbody>
        {rows.Select(row => Html.Of($"""
            <tr><th scope="row">{Say($"row.{row.Name}.title")}<p>{Say($"row.{row.Name}.meaning")}</p></th>
            <td class="number value">{row.First}</td><td class="number value">{row.Second}</td></tr>

            """))}</tbody>
        </table>
        </div>
        </section>

        """
        );

    private static Html Samples(TextReport report) =>
        Html.Of(
            $"""
            <section>
            <h2>{Say("samples.title")}</h2>
            <p>{Say("samples.lead")}</p>
            {report.Samples.Select(text => Html.Of($"<pre class=\"written\">{text.Trim()}</pre>\n"))}</section>

            """
        );

    private static Html Repeat(TextReport report) =>
        Html.Of(
            $"""
            <section>
            <h2>{Texts.Repeat}</h2>
            <p>{Fill(
                "repeat",
                ("count", Figures.Count(report.Options.Count)),
                ("tokens", Figures.Count(report.Options.Tokens)),
                ("seed", $"{report.Options.Seed}"),
                ("version", report.Figment),
                ("seconds", Figures.Number(report.Seconds))
            )}</p>
            <p><code class="hash">SHA-256 {report.Sha256}</code></p>
            </section>

            """
        );

    private static Text Say(string name) => WordTable.Text($"textReport.{name}");

    private static Text Fill(string name, params (string, Text)[] facts) => WordTable.Template($"textReport.{name}").Fill(facts);
}
