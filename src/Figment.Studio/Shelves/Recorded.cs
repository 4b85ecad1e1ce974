using Figment.Runs;

namespace Figment.Studio.Shelves;

/// <summary>What a run recorded.</summary>
/// <param name="Lines">All that can be read.</param>
/// <param name="Damage">What cannot, in words; null where there is nothing.</param>
internal sealed record Recorded(IReadOnlyList<MetricsLine> Lines, string? Damage)
{
    internal static Recorded None { get; } = new([], null);

    /// <summary>Reads it. What is damaged is passed over: a run is worth looking at without.</summary>
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
        catch (Exception e) when (Storage.IsFailure(e)) // shown beside what could be read
        {
            return new Recorded([], e.Message);
        }
    }
}
