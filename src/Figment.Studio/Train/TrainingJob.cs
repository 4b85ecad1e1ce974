using Figment.Data;
using Figment.Diagnosis;
using Figment.Runs;
using Figment.Studio.Hosting;
using Figment.Studio.Words;
using Figment.Training;

namespace Figment.Studio.Train;

/// <summary>Does the work of a training on the calling thread, and reports: a new run, or the rest of one.</summary>
internal delegate RunResult TrainingWork(
    IProgress<RunReport> progress,
    TimeProvider clock,
    Action<RunFolder> started,
    IProgress<DataProgress> loading,
    Action<StepForecast> foreseen,
    CancellationToken cancellationToken
);

/// <summary>
/// One training in the studio: what it was asked for, and all that it has reported so far. Any page may read it at any time.
/// </summary>
public sealed class TrainingJob : IDisposable
{
    private readonly TrainingWork work;
    private readonly Lock gate = new();
    private readonly JobRecord record = new();
    private readonly CancellationTokenSource stop = new();
    private readonly ManualResetEventSlim go = new(initialState: true);
    private readonly PausableClock clock;
    private readonly Action changed;
    private readonly Faults faults;
    private bool isStopping;

    internal TrainingJob(string preset, string data, TrainingWork work, TimeProvider time, Action changed, Faults faults)
    {
        Preset = preset;
        Data = data;
        this.work = work;
        clock = new PausableClock(time);
        this.changed = changed;
        this.faults = faults;
    }

    /// <summary>The name of its preset.</summary>
    public string Preset { get; }

    /// <summary>What it learns from.</summary>
    public string Data { get; private set; }

    /// <summary>What it is doing.</summary>
    public TrainingStatus Status { get; private set; }

    /// <summary>Where it is recorded; null while it is being prepared.</summary>
    public RunFolder? Folder { get; private set; }

    /// <summary>The latest report; null before the first.</summary>
    public TrainingProgress? Progress { get; private set; }

    /// <summary>How far the loading of data is; null where it is not known.</summary>
    public DataProgress? Loading { get; private set; }

    /// <summary>What its steps take; null while it is not known.</summary>
    public StepForecast? Forecast { get; private set; }

    /// <summary>Why it failed, in words.</summary>
    public Text? Error { get; private set; }

    /// <summary>Why samples can no longer be judged.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Whether it still works, or could.</summary>
    public bool IsRunning => Status is not (TrainingStatus.Done or TrainingStatus.Failed);

    /// <summary>How far it last went back because numbers ran away; null where it did not.</summary>
    public RunRollback? Rollback { get; private set; }

    /// <summary>What was reported so far.</summary>
    public IReadOnlyList<MetricsLine> Lines => record.Lines;

    /// <summary>What was found to go wrong, each once.</summary>
    public IReadOnlyList<Verdict> Verdicts => record.Verdicts;

    /// <summary>What goes wrong by the latest look.</summary>
    internal IReadOnlyList<Verdict> Holding => record.Holding;

    /// <summary>The steps of which there is a picture in the run's folder.</summary>
    public IReadOnlyList<long> Pictures => record.Pictures;

    /// <inheritdoc/>
    public void Dispose()
    {
        stop.Dispose();
        go.Dispose();
    }

    internal void Pause()
    {
        lock (gate)
        {
            if (Status != TrainingStatus.Training)
                return;
            Status = TrainingStatus.Paused;
        }

        go.Reset();
        changed();
    }

    internal void Continue()
    {
        lock (gate)
        {
            if (Status != TrainingStatus.Paused)
                return;
            Status = TrainingStatus.Training;
        }

        go.Set();
        changed();
    }

    internal void Stop()
    {
        lock (gate)
        {
            if (!IsRunning)
                return;
            isStopping = true;
            Status = TrainingStatus.Stopping;
        }

        stop.Cancel();
        go.Set();
        changed();
    }

    /// <summary>Trains to the end, on the calling thread.</summary>
    internal void Run()
    {
        try
        {
            work(new Listener<RunReport>(Hear), clock, Begin, new Listener<DataProgress>(HearLoading), Foresee, stop.Token);
            End(TrainingStatus.Done, null);
        }
        catch (OperationCanceledException)
        {
            End(TrainingStatus.Done, null);
        }
        catch (FigmentException e)
        {
            Text words = e is StudioException known ? known.Words : Ui.LibrarySays.Fill(("message", e.Message));
            End(TrainingStatus.Failed, words);
        }
        catch (Exception e) // whatever it is, it is this training's, not the studio's
        {
            End(TrainingStatus.Failed, Ui.FaultWords.Fill(("reference", faults.Note(e, $"training {Preset}"))));
        }
    }

    private void Begin(RunFolder folder)
    {
        lock (gate)
        {
            Folder = folder;
            Data = folder.Options.Data.Name;
            record.Recall(folder);
            if (!isStopping)
                Status = TrainingStatus.Training;
        }

        changed();
    }

    private void Foresee(StepForecast forecast)
    {
        Forecast = forecast;
        changed();
    }

    private void HearLoading(DataProgress progress)
    {
        Loading = progress;
        changed();
    }

    private void Hear(RunReport report)
    {
        TrainingProgress training = report.Training;
        lock (gate)
        {
            Progress = training with { Samples = null };
            if (report.Rollback is not null)
            {
                Rollback = report.Rollback;
                record.Recall(Folder!, report.Verdicts);
                return;
            }

            record.Add(report);
            Trouble ??= report.Trouble;
        }

        changed();
        if (go.IsSet || training.IsLast)
            return;
        clock.Pause();
        try
        {
            go.Wait(stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopped while it waited: the step after this ends it.
        }
        finally
        {
            clock.Continue();
        }
    }

    private void End(TrainingStatus status, Text? error)
    {
        lock (gate)
        {
            Status = status;
            Error = error;
        }

        changed();
    }

    private sealed class Listener<T>(Action<T> hear) : IProgress<T>
    {
        public void Report(T value) => hear(value);
    }
}
