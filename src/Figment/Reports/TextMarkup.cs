namespace Figment.Reports;

/// <summary>Texts on a page that holds both languages.</summary>
internal static class TextMarkup
{
    /// <summary>Both languages as markup, of which the page shows one. Facts are encoded.</summary>
    /// <exception cref="KeyNotFoundException">The text asks for a fact that is not given.</exception>
    internal static Html With(this Text text, params IReadOnlyList<(string Name, Text Fact)> facts)
    {
        (string english, string chinese) = text.Fill(facts);
        return english == chinese ? Html.Of($"{english}") : Html.Of($"""<span lang="en">{english}</span><span lang="zh-Hans">{chinese}</span>""");
    }

    /// <summary>Both languages side by side, for attributes, which no style can switch.</summary>
    internal static string Both(this Text text, params IReadOnlyList<(string Name, Text Fact)> facts)
    {
        (string english, string chinese) = text.Fill(facts);
        return $"{english} · {chinese}";
    }
}
