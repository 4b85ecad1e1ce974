using Figment.Backend;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models.Images;
using Figment.Runs.Images;
using Figment.Studio.Hosting;

namespace Figment.Studio.Shelves;

/// <summary>Samples of runs, ordered by how real they look to the run's judge; made once for each file of weights.</summary>
/// <param name="models">Provides models.</param>
/// <param name="data">Provides real images.</param>
internal sealed class ConvincingShelf(ModelShelf models, DataShelf data)
{
    /// <summary>The number of samples to judge; fewer for slow models.</summary>
    internal const int Count = 200;

    private const int Most = 8;
    private const double CostlyFrom = 2.5;

    private readonly Lock gate = new();
    private readonly List<(string File, DateTime Written, Task<ConvincingImages> Found)> kept = []; // the latest is last

    /// <summary>The samples of a run, by its best weights.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="FigmentException">The run has no weights or no judge, or its training data is gone.</exception>
    internal Task<ConvincingImages> Of(ShelvedRun run)
    {
        string file = run.Folder.FileOf(run.Folder.Preferred);
        DateTime written = File.GetLastWriteTimeUtc(file);
        lock (gate)
        {
            kept.RemoveAll(entry => entry.Found.IsFaulted || (entry.File == file && entry.Written != written));
            int at = kept.FindIndex(entry => entry.File == file);
            (string, DateTime, Task<ConvincingImages> Found) entry = at < 0 ? (file, written, Make(run)) : kept[at];
            if (at >= 0)
                kept.RemoveAt(at);
            kept.Add(entry);
            if (kept.Count > Most)
                kept.RemoveAt(0);
            return entry.Found;
        }
    }

    // The caller may have left, but others ask for the same samples.
    private async Task<ConvincingImages> Make(ShelvedRun run)
    {
        if (run.Folder.Options.Extractor is null)
            throw new FigmentException($"The run {run.Name} has no judge for its samples.");
        ImageBatch samples = await models.UseAsync(run, Draw, CancellationToken.None, isSlow: true);
        return await data.UseAsync(run.Folder, real => ConvincingImages.Of(run.Folder, samples, real));
    }

    private ImageBatch Draw(ImageModel model)
    {
        int count = model.SampleCost < CostlyFrom ? Count : Count / 4;
        using ImageDataset made = SampleSet.Draw(model, count, JudgedSamples.Of(model, count, 0), progress: new Others(models));
        return ImageBatch.FromTensor(made.Gather(Scalars.Range(count)).Items);
    }
}
