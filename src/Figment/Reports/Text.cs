using System.Text.RegularExpressions;

namespace Figment.Reports;

/// <summary>A text of the page in both languages; <c>{name}</c> stands for a fact.</summary>
/// <param name="English">English.</param>
/// <param name="Chinese">简体中文.</param>
internal sealed partial record Text(string English, string Chinese)
{
    /// <summary>Numbers and names are the same in both languages.</summary>
    public static implicit operator Text(string same) => new(same, same);

    /// <summary>Both languages as markup, of which the page shows one. Facts are encoded.</summary>
    /// <exception cref="KeyNotFoundException">The text asks for a fact that is not given.</exception>
    internal Html With(params (string Name, Text Fact)[] facts)
    {
        string english = Fill(English, fact => fact.English), chinese = Fill(Chinese, fact => fact.Chinese);
        return english == chinese ? Html.Of($"{english}") : Html.Of($"""<span lang="en">{english}</span><span lang="zh-Hans">{chinese}</span>""");

        string Fill(string text, Func<Text, string> language) => Placeholder().Replace(text, match =>
            language(facts.FirstOrDefault(fact => fact.Name == match.Groups[1].Value).Fact
                ?? throw new KeyNotFoundException($"'{text}' needs {match.Value}.")));
    }

    /// <summary>Both languages side by side, for attributes, which no style can switch.</summary>
    internal string Both(params (string Name, string Fact)[] facts)
    {
        return $"{Fill(English)} · {Fill(Chinese)}";

        string Fill(string text) => Placeholder().Replace(text, match => facts.First(fact => fact.Name == match.Groups[1].Value).Fact);
    }

    /// <summary>Names one after the other, as each language does it.</summary>
    internal static Text List(IEnumerable<string> names) => new(string.Join(", ", names), string.Join("、", names));

    [GeneratedRegex(@"\{(\w+)\}")]
    internal static partial Regex Placeholder();
}
