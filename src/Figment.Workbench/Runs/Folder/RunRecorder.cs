using Figment.Charts;
using Figment.Data;
using Figment.Models;
using Figment.Training;
using ImageMagick;

namespace Figment.Runs;

/// <summary>
/// Writes what a run reports into its folder: checkpoints, metrics, pictures, and with each picture the weights, the best ones
/// apart.
/// </summary>
internal sealed class RunRecorder : IDisposable
{
    private readonly RunFolder folder;
    private readonly TrainableModel model;
    private readonly CheckpointSchedule schedule;
    private readonly MetricsLog metrics;
    private readonly RunLogs logs;
    private int rollbacks;

    /// <summary>Begins to record, or goes on.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="model">The model in training.</param>
    /// <param name="state">Where the run goes on from: what was written after that is removed.</param>
    /// <param name="clock">Says in logs when things happen.</param>
    /// <exception cref="RunFolderException">The folder cannot be written.</exception>
    public RunRecorder(RunFolder folder, TrainableModel model, RunState state, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(folder);
        this.folder = folder;
        this.model = model;
        schedule = new CheckpointSchedule(folder.Options.Training);
        DataKind kind = folder.Options.Kind;
        metrics = RunStorage.Write(folder.Root, () => new MetricsLog(folder.MetricsFile, kind, state.MetricsLength));
        try
        {
            logs = RunStorage.Write(folder.Root, () => new RunLogs(folder, clock));
            RollBack(state);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// Saves the checkpoint of a report where one is due, then the picture and the weights, before anybody looks at the samples.
    /// </summary>
    /// <param name="progress">The report.</param>
    /// <param name="judge">What the judge knew before it.</param>
    /// <exception cref="RunFolderException">The folder cannot be written; what was saved before is whole.</exception>
    internal void Save(TrainingProgress progress, JudgeState judge)
    {
        if (progress.State is not null)
            Save(progress.State, judge);
        if (progress.Samples is null)
            return;
        foreach (ISamples samples in new[] { progress.Samples, progress.Samples.AsPicture }.OfType<ISamples>())
            RunStorage.Write(folder.Root, () => samples.Save(folder.SampleFileOf(progress.Step, samples.FileExtension)));
        folder.Model.Save(model, Checkpoint.Last, progress.Step);
    }

    /// <summary>Saves a checkpoint.</summary>
    /// <exception cref="RunFolderException">The folder cannot be written; what was saved before is whole.</exception>
    internal void Save(TrainingState state, JudgeState? judge) =>
        RunStorage.Write(
            folder.Root,
            () =>
            {
                logs.Flush();
                metrics.Flush(); // what a checkpoint counts on must be on disk before it
                RunState whole = new()
                {
                    Training = state,
                    MetricsLength = metrics.Length,
                    Rollbacks = rollbacks,
                    Judge = judge,
                };
                folder.Checkpoints.Save(model, whole, schedule.IsKept);
            }
        );

    /// <summary>Records what was found, and the weights where the samples are the best so far.</summary>
    /// <exception cref="RunFolderException">The folder cannot be written; what was saved before is whole.</exception>
    public void Record(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        TrainingProgress progress = report.Training;
        if (progress.Measures.Count > 0 || report.Evaluation is not null)
            RunStorage.Write(folder.Root, () => metrics.Append(report));
        RunStorage.Write(folder.Root, () => logs.Write(report));
        if (report.IsBest)
            folder.Model.Save(model, Checkpoint.Best, progress.Step, report.Evaluation);
    }

    /// <summary>Forgets what was written after a checkpoint.</summary>
    /// <exception cref="RunFolderException">The folder cannot be written.</exception>
    internal void RollBack(RunState state) =>
        RunStorage.Write(
            folder.Root,
            () =>
            {
                rollbacks = state.Rollbacks;
                metrics.CutTo(state.MetricsLength);
                logs.GoOnFrom(state.Training.Step);
                folder.Checkpoints.Remove(step => step > state.Training.Step);
                File.Delete(folder.ChartFile); // made at the end: that it is there tells that the end was reached
                foreach (
                    string file in folder.SampleFiles.Where(file => RunFolder.StepOf(file) >= Math.Max(1, state.Training.Step))
                )
                    File.Delete(file);
            }
        );

    /// <summary>Records that a run went back, and the checkpoint with which it goes on.</summary>
    /// <exception cref="RunFolderException">The folder cannot be written.</exception>
    internal void Record(RunRollback rollback, RunState state)
    {
        RollBack(state);
        RunStorage.Write(folder.Root, () => metrics.Append(rollback));
        Save(state.Training, state.Judge);
    }

    /// <summary>
    /// Ends the logs and makes the last two pictures. The training is saved by then, and whoever reads an error here must know
    /// it.
    /// </summary>
    /// <exception cref="FigmentException">They cannot be made.</exception>
    internal void Conclude(TrainingResult result)
    {
        RunStorage.Write(folder.Root, () => logs.End(result));
        try
        {
            string[] pictures = [.. folder.SampleFiles.Where(file => Path.GetExtension(file) == ".png")];
            if (pictures.Length > 0)
                RunStorage.Write(folder.Root, () => Animation.Save(pictures, folder.AnimationFile));
            RunStorage.Write(folder.Root, DrawChart);
        }
        catch (Exception e) when (e is MagickException or FigmentException or InvalidOperationException)
        {
            throw new FigmentException(
                $"The training is saved in {folder.Root}, but its animation and chart could not be made: {e.Message}",
                e
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        metrics.Dispose();
        logs?.Dispose(); // which were never opened where that failed
    }

    private void DrawChart()
    {
        IReadOnlyList<ChartSeries> curves = RunCurves.Of(folder.ReadMetrics());
        int panels = curves.Select(curve => curve.Panel).Distinct().Count();
        LineChart.Save(
            folder.ChartFile,
            $"{folder.Options.Preset} on {folder.Options.Data.Name}",
            "step",
            curves,
            height: Math.Max(560, 120 + (180 * panels))
        );
    }
}
