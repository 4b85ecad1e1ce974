namespace Figment.Training;

/// <summary>
/// Decides when a checkpoint is due, after a number of steps or about every minute, and which checkpoints are kept.
/// </summary>
internal sealed class CheckpointSchedule(TrainingOptions options)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Whether a checkpoint is due after this step.</summary>
    /// <param name="step">The number of steps done.</param>
    /// <param name="before">The training time before the step.</param>
    /// <param name="elapsed">The training time including the step.</param>
    internal bool IsDue(long step, TimeSpan before, TimeSpan elapsed) =>
        IsKept(step)
        || (options.CheckpointEvery is int every ? step % every == 0 : SampleSchedule.Passes(Interval, before, elapsed));

    /// <summary>Whether the checkpoint of this step is kept when later ones are written.</summary>
    internal bool IsKept(long step) => options.KeepEvery is int every && step % every == 0;
}
