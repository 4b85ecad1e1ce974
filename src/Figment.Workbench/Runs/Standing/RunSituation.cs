using Figment.Diagnosis;
using Figment.Training;

namespace Figment.Runs;

/// <summary>All that is asked of a run to say how it stands (<see cref="RunOutlook.Of"/>).</summary>
internal sealed record RunSituation
{
    /// <summary>The name of its preset.</summary>
    public required string Preset { get; init; }

    /// <summary>The kind of data.</summary>
    public required DataKind Kind { get; init; }

    /// <summary>Whether it trains.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Whether anything judges its samples.</summary>
    public bool IsJudged { get; init; } = true;

    /// <summary>Whether it could go on from where it is.</summary>
    public bool CanGoOn { get; init; } = true;

    /// <summary>What part of the training is done, 0 to 1.</summary>
    public double Fraction { get; init; } = 1;

    /// <summary>What was found when samples were looked at, in order.</summary>
    public IReadOnlyList<JudgedStep> Looks { get; init; } = [];

    /// <summary>What goes wrong by the latest look.</summary>
    public IReadOnlyList<Verdict> Holding { get; init; } = [];

    /// <summary>That of a run, by what it recorded.</summary>
    /// <param name="run">The run.</param>
    /// <param name="lines">What it recorded.</param>
    /// <param name="isRunning">Whether it trains.</param>
    /// <param name="holding">What holds by the latest look, where that is known; null takes it from the lines.</param>
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

    /// <summary>What held at the end of a log: what the rules say of it once more, and what was said in its last line.</summary>
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
