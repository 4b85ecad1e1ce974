using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Figment;

/// <summary>A problem with options: a sentence, and a code by which other front ends can word it differently.</summary>
/// <param name="Sentence">The sentence in English.</param>
/// <param name="Code">
/// The option and the rule: <c>latentSize.range</c>, <c>loss.needsPenalty</c>. The code stays the same if the sentence changes.
/// Null if there is none.
/// </param>
/// <param name="Facts">The values in the sentence, by name.</param>
internal sealed record OptionProblem(OptionSentence Sentence, string? Code, IReadOnlyList<(string Name, Text Fact)> Facts)
{
    /// <summary>Creates a problem with a sentence and no code.</summary>
    internal OptionProblem(OptionSentence sentence)
        : this(sentence, null, []) { }

    /// <summary>Creates the problem found by a rule or by an attribute of the option.</summary>
    internal static OptionProblem Of(ValidationResult result) =>
        result switch
        {
            BrokenRule rule => new(rule.Sentence, rule.Code, rule.Facts),
            _ when result.MemberNames.FirstOrDefault() is string option => new(
                result.ErrorMessage!,
                $"{JsonNamingPolicy.CamelCase.ConvertName(option)}.range",
                []
            ),
            _ => new(result.ErrorMessage!),
        };
}

/// <summary>A violated rule that involves several options.</summary>
/// <param name="code">The option and the rule; null if no front end words it differently.</param>
/// <param name="sentence">What is wrong, and what to do.</param>
/// <param name="facts">The values in the sentence, by name.</param>
internal sealed class BrokenRule(string? code, OptionSentence sentence, params IReadOnlyList<(string Name, Text Fact)> facts)
    : ValidationResult(sentence.ToString())
{
    internal OptionSentence Sentence { get; } = sentence;

    internal string? Code { get; } = code;

    internal IReadOnlyList<(string Name, Text Fact)> Facts { get; } = facts;
}
