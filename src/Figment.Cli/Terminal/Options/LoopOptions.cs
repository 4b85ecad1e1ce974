using System.CommandLine;
using System.CommandLine.Parsing;
using Figment.Runs;
using Figment.Training;

namespace Figment.Cli.Terminal;

/// <summary>The options that <c>train</c> and <c>resume</c> share.</summary>
internal static class LoopOptions
{
    /// <summary>The word that turns off a run's logs.</summary>
    internal const string NoLog = "none";

    private static readonly Dictionary<string, NotFiniteAction> Actions = new()
    {
        ["stop"] = NotFiniteAction.Stop,
        ["rollback"] = NotFiniteAction.Rollback,
    };

    internal static Option<int?> SampleEvery() =>
        new("--sample-every")
        {
            Description = "Make samples every N steps (default: about twenty times during the run)",
            HelpName = "N",
        };

    internal static Option<int?> CheckpointEvery() =>
        new("--checkpoint-every")
        {
            Description =
                "Save a checkpoint every N steps, from which 'figment resume' can continue (default: about one every minute)",
            HelpName = "N",
        };

    internal static Option<int?> KeepEvery() =>
        new("--keep-every")
        {
            Description = "Also keep every checkpoint at a multiple of N steps (default: keep only the last checkpoint)",
            HelpName = "N",
        };

    internal static Option<string> OnNaN(string words) =>
        new Option<string>("--on-nan")
        {
            Description =
                $"What to do if a number becomes NaN or infinite: {words}, which returns to the last checkpoint and "
                + "continues with half the learning rate, at most three times",
            HelpName = "stop|rollback",
        }.AcceptOnlyFromAmong([.. Actions.Keys]);

    internal static NotFiniteAction? Read(string? word) => word is null ? null : Actions[word];

    /// <summary>Which logs to keep.</summary>
    /// <param name="more">What else the option takes, and what happens without it.</param>
    internal static Option<string[]> Log(string more)
    {
        Option<string[]> log = new("--log")
        {
            Description =
                $"Also write a log in the run's folder for another program: "
                + $"{string.Join(", ", RunLogKinds.All.Select(kind => $"{kind.Name} ({kind.Purpose})"))}{more}",
            HelpName = string.Join('|', RunLogKinds.Names),
        };
        log.CompletionSources.Add([.. RunLogKinds.Names]);
        return log;
    }

    /// <summary>The named logs; null if none were named.</summary>
    internal static IReadOnlyList<string>? ReadLogs(string[]? names) =>
        names switch
        {
            null or [] => null,
            [NoLog] => [],
            _ => names,
        };

    internal static Option<string[]> Set(string description) =>
        new("--set") { Description = description, HelpName = "NAME=VALUE" };

    internal static void CheckChanges(CommandResult result, Option<string[]> set)
    {
        foreach (string pair in result.GetValue(set) ?? [])
            if (pair.IndexOf('=', StringComparison.Ordinal) < 1)
                result.AddError($"--set {pair} is not NAME=VALUE, for example --set latentSize=64.");
    }

    internal static IEnumerable<KeyValuePair<string, string>> ReadChanges(string[]? pairs) =>
        (pairs ?? []).Select(text => text.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]));
}
