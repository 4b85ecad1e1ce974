using System.Globalization;
using Figment.Imaging;
using Figment.Models;
using Figment.Training;
using ImageMagick;

namespace Figment.Runs;

/// <summary>Writes what a training reports into its run folder: metrics, pictures, and with each picture the weights.</summary>
public sealed class RunRecorder : IProgress<TrainingProgress>, IDisposable
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

    /// <summary>Records one report, on the training thread.</summary>
    /// <exception cref="RunFolderException">The folder cannot be written; what was saved before is whole.</exception>
    public void Report(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Measures.Count > 0) folder.Guard(() => metrics.Append(value));
        if (value.Samples is not null)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"step-{value.Step:D6}.png");
            folder.Guard(() => value.Samples.ToGrid().Save(Path.Combine(folder.SamplesFolder, name)));
            folder.SaveModel(model);
        }

        if (value.IsLast) Conclude();
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
        IReadOnlyList<MetricsLine> lines = MetricsLog.Read(folder.MetricsFile);
        LineChart.Save(folder.ChartFile, $"{folder.Options.Preset} on {folder.Options.Data.Name}", "step",
            [.. lines[0].Measures.Keys.Select(name => new ChartSeries(
                name, Measure.IsShare(name) ? "accuracy" : "loss",
                [.. lines.Where(line => line.Measures.ContainsKey(name)).Select(line => ((double)line.Step, line.Measures[name]))]))]);
    }
}
