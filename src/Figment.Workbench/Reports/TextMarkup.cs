namespace Figment.Reports;

/// <summary>Texts on a page that holds both languages.</summary>
internal static class TextMarkup
{
    /// <summary>Both languages as markup, of which the page shows one. The text is encoded.</summary>
    internal static Html ToHtml(this Text text) => text.English == text.Chinese ? Html.Of($"{text.English}")
        : Html.Of($"""<span lang="en">{text.English}</span><span lang="zh-Hans">{text.Chinese}</span>""");

    /// <summary>A filled template as markup.</summary>
    /// <exception cref="KeyNotFoundException">The template asks for a fact that is not given.</exception>
    internal static Html With(this TextTemplate template, params IReadOnlyList<(string Name, Text Fact)> facts) => template.Fill(facts).ToHtml();

    /// <summary>Both languages side by side, for attributes, which no style can switch.</summary>
    internal static string Both(this TextTemplate template, params IReadOnlyList<(string Name, Text Fact)> facts)
    {
        (string english, string chinese) = template.Fill(facts);
        return $"{english} · {chinese}";
    }
}
