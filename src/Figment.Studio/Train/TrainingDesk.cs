using Figment.Runs;
using Figment.Studio.Hosting;
using Figment.Studio.Words;

namespace Figment.Studio.Train;

/// <summary>
/// Where trainings are begun and watched: one at a time, on a thread of its own, whoever watches and whoever leaves.
/// </summary>
/// <param name="clock">Measures time and names the runs.</param>
/// <param name="faults">Takes down what nobody foresaw.</param>
internal sealed class TrainingDesk(TimeProvider clock, Faults faults) : IDisposable
{
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1.5); // whoever watches takes cores from what is watched

    private readonly Lock gate = new();
    private Task work = Task.CompletedTask;
    private ITimer? pending;

    /// <summary>Raised every second and a half at most while something changes, on any thread.</summary>
    internal event Action? Changed;

    /// <summary>The training under way, or the last one; null before the first.</summary>
    internal TrainingJob? Current { get; private set; }

    /// <summary>Begins a training.</summary>
    /// <exception cref="FigmentException">Another is under way.</exception>
    /// <exception cref="OptionsException">An option is out of its range.</exception>
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

    /// <summary>Goes on with a run from its last checkpoint.</summary>
    /// <exception cref="FigmentException">A training is under way.</exception>
    internal TrainingJob Resume(RunFolder run, ResumeRequest request) =>
        Start(
            run.Options.Preset,
            run.Options.Data.Name,
            (progress, time, started, loading, _, stop) => TrainingRun.Resume(request, progress, time, started, loading, stop)
        );

    /// <summary>Whether a run is the one in training.</summary>
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

    /// <summary>Ends the training under way, if there is one, and waits until it is saved.</summary>
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
            pending ??= clock.CreateTimer(_ => Raise(), null, Breath, Timeout.InfiniteTimeSpan);
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
            catch (Exception e) // a timer's thread would take the studio with it
            {
                faults.Note(e, "a page that watches the training");
            }
        }
    }
}
