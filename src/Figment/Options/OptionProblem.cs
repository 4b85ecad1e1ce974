using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Figment;

/// <summary>What is wrong with options: a sentence, and a code by which others say it in other words.</summary>
/// <param name="Sentence">In English.</param>
/// <param name="Code">
/// The option and the rule: <c>latentSize.range</c>, <c>loss.needsPenalty</c>. It stays when the sentence changes. Null where
/// there is none.
/// </param>
/// <param name="Facts">What stands in the sentence, by name.</param>
internal sealed record OptionProblem(OptionSentence Sentence, string? Code, IReadOnlyList<(string Name, Text Fact)> Facts)
{
    /// <summary>A problem that is known by its sentence alone.</summary>
    internal OptionProblem(OptionSentence sentence)
        : this(sentence, null, []) { }

    /// <summary>What a rule found, or an attribute of the option.</summary>
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

/// <summary>A rule over several options that does not hold.</summary>
/// <param name="code">The option that it is about, and the rule; null where nobody has other words for it.</param>
/// <param name="sentence">What is wrong and what to do.</param>
/// <param name="facts">What stands in the sentence, by name.</param>
internal sealed class BrokenRule(string? code, OptionSentence sentence, params IReadOnlyList<(string Name, Text Fact)> facts)
    : ValidationResult(sentence.ToString())
{
    internal OptionSentence Sentence { get; } = sentence;

    internal string? Code { get; } = code;

    internal IReadOnlyList<(string Name, Text Fact)> Facts { get; } = facts;
}
