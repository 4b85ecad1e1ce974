using System.CommandLine;
using System.CommandLine.Parsing;
using Figment.Runs;
using Figment.Training;

namespace Figment.Cli.Terminal;

/// <summary>What <c>train</c> and <c>resume</c> both take.</summary>
internal static class LoopOptions
{
    /// <summary>The word that ends the logs of a run.</summary>
    internal const string NoLog = "none";

    private static readonly Dictionary<string, NotFiniteAction> Actions = new()
    {
        ["stop"] = NotFiniteAction.Stop,
        ["rollback"] = NotFiniteAction.Rollback,
    };

    internal static Option<int?> SampleEvery() =>
        new("--sample-every") { Description = "Make samples every N steps (default: about twenty times in all)", HelpName = "N" };

    internal static Option<int?> CheckpointEvery() =>
        new("--checkpoint-every")
        {
            Description = "Steps between two checkpoints, from which 'figment resume' goes on (default: about every minute)",
            HelpName = "N",
        };

    internal static Option<int?> KeepEvery() =>
        new("--keep-every")
        {
            Description = "Keep the checkpoints of multiples of N steps too (default: the last only)",
            HelpName = "N",
        };

    internal static Option<string> OnNaN(string words) =>
        new Option<string>("--on-nan")
        {
            Description =
                $"Where a number is no longer finite: {words}, which goes back to the last checkpoint and on with half "
                + "the learning rate, three times at most",
            HelpName = "stop|rollback",
        }.AcceptOnlyFromAmong([.. Actions.Keys]);

    internal static NotFiniteAction? Read(string? word) => word is null ? null : Actions[word];

    /// <summary>Which logs are kept.</summary>
    /// <param name="more">What else may be said, and what happens where nothing is.</param>
    internal static Option<string[]> Log(string more)
    {
        Option<string[]> log = new("--log")
        {
            Description =
                "Keep a log for another program too, in the run's folder: "
                + $"{string.Join(", ", RunLogKinds.All.Select(kind => $"{kind.Name} ({kind.Purpose})"))}{more}",
            HelpName = string.Join('|', RunLogKinds.Names),
        };
        log.CompletionSources.Add([.. RunLogKinds.Names]);
        return log;
    }

    /// <summary>The logs that were named; null where none was.</summary>
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
                result.AddError($"--set {pair} is not NAME=VALUE, for instance --set latentSize=64.");
    }

    internal static IEnumerable<KeyValuePair<string, string>> ReadChanges(string[]? pairs) =>
        (pairs ?? []).Select(text => text.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]));
}
