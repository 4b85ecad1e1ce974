using Figment.Diagnosis;

namespace Figment.Reports;

/// <summary>
/// The frame shared by the pages of all evaluations: one HTML file that opens from disk, without scripts or network, with all
/// pictures inside. It contains the text in all languages; the style sheet shows only one of them.
/// </summary>
internal static class ReportFrame
{
    private static readonly Lazy<string> Styles = new(ReadStyles);

    /// <summary>Wraps the content in a complete page.</summary>
    /// <param name="title">What was judged.</param>
    /// <param name="language">The language shown first; the reader can switch.</param>
    /// <param name="parts">The content of the page.</param>
    /// <remarks>
    /// The content security policy is a second line of defence: even a name that became markup could neither run nor send
    /// anything.
    /// </remarks>
    internal static string Page(string title, Language language, Html parts) =>
        Html.Of(
            $"""
            <!DOCTYPE html>
            <html lang="{Languages.Of(language).Tag}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy"
              content="default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'">
            <meta name="color-scheme" content="light dark">
            <title>{title} – Figment</title>
            <style>
            {new Html(Styles.Value)}</style>
            </head>
            <body>
            {Languages.All.Select(known => Switch(known, known.Language == language))}<main>
            {parts}</main>
            </body>
            </html>

            """
        ).Markup;

    /// <summary>The problems found during training, in the words and language in which they were reported.</summary>
    internal static Html Verdicts(IReadOnlyList<Verdict> verdicts) =>
        verdicts.Count == 0
            ? Html.None
            : Html.Of(
                $"""
        <section>
        <h2>{Texts.Verdicts}</h2>
        {verdicts.Select(verdict => Html.Of($"""
            <dl class="verdict">
            <div><dt>{Texts.Saw}</dt>
            <dd>{verdict.Saw} <small>({Texts.AtStep.With(("step", Figures.Count(verdict.Step)))})</small></dd></div>
            <div><dt>{Texts.Means}</dt><dd>{verdict.Means}</dd></div>
            <div><dt>{Texts.Try}</dt><dd>{verdict.Try}</dd></div>
            </dl>

            """))}</section>

        """
            );

    // The styles refer to this id.
    private static Html Switch(Languages.Facts known, bool isShown) =>
        Html.Of(
            $"""
            <input type="radio" name="language" id="{Id(known)}" autocomplete="off"{new Html(
                isShown ? " checked" : ""
            )}><label for="{Id(known)}">{known.Name}</label>

            """
        );

    private static string Id(Languages.Facts known) => known.Language.ToString().ToLowerInvariant();

    private static string ReadStyles()
    {
        using Stream stream = typeof(ReportFrame).Assembly.GetManifestResourceStream("reports/page.css")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().Replace("/* languages */", HideOthers(), StringComparison.Ordinal);
    }

    private static string HideOthers() =>
        string.Join(", ", Languages.Pairs.Select(pair => $"#{Id(pair.Shown)}:checked ~ main [lang=\"{pair.Hidden.Tag}\"]"))
        + " { display: none; }";
}
