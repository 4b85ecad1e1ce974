using Figment.Data.Images;
using Figment.Models.Images;

namespace Figment.Benchmarks.HandWritten;

/// <summary>The presets that make images, by hand, one line each.</summary>
internal static class HandWrittenCatalog
{
    private static readonly Dictionary<string, Func<ImageBatches, HandWrittenLoop>> Loops = new()
    {
        ["classic"] = batches => new Classic(batches),
        ["gan"] = batches => new DenseGan(batches),
        ["wgan-gp"] = batches => new WassersteinGan(batches),
        ["dcgan"] = batches => new ConvGan(batches),
        ["r3gan"] = batches => new ResidualGan(batches),
        ["vae"] = batches => new DenseVae(batches),
        ["conv-vae"] = batches => new ConvVae(batches),
        ["flow"] = batches => new Flow(batches),
    };

    /// <summary>The loop of a preset with its default options; null where there is none.</summary>
    /// <param name="preset">Its name.</param>
    /// <param name="data">The images: MNIST.</param>
    /// <param name="batchSize">Images per step.</param>
    /// <param name="model">The preset's model; the loop must train the same parameters.</param>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    internal static HandWrittenLoop? Create(string preset, ImageDataset data, int batchSize, ImageModel model)
    {
        if (!Loops.TryGetValue(preset, out Func<ImageBatches, HandWrittenLoop>? create))
            return null;
        HandWrittenLoop loop = create(new ImageBatches(data, batchSize));
        loop.CheckTrainsAsMuchAs(preset, model.Optimizers.SelectMany(optimizer => optimizer.Networks));
        return loop;
    }
}
