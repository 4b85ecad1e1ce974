using Figment.Backend;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models.Images;
using Figment.Runs.Images;
using Figment.Studio.Hosting;

namespace Figment.Studio.Shelves;

/// <summary>
/// The samples of runs in the order in which their judges take them for real: made once for each file of weights.
/// </summary>
/// <param name="models">Where models are.</param>
/// <param name="data">Where real images are.</param>
internal sealed class ConvincingShelf(ModelShelf models, DataShelf data)
{
    /// <summary>How many samples are looked at, but for models that take long for one.</summary>
    internal const int Count = 200;

    private const int Most = 8;
    private const double CostlyFrom = 2.5;

    private readonly Lock gate = new();
    private readonly List<(string File, DateTime Written, Task<ConvincingImages> Found)> kept = []; // the latest stands last

    /// <summary>Those of a run, by its best weights.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="FigmentException">It has no weights, nothing judges it, or what it learned from is gone.</exception>
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

    // Whoever asked may have left: others ask for the same.
    private async Task<ConvincingImages> Make(ShelvedRun run)
    {
        if (run.Folder.Options.Extractor is null)
            throw new FigmentException($"Nothing judges the samples of {run.Name}.");
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
