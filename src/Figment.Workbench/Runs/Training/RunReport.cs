using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Training;

namespace Figment.Runs;

/// <summary>Where a run stands: what the trainer reported, and what was found when its samples were looked at.</summary>
/// <param name="Training">What the trainer reported.</param>
/// <param name="Evaluation">What the samples are like; null where they were not looked at.</param>
/// <param name="Verdicts">What goes wrong and was not said before; mostly nothing.</param>
/// <param name="IsBest">Whether these samples are the best so far.</param>
/// <param name="Trouble">Why samples can no longer be looked at, once, in words; mostly null.</param>
/// <param name="Rollback">How far the run goes back now, because something is no longer a finite number; mostly null.</param>
public sealed record RunReport(
    TrainingProgress Training, SampleEvaluation? Evaluation, IReadOnlyList<Verdict> Verdicts, bool IsBest, string? Trouble = null, RunRollback? Rollback = null)
{
    /// <summary>A listener that is called on the training thread, between two steps.</summary>
    /// <param name="action">What to do with each report.</param>
    public static IProgress<RunReport> Listener(Action<RunReport> action) => new Callback<RunReport>(action);
}

/// <summary>What samples were like, and when.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Evaluation">What they were like.</param>
public sealed record JudgedStep(long Step, SampleEvaluation Evaluation);

/// <summary>How a run ended.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Training">How the training ended.</param>
/// <param name="Verdicts">What was wrong in the end, whenever it was first said.</param>
/// <param name="StoppedBy">The verdict that ended it early, as it was asked to; otherwise null.</param>
/// <param name="Best">When the samples were best; null where they were never looked at.</param>
/// <param name="Last">When they were last looked at; null where they never were.</param>
public sealed record RunResult(RunFolder Folder, TrainingResult Training, IReadOnlyList<Verdict> Verdicts, Verdict? StoppedBy, JudgedStep? Best, JudgedStep? Last);
