using System.Text.RegularExpressions;

namespace Figment;

/// <summary>
/// A text in every language with placeholders: <c>{name}</c> stands for a fact. Only the program's own texts are templates;
/// the result is a <see cref="Text"/>, so a fact that looks like a placeholder is shown as it is.
/// </summary>
/// <param name="words">The text with its placeholders.</param>
internal sealed partial class TextTemplate(Text words)
{
    /// <summary>The text with its placeholders, in all languages.</summary>
    internal Text Words { get; } = words;

    /// <summary>Replaces the placeholders with facts.</summary>
    /// <exception cref="KeyNotFoundException">The template needs a fact that is not given.</exception>
    internal Text Fill(params IReadOnlyList<(string Name, Text Fact)> facts) =>
        new(language =>
            Placeholder()
                .Replace(
                    Words.In(language),
                    match =>
                        (
                            facts.FirstOrDefault(fact => fact.Name == match.Groups[1].Value).Fact
                            ?? throw new KeyNotFoundException($"'{Words.In(language)}' needs {match.Value}.")
                        ).In(language)
                )
        );

    /// <summary>Matches a placeholder.</summary>
    [GeneratedRegex(@"\{(\w+)\}")]
    internal static partial Regex Placeholder();
}
