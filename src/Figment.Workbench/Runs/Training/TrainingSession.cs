using Figment.Data;
using Figment.Diagnosis;
using Figment.Models;
using Figment.Training;

namespace Figment.Runs;

/// <summary>A run in training: the loop, who records it and who judges it, and the way back from numbers that ran away.</summary>
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
    /// <param name="state">Where to go on from, loaded into the model already.</param>
    /// <param name="started">Told of the folder once all is ready.</param>
    /// <param name="cancellationToken">Ends the training after the step under way.</param>
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

            // A checkpoint is how things stood before its report, which whoever goes on from it makes anew: so it is saved first,
            // with what the judge knew by then. Then the judge looks, what it found is recorded, and only what is on disk is told
            // to anybody else.
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
    /// What the judge knew at a checkpoint; but the file of the best weights, where there is one, may be of a later step, and
    /// says by itself what was best.
    /// </summary>
    private JudgeState Known(RunState state)
    {
        JudgeState known = state.Judge ?? JudgeOfOldRuns.FromLog(folder.ReadMetrics(), Options.Training.Length, Options.Kind);
        return known with { Best = folder.Model.ReadBest() ?? known.Best };
    }

    /// <summary>Loads the last checkpoint, with half the learning rate from there on.</summary>
    private RunState GoBack(int number, RunReport broken, RunRecorder recorder)
    {
        RunState safe = folder.Checkpoints.Load(model, folder.Checkpoints.Steps[^1]);

        // Time goes on: a training of so many seconds ends when they are over.
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
        ReportKinds kinds = broken.Training.Kinds & ~ReportKinds.Last; // the training goes on
        progress?.Report(
            new RunReport(
                broken.Training with
                {
                    Kinds = kinds,
                },
                broken.Evaluation,
                broken.Verdicts,
                broken.IsBest,
                broken.Trouble,
                rollback
            )
        );
        return state;
    }
}
