namespace Figment.Runs;

/// <summary>A kind of log.</summary>
/// <param name="Name">The name for users, in lower case, and the name of its folder in the run's folder.</param>
/// <param name="Purpose">What it writes, in a few words.</param>
/// <param name="Open">Opens the log of a run.</param>
internal sealed record RunLogKind(string Name, string Purpose, Func<RunFolder, TimeProvider, IRunLog> Open);

/// <summary>All kinds of logs that a run can keep for other programs, one line each.</summary>
public static class RunLogKinds
{
    /// <summary>The kinds.</summary>
    internal static IReadOnlyList<RunLogKind> All { get; } =
    [new(TensorBoardLog.Name, "event files for TensorBoard", (run, clock) => new TensorBoardLog(run, clock))];

    /// <summary>The names of the kinds.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(kind => kind.Name)];

    /// <summary>A sentence for each given name that is not known.</summary>
    internal static IEnumerable<BrokenRule> Problems(IEnumerable<string> names)
    {
        foreach (string name in names.Where(name => !Names.Contains(name)))
        {
            OptionName option = new(nameof(TrainingRequest.Logs), PrintableText.Of(name));
            yield return new BrokenRule(null, OptionSentence.Of($"{option} is not known. Use {string.Join(" or ", Names)}."));
        }
    }
}
