using Figment.Backend;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Runs.Images;

/// <summary>
/// Orders samples by how real they look to a run's judge: by the distance of their features to those of the nearest of some real
/// images.
/// </summary>
internal sealed class ConvincingImages
{
    // A search among all images would take a quarter of a minute; the order of the samples is about the same among this many.
    private const int RealCount = 2_000;

    private readonly ImageBatch samples;
    private readonly int[] order;
    private readonly long[]? classes;

    private ConvincingImages(ImageBatch samples, int[] order, long[]? classes) =>
        (this.samples, this.order, this.classes) = (samples, order, classes);

    /// <summary>Judges the samples.</summary>
    /// <param name="run">The run, whose judge is used.</param>
    /// <param name="samples">The samples of its model.</param>
    /// <param name="real">The training images.</param>
    /// <exception cref="FigmentException">The judge is gone.</exception>
    internal static ConvincingImages Of(RunFolder run, ImageBatch samples, ImageDataset real)
    {
        using DisposeScope scope = NewDisposeScope();
        using OpenedJudge judge = OpenedJudge.Reopen(run, real);
        using ImageDataset made = new("samples", samples.Shape, Bytes(samples));
        using ImageDataset some = real.Sample(Math.Min(RealCount, real.Count), new SeededRandom(run.Options.Training.Seed));
        using FeatureSet seen = judge.Extractor.Extract(made);
        using FeatureSet others = judge.Extractor.Extract(some);
        SquaredDistances distances = new(others.Features.to(ScalarType.Float64).mean([0]));
        Tensor nearest = SquaredDistances
            .Between(distances.Load(seen.Features, 0, seen.Count), distances.Load(others.Features, 0, others.Count))
            .amin([1]);
        double[] values = nearest.cpu().data<double>().ToArray();
        return new ConvincingImages(
            samples,
            [.. Enumerable.Range(0, values.Length).OrderBy(k => values[k])],
            seen.Probabilities?.argmax(1).cpu().data<long>().ToArray()
        );
    }

    /// <summary>
    /// The samples nearest to real ones, nearest first. If the judge knows classes, they take turns, because otherwise samples of
    /// simple classes would come before all others.
    /// </summary>
    /// <param name="count">The most samples to return.</param>
    internal ImageBatch Most(int count) =>
        Only(
            classes is null
                ? order.Take(count)
                : order
                    .GroupBy(k => classes[k])
                    .SelectMany(some => some.Index())
                    .OrderBy(one => one.Index)
                    .Select(one => one.Item)
                    .Take(count)
        );

    /// <summary>The samples furthest from any real one, furthest first.</summary>
    /// <param name="count">The most samples to return.</param>
    internal ImageBatch Least(int count) => Only(order.Reverse().Take(count));

    /// <summary>The sample of a class that looks most real to the judge.</summary>
    /// <param name="label">The class.</param>
    /// <returns>Null if no sample is of the class, or the judge knows no classes.</returns>
    internal ImageBatch? OfClass(int label)
    {
        int[] found = [.. order.Where(k => classes?[k] == label).Take(1)];
        return found.Length == 0 ? null : Only(found);
    }

    private static byte[] Bytes(ImageBatch images)
    {
        byte[] pixels = new byte[images.Count * images.Shape.Size];
        for (int k = 0; k < images.Count; k++)
            images[k].CopyTo(pixels.AsSpan(k * images.Shape.Size));
        return pixels;
    }

    private ImageBatch Only(IEnumerable<int> indices)
    {
        int[] chosen = [.. indices];
        byte[] pixels = new byte[chosen.Length * samples.Shape.Size];
        for (int k = 0; k < chosen.Length; k++)
            samples[chosen[k]].CopyTo(pixels.AsSpan(k * samples.Shape.Size));
        return new ImageBatch(samples.Shape, pixels);
    }
}
