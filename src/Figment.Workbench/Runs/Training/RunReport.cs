using System.Text.Json.Serialization;
using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Training;

namespace Figment.Runs;

/// <summary>Where a run stands: what the trainer reported, and what was found when its samples were looked at.</summary>
public sealed class RunReport
{
    internal RunReport(
        TrainingProgress training,
        ISampleEvaluation? evaluation,
        IReadOnlyList<Verdict> verdicts,
        bool isBest,
        string? trouble = null,
        RunRollback? rollback = null
    ) =>
        (Training, Evaluation, Verdicts, IsBest, Trouble, Rollback) = (training, evaluation, verdicts, isBest, trouble, rollback);

    /// <summary>What the trainer reported.</summary>
    public TrainingProgress Training { get; }

    /// <summary>What the samples are like; null where they were not looked at.</summary>
    public ISampleEvaluation? Evaluation { get; }

    /// <summary>What goes wrong and was not said before; mostly nothing.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; }

    /// <summary>What goes wrong by the latest look, whether it was said before or not.</summary>
    internal IReadOnlyList<Verdict> Holding { get; init; } = [];

    /// <summary>Whether these samples are the best so far.</summary>
    public bool IsBest { get; }

    /// <summary>Why samples can no longer be looked at, once, in words; mostly null.</summary>
    public string? Trouble { get; }

    /// <summary>How far the run goes back now, because something is no longer a finite number; mostly null.</summary>
    public RunRollback? Rollback { get; }

    /// <summary>A listener that is called on the training thread, between two steps.</summary>
    /// <param name="action">What to do with each report.</param>
    public static IProgress<RunReport> Listener(Action<RunReport> action) => new Callback<RunReport>(action);
}

/// <summary>What samples were like, and when.</summary>
public sealed class JudgedStep
{
    [JsonConstructor]
    internal JudgedStep(long step, ISampleEvaluation evaluation) => (Step, Evaluation) = (step, evaluation);

    /// <summary>Steps done.</summary>
    public long Step { get; }

    /// <summary>What they were like.</summary>
    public ISampleEvaluation Evaluation { get; }
}

/// <summary>How a run ended.</summary>
public sealed class RunResult
{
    internal RunResult(
        RunFolder folder,
        TrainingResult training,
        IReadOnlyList<Verdict> verdicts,
        Verdict? stoppedBy,
        JudgedStep? best,
        JudgedStep? last
    ) => (Folder, Training, Verdicts, StoppedBy, Best, Last) = (folder, training, verdicts, stoppedBy, best, last);

    /// <summary>Where it is.</summary>
    public RunFolder Folder { get; }

    /// <summary>How the training ended.</summary>
    public TrainingResult Training { get; }

    /// <summary>What was wrong in the end, whenever it was first said.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; }

    /// <summary>The verdict that ended it early, as it was asked to; otherwise null.</summary>
    public Verdict? StoppedBy { get; }

    /// <summary>When the samples were best; null where they were never looked at.</summary>
    public JudgedStep? Best { get; }

    /// <summary>When they were last looked at; null where they never were.</summary>
    public JudgedStep? Last { get; }
}
