using Figment.Data;
using Figment.Diagnosis;
using Figment.Models;
using Figment.Training;

namespace Figment.Runs;

/// <summary>
/// Runs the training loop together with the recorder and the judge, and goes back to a checkpoint when numbers become NaN or
/// infinite.
/// </summary>
internal sealed class TrainingSession(
    GroupTalk talk,
    RunFolder folder,
    TrainableModel model,
    Dataset data,
    ISampleJudge? samples,
    IProgress<RunReport>? progress,
    TimeProvider clock
)
{
    /// <summary>How often a run goes back before it gives up.</summary>
    internal const int MostRollbacks = 3;

    private RunOptions Options => folder.Options;

    /// <summary>Trains to the end.</summary>
    /// <param name="state">The state to continue from, already loaded into the model.</param>
    /// <param name="started">Receives the folder once everything is ready.</param>
    /// <param name="cancellationToken">Ends the training after the current step.</param>
    internal RunResult Run(RunState state, Action<RunFolder>? started, CancellationToken cancellationToken)
    {
        using RunRecorder recorder = new(folder, model, state, clock);
        started?.Invoke(folder);
        if ((Options.OnNotFinite == NotFiniteAction.Rollback || Options.From is not null) && folder.Checkpoints.Steps.Count == 0)
            recorder.Save(state.Training, state.Judge);
        while (true)
        {
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            RunJudge judge = new(model, samples, Options.Kind, Known(state), stop.Token);
            Verdict? stoppedBy = null;
            RunReport? last = null;
            bool mayGoBack = Options.OnNotFinite == NotFiniteAction.Rollback && state.Rollbacks < MostRollbacks;
            TrainingResult result = Trainer.FitFrom(
                state.Training,
                model,
                data,
                Options.Training,
                TrainingProgress.Listener(Hear),
                clock,
                stop.Token,
                talk.Group
            );
            if (talk.GoesOn(result.IsBroken && mayGoBack))
            {
                state = GoBack(state.Rollbacks + 1, last!, recorder);
                continue;
            }

            bool wasCancelled = stoppedBy is null && result.WasCancelled; // here, or in another process
            result = new TrainingResult(result.Steps, result.Items, result.Elapsed, wasCancelled, result.IsBroken);
            recorder.Conclude(result);
            return new RunResult(folder, result, judge.Verdicts, stoppedBy, judge.Best, judge.Last);

            // A checkpoint holds the state before its report, which a resumed run repeats. It is therefore saved first, with the
            // state of the judge at that time. Then the judge evaluates, the findings are recorded, and only what is on disk is
            // reported to others.
            void Hear(TrainingProgress training)
            {
                recorder.Save(training, judge.State);
                last = judge.Look(training);
                recorder.Record(last);
                if (training.IsBroken && mayGoBack)
                    return;
                progress?.Report(last);
                stoppedBy ??= last.Verdicts.FirstOrDefault(verdict =>
                    training.IsBroken
                        ? verdict.Kind == VerdictKind.NotANumber
                        : Options.StopOn.Contains(verdict.Kind) && !training.IsLast
                );
                if (stoppedBy is not null)
                    stop.Cancel();
            }
        }
    }

    /// <summary>
    /// The state of the judge at a checkpoint. The file of the best weights may be from a later step; if it exists, it determines
    /// which samples were best.
    /// </summary>
    private JudgeState Known(RunState state)
    {
        JudgeState known = state.Judge ?? JudgeOfOldRuns.FromLog(folder.ReadMetrics(), Options.Training.Length, Options.Kind);
        return known with { Best = folder.Model.ReadBest() ?? known.Best };
    }

    /// <summary>Loads the last checkpoint, and continues with half the learning rate.</summary>
    private RunState GoBack(int number, RunReport broken, RunRecorder recorder)
    {
        RunState safe = folder.Checkpoints.Load(model, folder.Checkpoints.Steps[^1]);

        // The elapsed time is kept: a run with a time limit still ends when its time is up.
        TrainingState training = safe.Training with
        {
            RateFactor = safe.Training.RateFactor / 2,
            Elapsed = broken.Training.Elapsed,
        };
        RunRollback rollback = new(
            broken.Training.Step,
            training.Step,
            broken.Training.Items,
            Math.Round(training.Elapsed.TotalSeconds, 3),
            [.. broken.Training.Measures.Where(measure => !double.IsFinite(measure.Value)).Select(measure => measure.Key)],
            training.RateFactor,
            number
        );
        RunState state = safe with { Training = training, Rollbacks = number };
        recorder.Record(rollback, state);
        ReportKinds kinds = broken.Training.Kinds & ~ReportKinds.Last; // the training continues
        progress?.Report(
            new RunReport(
                broken.Training with
                {
                    Kinds = kinds,
                },
                broken.Evaluation,
                broken.Verdicts,
                broken.IsBest,
                broken.TroubleSentence,
                rollback
            )
        );
        return state;
    }
}
