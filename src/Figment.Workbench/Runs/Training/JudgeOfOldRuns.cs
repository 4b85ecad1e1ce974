using Figment.Diagnosis;
using Figment.Training;

namespace Figment.Runs;

/// <summary>
/// Restores the state of the judge from the log, for old checkpoints that did not store it. Delete this class once such runs no
/// longer need to be resumed.
/// </summary>
internal static class JudgeOfOldRuns
{
    /// <summary>The state of the judge at the end of a log.</summary>
    /// <param name="lines">The log.</param>
    /// <param name="length">The length of the run.</param>
    /// <param name="kind">The kind of data.</param>
    internal static JudgeState FromLog(IReadOnlyList<MetricsLine> lines, TrainingLength length, DataKind kind)
    {
        TrainingDiagnosis diagnosis = new(kind.Rules);
        foreach (MetricsLine line in lines.Where(line => line.Rollback is null))
            diagnosis.Look(Report(line, length), line.Evaluation);
        MetricsLine[] looks = [.. lines.Where(line => line.Evaluation is not null)];
        return new JudgeState
        {
            Diagnosis = diagnosis.State,
            Best = looks.MinBy(line => line.Evaluation!.Distance) is MetricsLine best ? Judged(best) : null,
            Last = looks.Length > 0 ? Judged(looks[^1]) : null,
            LookedAt = looks.Length > 0 ? looks[^1].Items : 0,
        };
    }

    private static JudgedStep Judged(MetricsLine line) => new(line.Step, line.Evaluation!);

    private static TrainingProgress Report(MetricsLine line, TrainingLength length)
    {
        TimeSpan elapsed = TimeSpan.FromSeconds(line.Seconds);
        double fraction = length.Steps is long steps ? (double)line.Step / steps : elapsed / length.Time!.Value;
        return new TrainingProgress
        {
            Step = line.Step,
            Items = line.Items,
            Elapsed = elapsed,
            Fraction = Math.Min(1, fraction),
            Measures = line.Measures,
        };
    }
}
