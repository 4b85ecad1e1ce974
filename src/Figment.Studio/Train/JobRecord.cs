using Figment.Diagnosis;
using Figment.Runs;
using Figment.Training;

namespace Figment.Studio.Train;

/// <summary>The reports of a training run so far; any thread may read them.</summary>
internal sealed class JobRecord
{
    private readonly Lock gate = new();
    private readonly List<MetricsLine> lines = [];
    private readonly List<Verdict> verdicts = [];
    private readonly List<long> pictures = [];
    private IReadOnlyList<Verdict> holding = [];

    internal IReadOnlyList<MetricsLine> Lines
    {
        get
        {
            lock (gate)
                return [.. lines];
        }
    }

    internal IReadOnlyList<Verdict> Verdicts
    {
        get
        {
            lock (gate)
                return [.. verdicts];
        }
    }

    /// <summary>The problems at the latest evaluation.</summary>
    internal IReadOnlyList<Verdict> Holding
    {
        get
        {
            lock (gate)
                return holding;
        }
    }

    internal IReadOnlyList<long> Pictures
    {
        get
        {
            lock (gate)
                return [.. pictures];
        }
    }

    /// <summary>Restores the reports from the folder, for a run that was resumed or that went back to a checkpoint.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="found">Problems found that are not in the folder yet.</param>
    internal void Recall(RunFolder folder, params IEnumerable<Verdict> found)
    {
        IReadOnlyList<MetricsLine> recorded = folder.ReadMetrics();
        IReadOnlyList<Verdict> held = RunSituation.HoldingOf(folder, recorded);
        lock (gate)
        {
            lines.Clear();
            lines.AddRange(recorded);
            holding = held;
            verdicts.Clear();
            verdicts.AddRange(lines.SelectMany(line => line.Verdicts).Concat(found));
            pictures.Clear();
            pictures.AddRange(folder.SampleSteps);
        }
    }

    internal void Add(RunReport report)
    {
        TrainingProgress training = report.Training;
        lock (gate)
        {
            if (training.Measures.Count > 0 || report.Evaluation is not null)
            {
                lines.Add(
                    new MetricsLine(
                        training.Step,
                        training.Items,
                        training.Elapsed.TotalSeconds,
                        training.Measures,
                        report.Evaluation,
                        report.Verdicts
                    )
                );
            }

            verdicts.AddRange(report.Verdicts);
            holding = report.Holding;
            if (training.Samples is not null)
                pictures.Add(training.Step);
        }
    }
}
