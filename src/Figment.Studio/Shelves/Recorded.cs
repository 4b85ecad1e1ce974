using Figment.Runs;

namespace Figment.Studio.Shelves;

/// <summary>The records of a run.</summary>
/// <param name="Lines">All readable lines.</param>
/// <param name="Damage">A description of what cannot be read; null if everything can.</param>
internal sealed record Recorded(IReadOnlyList<MetricsLine> Lines, string? Damage)
{
    internal static Recorded None { get; } = new([], null);

    /// <summary>Reads the records. Damaged parts are skipped, because a run is worth showing without them.</summary>
    internal static Recorded Of(RunFolder run)
    {
        List<string> damaged = [];
        try
        {
            IReadOnlyList<MetricsLine> lines = File.Exists(run.MetricsFile)
                ? run.ReadMetrics(problem => damaged.Add(problem.Message))
                : [];
            return new Recorded(
                lines,
                damaged.Count switch
                {
                    0 => null,
                    1 => damaged[0],
                    _ => $"{damaged[0]} (+{damaged.Count - 1})",
                }
            );
        }
        catch (Exception e) when (Storage.IsFailure(e)) // shown together with what could be read
        {
            return new Recorded([], e.Message);
        }
    }
}
