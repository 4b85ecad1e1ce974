using System.Runtime.InteropServices;
using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Models;
using Figment.Training;

namespace Figment.Runs;

/// <summary>
/// Judges the samples of a run when an evaluation is due, reports problems, and remembers when the samples were best.
/// </summary>
internal sealed class RunJudge
{
    private const int MostTries = 3;

    private readonly TrainableModel model;
    private readonly ISampleJudge? samples;
    private readonly CancellationToken stopped;
    private readonly TrainingDiagnosis diagnosis;
    private bool canLook;
    private long lookedAt;

    /// <summary>Starts judging, or continues.</summary>
    /// <param name="model">The model in training.</param>
    /// <param name="samples">Judges the samples; null judges by the losses alone.</param>
    /// <param name="kind">The kind of data, which has rules for its samples.</param>
    /// <param name="from">The state to continue from.</param>
    /// <param name="stopped">Whether training was asked to end; it should then not wait for another evaluation.</param>
    internal RunJudge(TrainableModel model, ISampleJudge? samples, DataKind kind, JudgeState from, CancellationToken stopped)
    {
        (this.model, this.samples, this.stopped, canLook) = (model, samples, stopped, samples is not null);
        (Best, Last, lookedAt) = (from.Best, from.Last, from.LookedAt);
        diagnosis = new TrainingDiagnosis(kind.Rules, from.Diagnosis);
        samples?.GoOnFrom(model, lookedAt, Last?.Evaluation);
    }

    /// <summary>The problems at the latest evaluation.</summary>
    internal IReadOnlyList<Verdict> Verdicts => diagnosis.Current;

    /// <summary>The step with the best samples: those with the smallest distance.</summary>
    internal JudgedStep? Best { get; private set; }

    internal JudgedStep? Last { get; private set; }

    /// <summary>The state that all later reports depend on.</summary>
    internal JudgeState State =>
        new()
        {
            Diagnosis = diagnosis.State,
            Best = Best,
            Last = Last,
            LookedAt = lookedAt,
        };

    internal RunReport Look(TrainingProgress progress)
    {
        OptionSentence? trouble = null;
        ISampleEvaluation? evaluation = IsDue(progress) ? TryLook(progress.Items, out trouble) : null;
        bool isBest = evaluation is not null && (Best is null || evaluation.Distance < Best.Evaluation.Distance);
        if (evaluation is not null)
            (Last, lookedAt) = (new JudgedStep(progress.Step, evaluation), progress.Items);
        if (isBest)
            Best = Last;
        return new RunReport(progress, evaluation, diagnosis.Look(progress, evaluation), isBest, trouble)
        {
            Holding = diagnosis.Current,
        };
    }

    private bool IsDue(TrainingProgress progress) =>
        canLook
        && progress.Samples is not null
        && !stopped.IsCancellationRequested
        && progress.Measures.Values.All(double.IsFinite)
        && samples!.IsDue(model, progress.Items, progress.IsLast);

    /// <summary>
    /// Evaluates the samples. A failure must not end the training, which continues without evaluations and reports that once.
    /// Very rarely, a libtorch call fails for no apparent reason and succeeds when repeated (docs/design/native.md).
    /// </summary>
    private ISampleEvaluation? TryLook(long items, out OptionSentence? trouble)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                trouble = null;
                return samples!.Look(model, items);
            }
            catch (Exception e) when (e is FigmentException or ExternalException)
            {
                if (tries < MostTries)
                    continue;
                canLook = false;
                trouble = OptionSentence.Of(
                    $"The samples cannot be judged, so the training continues without judging: {OptionSentence.Reason(e)}."
                );
                return null;
            }
        }
    }
}
