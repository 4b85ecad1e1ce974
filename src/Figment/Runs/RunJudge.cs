using System.Runtime.InteropServices;
using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Models;
using Figment.Training;

namespace Figment.Runs;

/// <summary>Looks at the samples of a run when it is time, says what goes wrong, and knows when they were best.</summary>
/// <param name="model">The model in training.</param>
/// <param name="evaluator">Looks at samples; null leaves the judging to the losses.</param>
/// <param name="stopped">Whether the training was asked to end, which should not wait for another look.</param>
internal sealed class RunJudge(GenerativeModel model, LiveEvaluator? evaluator, CancellationToken stopped)
{
    private readonly TrainingDiagnosis diagnosis = new();
    private bool canLook = evaluator is not null;

    /// <summary>What is wrong by the latest look.</summary>
    internal IReadOnlyList<Verdict> Verdicts => diagnosis.Current;

    /// <summary>When the samples were best: where their Fréchet distance was least.</summary>
    internal JudgedStep? Best { get; private set; }

    internal JudgedStep? Last { get; private set; }

    internal RunReport Look(TrainingProgress progress)
    {
        string? trouble = null;
        LiveEvaluation? evaluation = IsDue(progress) ? TryLook(progress.Images, out trouble) : null;
        bool isBest = evaluation is not null && (Best is null || evaluation.FrechetDistance < Best.Evaluation.FrechetDistance);
        if (evaluation is not null) Last = new JudgedStep(progress.Step, evaluation);
        if (isBest) Best = Last;
        return new RunReport(progress, evaluation, diagnosis.Look(progress, evaluation), isBest, trouble);
    }

    private bool IsDue(TrainingProgress progress) =>
        canLook && progress.Samples is not null && !stopped.IsCancellationRequested && progress.Measures.Values.All(double.IsFinite) && evaluator!.IsDue(progress.Images, progress.IsLast);

    /// <summary>A look that fails must not cost the training: it goes on unjudged, and says so once.</summary>
    private LiveEvaluation? TryLook(long images, out string? trouble)
    {
        try
        {
            trouble = null;
            return evaluator!.Look(model, images);
        }
        catch (Exception e) when (e is FigmentException or ExternalException)
        {
            canLook = false;
            trouble = $"The samples cannot be judged, and the training goes on without: {e.Message.Split('\n')[0]}";
            return null;
        }
    }
}
