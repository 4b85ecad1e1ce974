using Figment.Training;

namespace Figment.Runs;

/// <summary>
/// What a run reports, written for another program too, beside the run's own metrics. Each method may throw what a file system
/// throws, which ends the training with its reason, as where the metrics cannot be written.
/// </summary>
internal interface IRunLog : IDisposable
{
    /// <summary>Begins, or goes back: what was written of this step and of later ones no longer holds.</summary>
    /// <param name="step">Steps done.</param>
    void GoOnFrom(long step);

    /// <summary>Writes what was found at a step.</summary>
    /// <param name="report">The report.</param>
    void Write(RunReport report);

    /// <summary>Waits until all that was written is on the disk: a checkpoint is saved next.</summary>
    void Flush();

    /// <summary>Writes how the training ended.</summary>
    /// <param name="result">That.</param>
    void End(TrainingResult result);
}
