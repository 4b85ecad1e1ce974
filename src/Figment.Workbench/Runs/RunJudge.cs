using System.Runtime.InteropServices;
using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Models;
using Figment.Training;

namespace Figment.Runs;

/// <summary>Looks at the samples of a run when it is time, says what goes wrong, and knows when they were best.</summary>
/// <param name="model">The model in training.</param>
/// <param name="samples">Looks at samples; null leaves the judging to the losses.</param>
/// <param name="kind">The kind of data, which knows what goes wrong with samples.</param>
/// <param name="stopped">Whether the training was asked to end, which should not wait for another look.</param>
internal sealed class RunJudge(TrainableModel model, ISampleJudge? samples, DataKind kind, CancellationToken stopped)
{
    private readonly TrainingDiagnosis diagnosis = new(kind.Rules);
    private bool canLook = samples is not null;

    /// <summary>What is wrong by the latest look.</summary>
    internal IReadOnlyList<Verdict> Verdicts => diagnosis.Current;

    /// <summary>When the samples were best: where their distance was least.</summary>
    internal JudgedStep? Best { get; private set; }

    internal JudgedStep? Last { get; private set; }

    /// <summary>Takes in what the log tells of the run up to now, as if it had been seen.</summary>
    /// <param name="lines">The log.</param>
    /// <param name="length">How long the run is.</param>
    /// <param name="best">When the samples were best; null where no file tells.</param>
    internal void Recall(IReadOnlyList<MetricsLine> lines, TrainingLength length, JudgedStep? best)
    {
        foreach (MetricsLine line in lines.Where(line => line.Rollback is null))
        {
            TimeSpan elapsed = TimeSpan.FromSeconds(line.Seconds);
            double fraction = length.Steps is long steps ? (double)line.Step / steps : elapsed / length.Time!.Value;
            diagnosis.Look(new TrainingProgress { Step = line.Step, Items = line.Items, Elapsed = elapsed, Fraction = Math.Min(1, fraction), Measures = line.Measures }, line.Evaluation);
        }

        MetricsLine[] looks = [.. lines.Where(line => line.Evaluation is not null)];
        if (looks.Length > 0) Last = new JudgedStep(looks[^1].Step, looks[^1].Evaluation!);
        MetricsLine? least = looks.MinBy(line => line.Evaluation!.Distance);
        Best = best ?? (least is null ? null : new JudgedStep(least.Step, least.Evaluation!));
        samples?.GoOnFrom(looks.Length > 0 ? looks[^1].Items : 0);
    }

    internal RunReport Look(TrainingProgress progress)
    {
        string? trouble = null;
        SampleEvaluation? evaluation = IsDue(progress) ? TryLook(progress.Items, out trouble) : null;
        bool isBest = evaluation is not null && (Best is null || evaluation.Distance < Best.Evaluation.Distance);
        if (evaluation is not null) Last = new JudgedStep(progress.Step, evaluation);
        if (isBest) Best = Last;
        return new RunReport(progress, evaluation, diagnosis.Look(progress, evaluation), isBest, trouble);
    }

    private bool IsDue(TrainingProgress progress) =>
        canLook && progress.Samples is not null && !stopped.IsCancellationRequested && progress.Measures.Values.All(double.IsFinite) && samples!.IsDue(progress.Items, progress.IsLast);

    /// <summary>A look that fails must not cost the training: it goes on unjudged, and says so once.</summary>
    private SampleEvaluation? TryLook(long items, out string? trouble)
    {
        try
        {
            trouble = null;
            return samples!.Look(model, items);
        }
        catch (Exception e) when (e is FigmentException or ExternalException)
        {
            canLook = false;
            trouble = $"The samples cannot be judged, and the training goes on without: {e.Message.Split('\n')[0]}";
            return null;
        }
    }
}
