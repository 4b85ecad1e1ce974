using Figment.Backend;
using Figment.Data.Images;
using Figment.Data.Sounds;
using Figment.Evaluation.Images;
using Figment.Generation.Images;
using Figment.Generation.Sounds;
using Figment.Imaging;
using Figment.Models.Images;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Runs.Sounds;
using Figment.Studio.Hosting;

namespace Figment.Studio.Shelves;

/// <summary>Samples of runs, ordered by how real they look to the run's judge; generated once for each weights file.</summary>
/// <param name="models">Provides models.</param>
/// <param name="data">Provides real images.</param>
internal sealed class ConvincingShelf(ModelShelf models, DataShelf data)
{
    /// <summary>The number of samples to judge; fewer for slow models.</summary>
    internal const int Count = 200;

    /// <summary>The same for sounds; fewer, because their phases are computed one sound at a time.</summary>
    internal const int SoundCount = 80;

    private const int Most = 8;
    private const long MostValues = 1 << 24;
    private const double CostlyFrom = 2.5;

    private readonly Lock gate = new();
    private readonly List<(string File, DateTime Written, Task Found)> kept = []; // the latest comes last

    /// <summary>The samples of a run, made with its best weights.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="FigmentException">The run has no weights or no judge, or its training data is gone.</exception>
    internal Task<ConvincingImages> Of(ShelvedRun run) => Take(run, Make);

    /// <summary>The same for a run of sounds.</summary>
    /// <inheritdoc cref="Of"/>
    internal Task<ConvincingSounds> SoundsOf(ShelvedRun run) => Take(run, MakeSounds);

    private Task<T> Take<T>(ShelvedRun run, Func<ShelvedRun, Task<T>> make)
    {
        string file = run.Folder.FileOf(run.Folder.Preferred);
        DateTime written = File.GetLastWriteTimeUtc(file);
        lock (gate)
        {
            kept.RemoveAll(entry => entry.Found.IsFaulted || (entry.File == file && entry.Written != written));
            int at = kept.FindIndex(entry => entry.File == file);
            (string, DateTime, Task Found) entry = at < 0 ? (file, written, make(run)) : kept[at];
            if (at >= 0)
                kept.RemoveAt(at);
            kept.Add(entry);
            if (kept.Count > Most)
                kept.RemoveAt(0);
            return (Task<T>)entry.Found; // all samples from one weights file are of the same type
        }
    }

    // Not cancelled if the caller leaves, because others may wait for the same samples.
    private async Task<ConvincingImages> Make(ShelvedRun run)
    {
        EnsureJudged(run);
        ImageBatch samples = await models.UseAsync(run, Draw, CancellationToken.None, isSlow: true);
        return await data.UseAsync(run.Folder, real => ConvincingImages.Of(run.Folder, samples, real));
    }

    private async Task<ConvincingSounds> MakeSounds(ShelvedRun run)
    {
        EnsureJudged(run);
        SoundSamples samples = await models.UseAsync(run, DrawSounds, CancellationToken.None, isSlow: true);
        return await data.ComputeAsync(() =>
        {
            using SoundDataset real = (SoundDataset)
                LearnedData.Open(run.Folder, null, null, null, CancellationToken.None).Training;
            return ConvincingSounds.Of(run.Folder, samples, real);
        });
    }

    private static void EnsureJudged(ShelvedRun run)
    {
        if (run.Folder.Options.Extractor is null)
            throw new FigmentException($"The samples of the run {run.Name} were not judged.");
    }

    private SoundSamples DrawSounds(ImageModel model)
    {
        int many = model.SampleCost < CostlyFrom ? SoundCount : SoundCount / 4;
        int count = (int)Math.Clamp(MostValues / SoundBlocks.MeaningOf(model).Grid.Sound.Size, 1, many);
        int[] numbers = [.. Enumerable.Range(0, count)];
        Latents latents = Latents.OfSamples(model, numbers, JudgedSamples.Of(model, count, 0));
        return SoundBlocks.Of(model, latents, new Others(models), CancellationToken.None);
    }

    private ImageBatch Draw(ImageModel model)
    {
        int count = model.SampleCost < CostlyFrom ? Count : Count / 4;
        using ImageDataset made = SampleSet.Draw(model, count, JudgedSamples.Of(model, count, 0), progress: new Others(models));
        return ImageBatch.FromTensor(made.Gather(Scalars.Range(count)).Items);
    }
}
