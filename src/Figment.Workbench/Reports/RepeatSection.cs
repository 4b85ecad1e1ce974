using System.Text.Json;
using Figment.Evaluation;
using Figment.Evaluation.Images;

namespace Figment.Reports;

/// <summary>Everything needed to reproduce the numbers.</summary>
internal static class RepeatSection
{
    internal static Html Of(EvaluationReport report) =>
        Html.Of(
            $"""
            <section>
            <h2>{Texts.Repeat}</h2>
            <p>{Texts.RepeatLead}</p>
            <dl class="facts">
            {Set(Texts.GeneratedImages, report.Generated)}{Set(Texts.RealImages, report.Reference)}{(
                report.Training.IsSameAs(report.Reference) ? Html.None : Set(Texts.TrainingImages, report.Training)
            )}{Extractor(report.Extractor)}{Item(Texts.Options, Html.Of($"{Options(report.Options)}"))}{Item(
                Texts.Program,
                Texts.Seconds.With(("version", report.Figment), ("seconds", Figures.Number(report.Seconds)))
            )}</dl>
            </section>

            """
        );

    private static Html Set(Text title, ImageSetCard card)
    {
        Html images = Texts.ImagesOfShape.With(("count", Figures.Count(card.Count)), ("shape", card.Shape.ToString()));
        return Item(title, Html.Of($"{card.Source}<br>{images}<br>{Hash(card.Sha256)}"));
    }

    private static Html Extractor(ExtractorCard card)
    {
        Html sizes = Texts.Dimensions.With(
            ("dimensions", Figures.Count(card.Dimensions)),
            ("classes", Figures.Count(card.Classes))
        );
        IEnumerable<Html> notes = (card.Notes ?? []).Select(note => Html.Of($"<br>{note}"));
        return Item(Texts.Extractor, Html.Of($"{card.Name}<br>{sizes}<br>{card.Preprocessing}<br>{Hash(card.Sha256)}{notes}"));
    }

    /// <summary>The options by their names in <c>report.json</c>.</summary>
    private static IEnumerable<Html> Options(EvaluationOptions options) =>
        OptionsJson
            .ToElement(options)
            .EnumerateObject()
            .Select((JsonProperty option) => Html.Of($"<code>{option.Name} = {option.Value.GetRawText()}</code> "));

    private static Html Hash(string sha256) => Html.Of($"""<code class="hash">SHA-256 {sha256}</code>""");

    private static Html Item(Text title, Html words) =>
        Html.Of(
            $"""
            <div><dt>{title}</dt><dd>{words}</dd></div>

            """
        );
}
