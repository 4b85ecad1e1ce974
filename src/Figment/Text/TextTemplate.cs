using System.Text.RegularExpressions;

namespace Figment;

/// <summary>
/// A text in every language that is still to be filled: <c>{name}</c> stands for a fact. Only texts of the program's own are
/// templates; what comes out is a <see cref="Text"/>, so a fact that looks like a place for another one is shown as it is.
/// </summary>
/// <param name="words">The text.</param>
internal sealed partial class TextTemplate(Text words)
{
    /// <summary>The text as it is, in all languages.</summary>
    internal Text Words { get; } = words;

    /// <summary>The text with facts in the places of their names.</summary>
    /// <exception cref="KeyNotFoundException">The template asks for a fact that is not given.</exception>
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

    /// <summary>Where a template asks for a fact.</summary>
    [GeneratedRegex(@"\{(\w+)\}")]
    internal static partial Regex Placeholder();
}
