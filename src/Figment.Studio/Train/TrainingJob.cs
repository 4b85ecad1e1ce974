using Figment.Data;
using Figment.Diagnosis;
using Figment.Runs;
using Figment.Studio.Hosting;
using Figment.Studio.Words;
using Figment.Training;

namespace Figment.Studio.Train;

/// <summary>Trains on the calling thread and reports the progress: a new run, or the rest of an existing one.</summary>
internal delegate RunResult TrainingWork(
    IProgress<RunReport> progress,
    TimeProvider clock,
    Action<RunFolder> started,
    IProgress<DataProgress> loading,
    Action<StepForecast> foreseen,
    CancellationToken cancellationToken
);

/// <summary>One training run in the studio: its request, and all its reports so far. Any page may read it at any time.</summary>
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

    /// <summary>The name of its training data.</summary>
    public string Data { get; private set; }

    /// <summary>Its current state.</summary>
    public TrainingStatus Status { get; private set; }

    /// <summary>The folder of the run; null while the training is being prepared.</summary>
    public RunFolder? Folder { get; private set; }

    /// <summary>The latest report; null before the first.</summary>
    public TrainingProgress? Progress { get; private set; }

    /// <summary>The progress of loading the data; null if unknown.</summary>
    public DataProgress? Loading { get; private set; }

    /// <summary>The measured cost of a step; null if unknown.</summary>
    public StepForecast? Forecast { get; private set; }

    /// <summary>Why it failed.</summary>
    public Text? Error { get; private set; }

    /// <summary>Why samples can no longer be judged; null if they can be.</summary>
    public Text? Trouble { get; private set; }

    /// <summary>Whether it is still running or paused.</summary>
    public bool IsRunning => Status is not (TrainingStatus.Done or TrainingStatus.Failed);

    /// <summary>
    /// The last time the training went back to a checkpoint because numbers became NaN or infinite; null if it never did.
    /// </summary>
    public RunRollback? Rollback { get; private set; }

    /// <summary>The reports so far.</summary>
    public IReadOnlyList<MetricsLine> Lines => record.Lines;

    /// <summary>The problems found, each listed once.</summary>
    public IReadOnlyList<Verdict> Verdicts => record.Verdicts;

    /// <summary>The problems at the latest evaluation.</summary>
    internal IReadOnlyList<Verdict> Holding => record.Holding;

    /// <summary>The steps with a picture in the run's folder.</summary>
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
            End(TrainingStatus.Failed, ErrorTexts.Of(e));
        }
        catch (Exception e) // any error ends this training, but not the studio
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
            Trouble ??= report.TroubleSentence is { } said ? ErrorTexts.Of(said) : null;
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
            // It was stopped while it waited, so the next step ends it.
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
