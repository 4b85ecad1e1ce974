using Figment.Backend;
using Figment.Data;
using Figment.Models;
using Figment.Training;
using TorchSharp;

namespace Figment.Runs;

/// <content>Going on with a run.</content>
public static partial class TrainingRun
{
    private static readonly OptionSentence WhereIsData = OptionSentence.Of(
        $"Bring the old data back, say where it is now ({new OptionName(nameof(ResumeRequest.Data))}), or begin a new run."
    );

    /// <summary>
    /// Goes on with a run that ended, was stopped or killed, from its last checkpoint. The rest is what it would have been, bit
    /// for bit, on the same machine with the same number of threads.
    /// </summary>
    /// <param name="request">Which run, and what changes.</param>
    /// <param name="progress">Hears of every report after it is recorded, on the training thread.</param>
    /// <param name="clock">Measures time; null is the system's.</param>
    /// <param name="started">Told of the folder once the training begins.</param>
    /// <param name="loading">Hears of a download and of the reading of pictures.</param>
    /// <param name="cancellationToken">Ends the training after the step under way; the run is saved.</param>
    /// <exception cref="FigmentException">
    /// Anything a user can mend: the run is complete, is being trained, or what was asked for would make another model of it.
    /// </exception>
    public static RunResult Resume(
        ResumeRequest request,
        IProgress<RunReport>? progress = null,
        TimeProvider? clock = null,
        Action<RunFolder>? started = null,
        IProgress<DataProgress>? loading = null,
        CancellationToken cancellationToken = default
    ) => Resume(new GroupTalk(LoneProcess.Instance), request, progress, clock, started, loading, cancellationToken);

    /// <summary>The same in number 0 of a group.</summary>
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
        folder = RunFolder.Open(request.Folder); // as it is now that nobody else writes
        folder.RemoveRemains();
        folder.Options.Kind.Describe(folder.Options.Data); // a kind that is not known here can go no further
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
                $"{folder.Root} was to begin from another run, and ended before it had. Remove it and begin it again."
            );
        }

        long step = state?.Training.Step ?? 0;

        // One that was killed between its last step and its last picture is not complete.
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
                    $"{run} is complete: it has done {step} of {steps} steps. To train on, say how many steps in all "
                        + $"({Steps(steps * 2)}) or how many more ({Steps($"+{steps}")})."
                )
            );
        }

        if (length.Time is TimeSpan time && elapsed >= time)
        {
            throw new FigmentException(
                OptionSentence.Of(
                    $"{run} is complete: it has trained {elapsed.TotalSeconds:F0} of {time.TotalSeconds:F0} seconds. To train "
                        + $"on, say how many seconds in all ({new OptionName("Seconds")}), or how many steps."
                )
            );
        }

        static OptionName Steps(object value) => new(nameof(TrainingLength.Steps), value);
    }
}
