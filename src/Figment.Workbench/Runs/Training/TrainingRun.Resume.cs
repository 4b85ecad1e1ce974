using Figment.Backend;
using Figment.Data;
using Figment.Models;
using Figment.Training;
using TorchSharp;

namespace Figment.Runs;

/// <content>Continuing a run.</content>
public static partial class TrainingRun
{
    private static readonly OptionSentence WhereIsData = OptionSentence.Of(
        $"Bring the old data back, name its new place ({new OptionName(nameof(ResumeRequest.Data))}), or start a new run."
    );

    /// <summary>
    /// Continues a run that ended, was stopped, or was killed, from its last checkpoint. On the same machine with the same number
    /// of threads, the results are bit for bit those of an uninterrupted run.
    /// </summary>
    /// <param name="request">The run to continue, and what changes.</param>
    /// <param name="progress">Receives every report after it is recorded, on the training thread.</param>
    /// <param name="clock">The clock that measures time; null for the system's.</param>
    /// <param name="started">Receives the folder once the training begins.</param>
    /// <param name="loading">Receives the progress of a download and of the reading.</param>
    /// <param name="cancellationToken">Ends the training after the current step; the run is saved.</param>
    /// <exception cref="FigmentException">
    /// Any error that a user can fix: the run is complete or is being trained, or the request would create a different model.
    /// </exception>
    public static RunResult Resume(
        ResumeRequest request,
        IProgress<RunReport>? progress = null,
        TimeProvider? clock = null,
        Action<RunFolder>? started = null,
        IProgress<DataProgress>? loading = null,
        CancellationToken cancellationToken = default
    ) => Resume(new GroupTalk(LoneProcess.Instance), request, progress, clock, started, loading, cancellationToken);

    /// <summary>The same in process 0 of a group.</summary>
    internal static RunResult Resume(
        GroupTalk talk,
        ResumeRequest request,
        IProgress<RunReport>? progress,
        TimeProvider? clock,
        Action<RunFolder>? started,
        IProgress<DataProgress>? loading,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        clock ??= TimeProvider.System;
        RunFolder folder = RunFolder.Open(request.Folder);
        using RunLock held = RunLock.Take(folder.Root);
        folder = RunFolder.Open(request.Folder); // read again, now that no one else writes to it
        folder.RemoveRemains();
        OpenedPage.RefuseToGoOn(folder);
        folder.Options.Kind.Describe(folder.Options.Data); // fails for an unknown kind of data
        (TrainingOptions training, IReadOnlyList<string> changes) = request.ApplyTo(folder.Options);
        IReadOnlyList<string> logs = request.LogsOf(folder);
        talk.Say(folder.Options with { Training = training });

        (torch.Device device, Dataset opened) = talk.Open(
            () =>
                Prepare(
                    () => talk.DeviceOf(request, folder.Options),
                    reading => LearnedData.Open(folder, request.Data, WhereIsData, loading, reading).Training,
                    cancellationToken
                ),
            folder.Options.Facts
        );
        using Dataset data = opened;
        using ThreadCount threads = new(request.Threads ?? folder.Options.Environment.Threads);
        string named = ComputePrecision.Here(folder.Options.Environment.Precision, device);
        torch.ScalarType precision = ComputePrecision.Use(named, device);
        using TrainableModel model = folder.Model.Create();
        model.Freeze(folder.Options.From?.Frozen.Count ?? 0);
        model.To(device).ComputeIn(precision);
        using ISampleJudge? judge = folder.Options.Kind.ReopenJudge(folder, data, device, loading, cancellationToken);

        RunState? state = folder.Checkpoints.LoadLast(model);
        if (state is null && folder.Options.From is not null)
        {
            throw new RunFolderException(
                $"{folder.Root} was supposed to start from another run, but ended before that run's weights were loaded. Remove "
                    + $"it and start it again."
            );
        }

        long step = state?.Training.Step ?? 0;

        // A run that was killed between its last step and its last picture is not complete.
        if (File.Exists(folder.ChartFile))
            RefuseComplete(folder.Root, training.Length, step, state?.Training.Elapsed ?? TimeSpan.Zero);
        folder = folder.With(
            folder.Options with
            {
                Training = training,
                OnNotFinite = request.OnNotFinite ?? folder.Options.OnNotFinite,
                Logs = logs,
                Resumes =
                [
                    .. folder.Options.Resumes,
                    new RunResume(step, changes, ThisMachine.Describe(device, named, talk.Group)),
                ],
            }
        );
        _ = GradientPieces.Share(model, talk.Group, training.BatchSize, training.Accumulate);
        talk.Begin();
        return new TrainingSession(talk, folder, model, data, judge, progress, clock).Run(
            state ?? RunState.New,
            started,
            cancellationToken
        );
    }

    private static void RefuseComplete(string run, TrainingLength length, long step, TimeSpan elapsed)
    {
        if (length.Steps is long steps && step >= steps)
        {
            throw new FigmentException(
                OptionSentence.Of(
                    $"{run} is complete: it has done {step} of {steps} steps. To train longer, give the total number of "
                        + $"steps ({Steps(steps * 2)}) or how many to add ({Steps($"+{steps}")})."
                )
            );
        }

        if (length.Time is TimeSpan time && elapsed >= time)
        {
            throw new FigmentException(
                OptionSentence.Of(
                    $"{run} is complete: it has trained for {elapsed.TotalSeconds:F0} of {time.TotalSeconds:F0} seconds. To "
                        + $"train longer, give the total number of seconds ({new OptionName("Seconds")}), or a number of steps."
                )
            );
        }

        static OptionName Steps(object value) => new(nameof(TrainingLength.Steps), value);
    }
}
