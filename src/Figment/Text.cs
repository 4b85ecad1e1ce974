using System.Text.RegularExpressions;

namespace Figment;

/// <summary>A text in both languages, so that neither can be forgotten; <c>{name}</c> stands for a fact.</summary>
/// <param name="English">English.</param>
/// <param name="Chinese">简体中文.</param>
public sealed partial record Text(string English, string Chinese)
{
    /// <summary>Numbers and names are the same in both languages.</summary>
    public static implicit operator Text(string same) => new(same, same);

    /// <summary>Names one after the other, as each language does it.</summary>
    public static Text List(IEnumerable<string> names) => new(string.Join(", ", names), string.Join("、", names));

    /// <summary>The text in one language.</summary>
    public string In(Language language) => language == Language.Chinese ? Chinese : English;

    /// <summary>The text with facts in the places of their names.</summary>
    /// <exception cref="KeyNotFoundException">The text asks for a fact that is not given.</exception>
    public Text Fill(params IReadOnlyList<(string Name, Text Fact)> facts)
    {
        return new(Fill(English, fact => fact.English), Fill(Chinese, fact => fact.Chinese));

        string Fill(string text, Func<Text, string> language) => Placeholder().Replace(text, match =>
            language(facts.FirstOrDefault(fact => fact.Name == match.Groups[1].Value).Fact
                ?? throw new KeyNotFoundException($"'{text}' needs {match.Value}.")));
    }

    /// <summary>Where a text asks for a fact.</summary>
    [GeneratedRegex(@"\{(\w+)\}")]
    internal static partial Regex Placeholder();
}
