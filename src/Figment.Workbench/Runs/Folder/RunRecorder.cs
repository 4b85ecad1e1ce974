using Figment.Charts;
using Figment.Data;
using Figment.Models;
using Figment.Training;
using ImageMagick;

namespace Figment.Runs;

/// <summary>
/// Writes a run's reports into its folder: checkpoints, metrics, and pictures, each picture with the weights at that step. The
/// best weights are saved separately.
/// </summary>
internal sealed class RunRecorder : IDisposable
{
    private readonly RunFolder folder;
    private readonly TrainableModel model;
    private readonly CheckpointSchedule schedule;
    private readonly MetricsLog metrics;
    private readonly RunLogs logs;
    private int rollbacks;

    /// <summary>Starts recording, or continues.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="model">The model in training.</param>
    /// <param name="state">The state that the run continues from; everything written after it is removed.</param>
    /// <param name="clock">Provides the times in the logs.</param>
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
    /// Saves a checkpoint for a report if one is due, then the picture and the weights, before anyone judges the samples.
    /// </summary>
    /// <param name="progress">The report.</param>
    /// <param name="judge">The state of the judge before the report.</param>
    /// <exception cref="RunFolderException">The folder cannot be written; everything saved before is intact.</exception>
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
    /// <exception cref="RunFolderException">The folder cannot be written; everything saved before is intact.</exception>
    internal void Save(TrainingState state, JudgeState? judge) =>
        RunStorage.Write(
            folder.Root,
            () =>
            {
                logs.Flush();
                metrics.Flush(); // a checkpoint relies on these lines, so they must be on disk first
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

    /// <summary>Records the findings, and the weights if the samples are the best so far.</summary>
    /// <exception cref="RunFolderException">The folder cannot be written; everything saved before is intact.</exception>
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

    /// <summary>Removes everything written after a checkpoint.</summary>
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
                File.Delete(folder.ChartFile); // written at the end: its existence means that the end was reached
                foreach (
                    string file in folder.SampleFiles.Where(file => RunFolder.StepOf(file) >= Math.Max(1, state.Training.Step))
                )
                    File.Delete(file);
            }
        );

    /// <summary>Records that a run went back, and the checkpoint from which it continues.</summary>
    /// <exception cref="RunFolderException">The folder cannot be written.</exception>
    internal void Record(RunRollback rollback, RunState state)
    {
        RollBack(state);
        RunStorage.Write(folder.Root, () => metrics.Append(rollback));
        Save(state.Training, state.Judge);
    }

    /// <summary>
    /// Closes the logs and writes the animation and the chart. The training is already saved, and the error must say so.
    /// </summary>
    /// <exception cref="FigmentException">The pictures cannot be written.</exception>
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
                $"The run is saved in {folder.Root}, but its animation and chart could not be written: "
                    + $"{OptionSentence.Reason(e)}.",
                e
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        metrics.Dispose();
        logs?.Dispose(); // null if opening them failed
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
