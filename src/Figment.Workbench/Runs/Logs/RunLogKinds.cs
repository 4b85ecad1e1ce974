namespace Figment.Runs;

/// <summary>A kind of log.</summary>
/// <param name="Name">What a user calls it, in lower case. Logs of it lie in a folder of that name in the run's.</param>
/// <param name="Purpose">What is written, in a few words.</param>
/// <param name="Open">Opens the log of a run.</param>
internal sealed record RunLogKind(string Name, string Purpose, Func<RunFolder, TimeProvider, IRunLog> Open);

/// <summary>Every kind of log that a run can keep for other programs, one line each.</summary>
public static class RunLogKinds
{
    /// <summary>The kinds.</summary>
    internal static IReadOnlyList<RunLogKind> All { get; } =
    [new(TensorBoardLog.Name, "event files for TensorBoard", (run, clock) => new TensorBoardLog(run, clock))];

    /// <summary>What they are called.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(kind => kind.Name)];

    /// <summary>What is wrong with names that a user gave, a sentence for each that is not known.</summary>
    internal static IEnumerable<BrokenRule> Problems(IEnumerable<string> names)
    {
        foreach (string name in names.Where(name => !Names.Contains(name)))
        {
            OptionName option = new(nameof(TrainingRequest.Logs), PrintableText.Of(name));
            yield return new BrokenRule(null, OptionSentence.Of($"{option} is not known. Use {string.Join(" or ", Names)}."));
        }
    }
}
