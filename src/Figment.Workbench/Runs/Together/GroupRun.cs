using Figment.Backend;
using Figment.Data;
using Figment.Training;

namespace Figment.Runs;

/// <summary>
/// Trains in several processes, on one machine or many. Each process calls the same method with the same request. Process 0
/// writes the run and judges samples while the others wait; the others neither write nor report anything.
/// </summary>
public static class GroupRun
{
    /// <summary>Trains and records a run, as <c>TrainingRun.Train</c> does in one process.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="request">What to train. The batch size is the total over all processes.</param>
    /// <param name="progress">Receives every report in process 0, on the training thread.</param>
    /// <param name="clock">The clock used to measure time and to name the folder; null for the system's.</param>
    /// <param name="started">Receives the folder, in process 0.</param>
    /// <param name="loading">Receives the progress of reading the data, in process 0.</param>
    /// <param name="foreseen">Receives the measured cost of a step, in process 0.</param>
    /// <param name="cancellationToken">
    /// Cancelling in any process ends training in all of them after the current step; the run is saved.
    /// </param>
    /// <returns>The run in process 0, null elsewhere.</returns>
    /// <exception cref="FigmentException">
    /// Any error that a user can fix. Unless <see cref="AreAllTold"/> returns true for the error, the other processes do not know
    /// about it and keep waiting, so the launcher must end them.
    /// </exception>
    public static RunResult? Train(
        ITrainingGroup group,
        TrainingRequest request,
        IProgress<RunReport>? progress = null,
        TimeProvider? clock = null,
        Action<RunFolder>? started = null,
        IProgress<DataProgress>? loading = null,
        Action<StepForecast>? foreseen = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(request);
        if (group.Rank == 0)
            return First(
                new GroupTalk(group) { OpensFirst = true },
                talk => TrainingRun.Train(talk, request, progress, clock, started, loading, foreseen, cancellationToken)
            );
        GroupMember.Train(group, request, cancellationToken);
        return null;
    }

    /// <summary>Continues a run, which may have been started by a different number of processes.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="request">The run to continue, and what changes. Only process 0 needs access to its folder.</param>
    /// <param name="progress">Receives every report in process 0, on the training thread.</param>
    /// <param name="clock">The clock that measures time; null for the system's.</param>
    /// <param name="started">Receives the folder, in process 0.</param>
    /// <param name="loading">Receives the progress of reading the data, in process 0.</param>
    /// <param name="cancellationToken">
    /// Cancelling in any process ends training in all of them after the current step; the run is saved.
    /// </param>
    /// <inheritdoc cref="Train" path="/returns|/exception"/>
    public static RunResult? Resume(
        ITrainingGroup group,
        ResumeRequest request,
        IProgress<RunReport>? progress = null,
        TimeProvider? clock = null,
        Action<RunFolder>? started = null,
        IProgress<DataProgress>? loading = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(request);
        if (group.Rank == 0)
            return First(
                new GroupTalk(group),
                talk => TrainingRun.Resume(talk, request, progress, clock, started, loading, cancellationToken)
            );
        GroupMember.Resume(group, request, cancellationToken);
        return null;
    }

    /// <summary>Whether all processes threw this error, so that no process is left waiting for another.</summary>
    /// <param name="error">The error.</param>
    public static bool AreAllTold(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return GroupTalk.AreAllTold(error);
    }

    private static RunResult First(GroupTalk talk, Func<GroupTalk, RunResult> train)
    {
        try
        {
            return train(talk);
        }
        catch (Exception e)
            when (e is FigmentException or OperationCanceledException && talk.IsAwaited && !GroupTalk.AreAllTold(e))
        {
            talk.Decline(e);
            throw;
        }
    }
}
