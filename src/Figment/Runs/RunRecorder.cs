using System.Globalization;
using Figment.Imaging;
using Figment.Models;
using Figment.Training;
using ImageMagick;

namespace Figment.Runs;

/// <summary>Writes what a run reports into its folder: metrics, pictures, and with each picture the weights, the best ones apart.</summary>
public sealed class RunRecorder : IDisposable
{
    private readonly RunFolder folder;
    private readonly GenerativeModel model;
    private readonly MetricsLog metrics;

    /// <summary>Begins to record.</summary>
    /// <param name="folder">A new run's folder.</param>
    /// <param name="model">The model in training.</param>
    public RunRecorder(RunFolder folder, GenerativeModel model)
    {
        ArgumentNullException.ThrowIfNull(folder);
        this.folder = folder;
        this.model = model;
        MetricsLog? log = null;
        folder.Guard(() => log = new MetricsLog(folder.MetricsFile));
        metrics = log!;
    }

    /// <summary>Saves the picture and the weights of a report, before anybody looks at the samples.</summary>
    /// <exception cref="RunFolderException">The folder cannot be written; what was saved before is whole.</exception>
    public void Save(TrainingProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if (progress.Samples is null) return;
        string name = string.Create(CultureInfo.InvariantCulture, $"step-{progress.Step:D6}.png");
        folder.Guard(() => progress.Samples.ToGrid().Save(Path.Combine(folder.SamplesFolder, name)));
        folder.SaveModel(model, Checkpoint.Last, progress.Step);
    }

    /// <summary>Records what was found, and the weights where the samples are the best so far; after the last report, the animation and the curves.</summary>
    /// <exception cref="RunFolderException">The folder cannot be written; what was saved before is whole.</exception>
    public void Record(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        TrainingProgress progress = report.Training;
        if (progress.Measures.Count > 0 || report.Evaluation is not null) folder.Guard(() => metrics.Append(report));
        if (report.IsBest) folder.SaveModel(model, Checkpoint.Best, progress.Step);
        if (progress.IsLast) Conclude();
    }

    /// <inheritdoc/>
    public void Dispose() => metrics.Dispose();

    /// <summary>Makes the last two pictures. The training is saved by then, and whoever reads an error here must know it.</summary>
    private void Conclude()
    {
        try
        {
            folder.Guard(() => Animation.Save(folder.SampleFiles, folder.AnimationFile));
            folder.Guard(DrawChart);
        }
        catch (Exception e) when (e is MagickException or FigmentException or InvalidOperationException)
        {
            throw new FigmentException($"The training is saved in {folder.Root}, but its animation and chart could not be made: {e.Message}", e);
        }
    }

    private void DrawChart()
    {
        IReadOnlyList<ChartSeries> curves = RunCurves.Of(MetricsLog.Read(folder.MetricsFile));
        int panels = curves.Select(curve => curve.Panel).Distinct().Count();
        LineChart.Save(folder.ChartFile, $"{folder.Options.Preset} on {folder.Options.Data.Name}", "step", curves, height: Math.Max(560, 120 + (180 * panels)));
    }
}
