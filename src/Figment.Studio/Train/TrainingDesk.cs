using Figment.Runs;
using Figment.Studio.Hosting;
using Figment.Studio.Words;

namespace Figment.Studio.Train;

/// <summary>
/// Starts training runs and lets pages watch them. Only one runs at a time, on a separate thread that does not depend on any
/// page.
/// </summary>
/// <param name="clock">Provides the time, which is also part of the names of runs.</param>
/// <param name="faults">Records unexpected errors.</param>
/// <param name="options">Determines how often pages are notified of changes.</param>
internal sealed class TrainingDesk(TimeProvider clock, Faults faults, StudioOptions options) : IDisposable
{
    private readonly Lock gate = new();
    private Task work = Task.CompletedTask;
    private ITimer? pending;

    /// <summary>Raised on any thread while something changes, at most once every one and a half seconds.</summary>
    internal event Action? Changed;

    /// <summary>The current training run, or the last one; null before the first.</summary>
    internal TrainingJob? Current { get; private set; }

    /// <summary>Starts a training.</summary>
    /// <exception cref="FigmentException">Another training run is in progress.</exception>
    /// <exception cref="OptionsException">An option is out of range.</exception>
    internal TrainingJob Start(TrainingRequest request)
    {
        OptionsValidator.ThrowIfInvalid([
            request,
            request.Training,
            request.Model ?? request.Preset.Options,
            .. request.Reading is null ? [] : new[] { request.Reading },
        ]);
        return Start(
            request.Preset.Name,
            request.Data,
            (progress, time, started, loading, foreseen, stop) =>
                TrainingRun.Train(request, progress, time, started, loading, foreseen, stop)
        );
    }

    /// <summary>Continues a run from its last checkpoint.</summary>
    /// <exception cref="FigmentException">A training is running.</exception>
    internal TrainingJob Resume(RunFolder run, ResumeRequest request) =>
        Start(
            run.Options.Preset,
            run.Options.Data.Name,
            (progress, time, started, loading, _, stop) => TrainingRun.Resume(request, progress, time, started, loading, stop)
        );

    /// <summary>Whether a run is being trained.</summary>
    internal bool IsTraining(RunFolder run) =>
        Current is { IsRunning: true, Folder: { } folder } && Path.GetFullPath(folder.Root) == Path.GetFullPath(run.Root);

    private TrainingJob Start(string preset, string data, TrainingWork training)
    {
        TrainingJob job;
        lock (gate)
        {
            if (Current is { IsRunning: true })
                throw new StudioException(Ui.OneAtATime);
            Current?.Dispose();
            Current = job = new TrainingJob(preset, data, training, clock, Tell, faults);
            work = Task.Factory.StartNew(job.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        Tell();
        return job;
    }

    /// <summary>Ends the current training, if there is one, and waits until it is saved.</summary>
    internal async Task StopAsync()
    {
        Current?.Stop();
        await work;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        pending?.Dispose();
        Current?.Dispose();
    }

    private void Tell()
    {
        lock (gate)
            pending ??= clock.CreateTimer(_ => Raise(), null, options.Breath, Timeout.InfiniteTimeSpan);
    }

    private void Raise()
    {
        lock (gate)
        {
            pending?.Dispose();
            pending = null;
        }

        foreach (Action tell in Changed?.GetInvocationList().Cast<Action>() ?? [])
        {
            try
            {
                tell();
            }
            catch (Exception e) // an exception on a timer's thread would end the studio
            {
                faults.Note(e, "a page that watches the training");
            }
        }
    }
}
