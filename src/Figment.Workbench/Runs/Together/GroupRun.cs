using Figment.Backend;
using Figment.Data;
using Figment.Training;

namespace Figment.Runs;

/// <summary>
/// A training in several processes, on one machine or many: each calls the same method with the same request. Number 0 writes the
/// run and judges samples, while the others wait for it; nothing of theirs is written or reported.
/// </summary>
public static class GroupRun
{
    /// <summary>Trains and records, as <c>TrainingRun.Train</c> does in one process.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="request">What to train. The batch is that of all processes together.</param>
    /// <param name="progress">Hears of every report in number 0, on the training thread.</param>
    /// <param name="clock">Measures time and names the folder; null is the system's.</param>
    /// <param name="started">Told of the folder in number 0.</param>
    /// <param name="loading">Hears in number 0 how the data is read.</param>
    /// <param name="foreseen">Told in number 0 what a step takes there.</param>
    /// <param name="cancellationToken">
    /// In any of them it ends the training of all after the step under way; the run is saved.
    /// </param>
    /// <returns>The run in number 0, null elsewhere.</returns>
    /// <exception cref="FigmentException">
    /// Anything a user can mend. Unless <see cref="AreAllTold"/> says otherwise the other processes know nothing of it and wait,
    /// so whoever started them must end them.
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

    /// <summary>Goes on with a run, which may have been begun by another number of processes.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="request">Which run, and what changes. Its folder must be within reach of number 0 alone.</param>
    /// <param name="progress">Hears of every report in number 0, on the training thread.</param>
    /// <param name="clock">Measures time; null is the system's.</param>
    /// <param name="started">Told of the folder in number 0.</param>
    /// <param name="loading">Hears in number 0 how the data is read.</param>
    /// <param name="cancellationToken">
    /// In any of them it ends the training of all after the step under way; the run is saved.
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

    /// <summary>Whether an error was thrown in all processes alike, so that none waits for another.</summary>
    /// <param name="error">What was thrown.</param>
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
