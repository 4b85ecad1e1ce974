using System.Text.RegularExpressions;

namespace Figment;

/// <summary>
/// A text in both languages that is still to be filled: <c>{name}</c> stands for a fact. Only texts of the program's own are templates; what comes
/// out is a <see cref="Text"/>, so a fact that looks like a place for another one is shown as it is.
/// </summary>
/// <param name="English">English.</param>
/// <param name="Chinese">简体中文.</param>
public sealed partial record TextTemplate(string English, string Chinese)
{
    /// <summary>The text with facts in the places of their names.</summary>
    /// <exception cref="KeyNotFoundException">The template asks for a fact that is not given.</exception>
    public Text Fill(params IReadOnlyList<(string Name, Text Fact)> facts)
    {
        return new(Fill(English, fact => fact.English), Fill(Chinese, fact => fact.Chinese));

        string Fill(string text, Func<Text, string> language) => Placeholder().Replace(text, match =>
            language(facts.FirstOrDefault(fact => fact.Name == match.Groups[1].Value).Fact
                ?? throw new KeyNotFoundException($"'{text}' needs {match.Value}.")));
    }

    /// <summary>Where a template asks for a fact.</summary>
    [GeneratedRegex(@"\{(\w+)\}")]
    internal static partial Regex Placeholder();
}
