namespace Figment.Training;

/// <summary>Says when a checkpoint is due: every so many steps or about every minute, and where one is to be kept.</summary>
internal sealed class CheckpointSchedule(TrainingOptions options)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Whether a checkpoint is due after this step.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="before">Time trained before the step.</param>
    /// <param name="elapsed">Time trained with it.</param>
    internal bool IsDue(long step, TimeSpan before, TimeSpan elapsed) =>
        IsKept(step)
        || (options.CheckpointEvery is int every ? step % every == 0 : SampleSchedule.Passes(Interval, before, elapsed));

    /// <summary>Whether the checkpoint of this step stays when later ones are made.</summary>
    internal bool IsKept(long step) => options.KeepEvery is int every && step % every == 0;
}
