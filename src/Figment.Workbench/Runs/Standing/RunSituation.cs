using Figment.Diagnosis;
using Figment.Training;

namespace Figment.Runs;

/// <summary>What is needed to assess a run (<see cref="RunOutlook.Of"/>).</summary>
internal sealed record RunSituation
{
    /// <summary>The name of its preset.</summary>
    public required string Preset { get; init; }

    /// <summary>The kind of data.</summary>
    public required DataKind Kind { get; init; }

    /// <summary>Whether it is training.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Whether a judge evaluates its samples.</summary>
    public bool IsJudged { get; init; } = true;

    /// <summary>Whether it could continue from its current state.</summary>
    public bool CanGoOn { get; init; } = true;

    /// <summary>The fraction of the training that is done, from 0 to 1.</summary>
    public double Fraction { get; init; } = 1;

    /// <summary>The evaluations of its samples, in order.</summary>
    public IReadOnlyList<JudgedStep> Looks { get; init; } = [];

    /// <summary>The problems present at the latest evaluation.</summary>
    public IReadOnlyList<Verdict> Holding { get; init; } = [];

    /// <summary>The situation of a run, from its records.</summary>
    /// <param name="run">The run.</param>
    /// <param name="lines">The lines of its log.</param>
    /// <param name="isRunning">Whether it is training.</param>
    /// <param name="holding">The problems present at the latest evaluation, if known; null derives them from the lines.</param>
    internal static RunSituation Of(
        RunFolder run,
        IReadOnlyList<MetricsLine> lines,
        bool isRunning,
        IReadOnlyList<Verdict>? holding = null
    )
    {
        return new RunSituation
        {
            Preset = run.Options.Preset,
            Kind = run.Options.Kind,
            IsRunning = isRunning,
            IsJudged = run.Options.Extractor is not null,
            CanGoOn = run.Checkpoints.Steps.Count > 0,
            Fraction = Done(run.Options.Training.Length, lines),
            Looks =
            [
                .. lines.Where(line => line.Evaluation is not null).Select(line => new JudgedStep(line.Step, line.Evaluation!)),
            ],
            Holding = holding ?? HoldingOf(run, lines),
        };
    }

    /// <summary>The problems present at the end of a log: those that the rules find again, and those in the last line.</summary>
    internal static IReadOnlyList<Verdict> HoldingOf(RunFolder run, IReadOnlyList<MetricsLine> lines)
    {
        if (lines.Count == 0)
            return [];
        JudgeState known = JudgeOfOldRuns.FromLog(lines, run.Options.Training.Length, run.Options.Kind);
        return [.. lines[^1].Verdicts.Concat(known.Diagnosis.Current).DistinctBy(verdict => verdict.Kind)];
    }

    private static double Done(TrainingLength length, IReadOnlyList<MetricsLine> lines) =>
        lines.Count == 0
            ? 0
            : Math.Min(
                1,
                length.Steps is long steps ? (double)lines[^1].Step / steps : lines[^1].Seconds / length.Time!.Value.TotalSeconds
            );
}
