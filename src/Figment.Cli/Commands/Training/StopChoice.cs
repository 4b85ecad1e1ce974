using System.CommandLine;
using System.CommandLine.Parsing;
using Figment.Diagnosis;

namespace Figment.Cli.Commands;

/// <summary>What ends training early: <c>--stop-on</c>.</summary>
internal sealed class StopChoice
{
    private static readonly Dictionary<string, VerdictKind> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["collapse"] = VerdictKind.ModeCollapse,
        ["nan"] = VerdictKind.NotANumber,
        ["overfitting"] = VerdictKind.Overfitting,
    };

    internal StopChoice() => Option.CompletionSources.Add([.. Words.Keys]);

    /// <summary>The option.</summary>
    internal Option<string[]> Option { get; } =
        new("--stop-on")
        {
            Description = "Stop training when this problem is detected: collapse, overfitting, or nan (may be repeated)",
            HelpName = "WHAT",
        };

    /// <summary>Reports the valid words if another one was given.</summary>
    internal void Check(CommandResult result)
    {
        foreach (string word in (result.GetValue(Option) ?? []).Where(word => !Words.ContainsKey(word)))
            result.AddError(
                $"--stop-on {word} is not known. Use {string.Join(", ", Words.Keys.SkipLast(1))} or {Words.Keys.Last()}."
            );
    }

    /// <summary>The verdicts that were named.</summary>
    internal IReadOnlyList<VerdictKind> Read(ParseResult parsed) =>
        [.. (parsed.GetValue(Option) ?? []).Select(word => Words[word])];
}
