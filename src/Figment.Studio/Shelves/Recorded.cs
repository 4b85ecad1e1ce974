using Figment.Runs;
using Figment.Studio.Words;

namespace Figment.Studio.Shelves;

/// <summary>What a run recorded.</summary>
/// <param name="Lines">All that can be read.</param>
/// <param name="Damage">A description of what cannot be read; null if everything can.</param>
internal sealed record Recorded(IReadOnlyList<MetricsLine> Lines, Text? Damage)
{
    internal static Recorded None { get; } = new([], null);

    /// <summary>Reads the records. Damaged parts are skipped, because a run is worth showing without them.</summary>
    internal static Recorded Of(RunFolder run)
    {
        List<FigmentException> damaged = [];
        try
        {
            IReadOnlyList<MetricsLine> lines = File.Exists(run.MetricsFile)
                ? run.ReadMetrics(problem => damaged.Add(problem))
                : [];
            return new Recorded(
                lines,
                damaged.Count switch
                {
                    0 => null,
                    1 => ErrorTexts.Of(damaged[0]),
                    _ => new Text(language => $"{ErrorTexts.Of(damaged[0]).In(language)} (+{damaged.Count - 1})"),
                }
            );
        }
        catch (Exception e) when (Storage.IsFailure(e)) // shown together with what could be read
        {
            return new Recorded([], ErrorTexts.Reason(e));
        }
    }
}
