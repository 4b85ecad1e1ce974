using System.Text.Json.Serialization;
using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Training;

namespace Figment.Runs;

/// <summary>The progress of a run: the trainer's report, and the evaluation of the samples.</summary>
public sealed class RunReport
{
    internal RunReport(
        TrainingProgress training,
        ISampleEvaluation? evaluation,
        IReadOnlyList<Verdict> verdicts,
        bool isBest,
        OptionSentence? trouble = null,
        RunRollback? rollback = null
    ) =>
        (Training, Evaluation, Verdicts, IsBest, TroubleSentence, Rollback) = (
            training,
            evaluation,
            verdicts,
            isBest,
            trouble,
            rollback
        );

    /// <summary>The trainer's report.</summary>
    public TrainingProgress Training { get; }

    /// <summary>The evaluation of the samples; null if they were not judged.</summary>
    public ISampleEvaluation? Evaluation { get; }

    /// <summary>The problems that were not reported before; usually none.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; }

    /// <summary>All problems at the latest evaluation, whether reported before or not.</summary>
    internal IReadOnlyList<Verdict> Holding { get; init; } = [];

    /// <summary>Whether these samples are the best so far.</summary>
    public bool IsBest { get; }

    /// <summary>
    /// The reason, in words, why samples can no longer be judged; it is given in one report only and is otherwise null.
    /// </summary>
    public string? Trouble => TroubleSentence?.ToString();

    /// <summary>The same, in a form that can be translated.</summary>
    internal OptionSentence? TroubleSentence { get; }

    /// <summary>How far the run goes back after this report because a number became NaN or infinite; usually null.</summary>
    public RunRollback? Rollback { get; }

    /// <summary>A listener that is called on the training thread, between two steps.</summary>
    /// <param name="action">What to do with each report.</param>
    public static IProgress<RunReport> Listener(Action<RunReport> action) => new Callback<RunReport>(action);
}

/// <summary>An evaluation of samples, and its step.</summary>
public sealed class JudgedStep
{
    [JsonConstructor]
    internal JudgedStep(long step, ISampleEvaluation evaluation) => (Step, Evaluation) = (step, evaluation);

    /// <summary>The number of steps done.</summary>
    public long Step { get; }

    /// <summary>The evaluation.</summary>
    public ISampleEvaluation Evaluation { get; }
}

/// <summary>The result of a run.</summary>
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

    /// <summary>The run's folder.</summary>
    public RunFolder Folder { get; }

    /// <summary>How the training ended.</summary>
    public TrainingResult Training { get; }

    /// <summary>The problems present at the end, no matter when they were first reported.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; }

    /// <summary>The verdict that ended the training early, as the user had requested; null if none did.</summary>
    public Verdict? StoppedBy { get; }

    /// <summary>The step with the best samples; null if they were never judged.</summary>
    public JudgedStep? Best { get; }

    /// <summary>The last step at which the samples were judged; null if they never were.</summary>
    public JudgedStep? Last { get; }
}
