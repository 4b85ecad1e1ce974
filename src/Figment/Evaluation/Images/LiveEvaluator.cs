using Figment.Backend;
using Figment.Data.Images;
using Figment.Generation.Images;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>
/// Looks at a model's samples while it trains, with the metrics of a full evaluation on fewer images. What it costs is
/// bounded by looking only so often, at 1,000 samples for 72,000 images learned from; and at half as many, and less often, where
/// a sample takes many passes through the network (<see cref="ImageModel.SampleCost"/>). It goes by what samples cost, and not by
/// the clock, so that a repeated run looks at the same steps. A larger data set is looked at once a round, since the search for
/// copies goes over all of it.
/// </summary>
internal sealed class LiveEvaluator : IDisposable
{
    /// <summary>Samples that one look takes, and as many real images; fewer where there are fewer real images.</summary>
    public const int Count = 1_000;

    /// <summary>With fewer training images than this there is nothing to judge by.</summary>
    public const int Fewest = 50;

    /// <summary>Images to learn from between two looks, for each sample looked at.</summary>
    private const int ImagesPerSample = 72;

    // What the making of samples may cost of the time, and from which cost of one on half of them must do.
    private const double Share = 0.04,
        CostlyFrom = 2.5;

    // The search for copies runs over all training images.
    private static readonly EvaluationOptions Quick = new()
    {
        Count = Count,
        Pairs = 500,
        NearestCount = 64,
    };

    private readonly ImageDataset training;
    private readonly FeatureExtractor extractor;
    private readonly long seed;
    private readonly double effort;
    private Reference? reference;
    private long last;
    private int? before;

    /// <summary>Prepares to look; the real images are looked at once, when the first samples are.</summary>
    /// <param name="training">What the model learns from.</param>
    /// <param name="extractor">What turns images into features; stays the caller's.</param>
    /// <param name="seed">Chooses real images and samples.</param>
    /// <param name="effort">What a look costs, as a multiple of what it costs with images of that size; above 0.</param>
    /// <exception cref="FigmentException">The extractor does not take images of that shape.</exception>
    public LiveEvaluator(ImageDataset training, FeatureExtractor extractor, long seed, double effort = 1)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(extractor);
        this.training = training;
        this.extractor = extractor;
        this.seed = seed;
        this.effort = effort;
    }

    /// <summary>Whether samples are to be looked at now, so many images into the training.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">Images learned from so far.</param>
    /// <param name="isLast">Whether the training ends here.</param>
    public bool IsDue(ImageModel model, long images, bool isLast)
    {
        ArgumentNullException.ThrowIfNull(model);
        return images > 0 && (isLast || images - last >= Math.Max(Interval(model), training.Count));
    }

    /// <summary>Goes on as if the last look had been so many images into the training.</summary>
    /// <param name="images">Images learned from by then.</param>
    /// <param name="count">
    /// Samples that it took: as many are taken from now on, since distances of different numbers of samples do not compare. Null
    /// where there was none.
    /// </param>
    public void GoOnFrom(long images, int? count) => (last, before) = (images, count);

    /// <summary>Makes samples and looks at them. The same model and seed give the same numbers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">Images learned from so far.</param>
    public LiveEvaluation Look(ImageModel model, long images)
    {
        int count = CountFor(model);
        using ImageDataset samples = SampleSet.Draw(model, count, JudgedSamples.Of(model, count, seed));
        return Look(samples, images);
    }

    /// <summary>Looks at samples that are made already.</summary>
    /// <param name="samples">As many as <see cref="CountFor"/> says, of the shape of the training images.</param>
    /// <param name="images">Images learned from so far.</param>
    internal LiveEvaluation Look(ImageDataset samples, long images)
    {
        last = images;
        int count = samples.To(training.Device).Count;
        using ComparedImages seen = new(samples, extractor.Extract(samples), extractor.ClassNames, Quick, CancellationToken.None);
        Reference real = reference ??= LookAtReference(count);
        Comparison comparison = new(seen, real.Seen, (samples, training), Quick, CancellationToken.None);
        return new LiveEvaluation
        {
            Count = count,
            CopiedCount = comparison.Nearest!.Matches.Count,
            Extractor = extractor.Name,
            FrechetDistance = FrechetDistance.Between(seen.Statistics, real.Seen.Statistics),
            RealDistance = real.Distance,
            Coverage = comparison.Manifold.Coverage,
            Similarity = PairwiseSimilarity.Of(samples, comparison.Random, Quick.Pairs).Value,
            RealSimilarity = real.Similarity,
            CopiedShare = comparison.Nearest!.Copied.Value,
            Detail = LiveDetail.Of(seen.Detail, real.Seen.Detail),
            ColourDistance = ColourDistance.Between(seen.Colours, real.Seen.Colours),
            Classes =
                seen.Classes is { } classes && real.Seen.Classes is { } classesOfReal
                    ? new LiveClasses(
                        extractor.ClassNames,
                        classes.Shares,
                        classesOfReal.Shares,
                        classes.Entropy,
                        classesOfReal.Entropy,
                        classes.SureShare.Value
                    )
                    : null,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        reference?.Seen.Images.Dispose();
        reference?.Seen.Dispose();
    }

    /// <summary>Samples to look at, and as many real images.</summary>
    internal int CountFor(ImageModel model) => Math.Min(before ?? Usual(model), training.Count);

    private static int Usual(ImageModel model) => model.SampleCost < CostlyFrom ? Count : Count / 2;

    /// <summary>Images to learn from between two looks.</summary>
    private long Interval(ImageModel model) =>
        (long)
            Math.Max(
                (double)Math.Max(before ?? 0, Usual(model)) * ImagesPerSample,
                CountFor(model) * model.SampleCost * effort / Share
            );

    private Reference LookAtReference(int count)
    {
        SeededRandom random = new(seed);
        ImageDataset images = training.Sample(count, random).To(training.Device);
        FeatureSet seen = extractor.Extract(images);
        seen.Features.DetachFromDisposeScope(); // they outlive whatever scope the first look stands in
        seen.Probabilities?.DetachFromDisposeScope();
        return new Reference(
            new ComparedImages(images, seen, extractor.ClassNames, Quick, CancellationToken.None),
            PairwiseSimilarity.Of(images, random, Quick.Pairs).Value,
            DistanceOfHalves(seen.Features, random)
        );
    }

    /// <summary>
    /// The Fréchet distance of one half of the real images from the other, halved: from twice as many images it would be half as
    /// large (M. Chong, D. Forsyth, "Effectively Unbiased FID and Inception Score and Where to Find Them", 2020, section 3: its
    /// bias goes with 1 / N). The halves are drawn whatever their classes are: chance in the classes of so few images is what a
    /// verdict must not take for a fault, since a model without classes has it too.
    /// </summary>
    private static double DistanceOfHalves(Tensor features, SeededRandom random)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = random.Generator("halves");
        Tensor order = randperm(features.shape[0], ScalarType.Int64, generator: generator).to(features.device);
        long half = features.shape[0] / 2;
        return FrechetDistance.Between(
                features.index_select(0, order.narrow(0, 0, half)),
                features.index_select(0, order.narrow(0, half, half))
            ) / 2;
    }

    /// <summary>What is known of real images.</summary>
    private sealed record Reference(ComparedImages Seen, double Similarity, double Distance);
}
