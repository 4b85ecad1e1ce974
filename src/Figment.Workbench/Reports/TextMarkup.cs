namespace Figment.Reports;

/// <summary>Markup for texts on a page that holds all languages.</summary>
internal static class TextMarkup
{
    /// <summary>The text in all languages as encoded markup; the page shows one of them.</summary>
    internal static Html ToHtml(this Text text) =>
        text.IsSame
            ? Html.Of($"{text.English}")
            : Html.Of(
                $"{Languages.All.Select(known => Html.Of($"""<span lang="{known.Tag}">{text.In(known.Language)}</span>"""))}"
            );

    /// <summary>A filled template as markup.</summary>
    /// <exception cref="KeyNotFoundException">The template needs a value that is not given.</exception>
    internal static Html With(this TextTemplate template, params IReadOnlyList<(string Name, Text Fact)> facts) =>
        template.Fill(facts).ToHtml();

    /// <summary>
    /// The text in all languages side by side, for attributes, because a style sheet cannot switch their language.
    /// </summary>
    internal static string Both(this TextTemplate template, params IReadOnlyList<(string Name, Text Fact)> facts)
    {
        Text filled = template.Fill(facts);
        return string.Join(" · ", Languages.All.Select(known => filled.In(known.Language)));
    }
}
