using Figment.Training;

namespace Figment.Runs;

/// <summary>
/// Writes a run's reports for another program, in addition to the run's own metrics. Each method may throw file system
/// exceptions, which end training and give the reason, just as when the metrics cannot be written.
/// </summary>
internal interface IRunLog : IDisposable
{
    /// <summary>Starts, or goes back: entries for this step and later ones are no longer valid.</summary>
    /// <param name="step">The number of steps done.</param>
    void GoOnFrom(long step);

    /// <summary>Writes the report of a step.</summary>
    /// <param name="report">The report.</param>
    void Write(RunReport report);

    /// <summary>Waits until everything written is on the disk; a checkpoint is saved next.</summary>
    void Flush();

    /// <summary>Writes how the training ended.</summary>
    /// <param name="result">The result of the training.</param>
    void End(TrainingResult result);
}
