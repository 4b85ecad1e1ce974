using Figment.Training;

namespace Figment.Runs;

/// <summary>Combines the logs of a run into one.</summary>
internal sealed class RunLogs : IRunLog
{
    private readonly List<IRunLog> logs = [];

    /// <summary>Opens the logs that the run's options name.</summary>
    /// <param name="run">The run.</param>
    /// <param name="clock">Provides the times of the entries.</param>
    internal RunLogs(RunFolder run, TimeProvider clock)
    {
        try
        {
            foreach (string name in run.Options.Logs.Distinct())
                logs.Add(RunLogKinds.All.Single(kind => kind.Name == name).Open(run, clock));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void GoOnFrom(long step) => logs.ForEach(log => log.GoOnFrom(step));

    /// <inheritdoc/>
    public void Write(RunReport report) => logs.ForEach(log => log.Write(report));

    /// <inheritdoc/>
    public void Flush() => logs.ForEach(log => log.Flush());

    /// <inheritdoc/>
    public void End(TrainingResult result) => logs.ForEach(log => log.End(result));

    /// <inheritdoc/>
    public void Dispose() => logs.ForEach(log => log.Dispose());
}
