using Figment.Backend;
using Figment.Data.Images;
using Figment.Generation.Images;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>
/// Evaluates a model's samples while it trains, with the metrics of a full evaluation on fewer images. To limit the cost, it
/// evaluates rarely: 1,000 samples for every 72,000 images learned. If a sample takes many passes through the network
/// (<see cref="ImageModel.SampleCost"/>), it evaluates half as many samples, and less often. The schedule depends on the cost of
/// samples and not on the clock, so that a repeated run evaluates at the same steps. With a data set of more images than this
/// interval, it evaluates once per pass, because the search for copies covers the whole set.
/// </summary>
internal sealed class LiveEvaluator : IDisposable
{
    /// <summary>The number of samples, and of real images, in an evaluation; fewer if there are fewer real images.</summary>
    public const int Count = 1_000;

    /// <summary>The smallest number of training images with which an evaluation is useful.</summary>
    public const int Fewest = 50;

    /// <summary>The number of images to learn between two evaluations, for each sample evaluated.</summary>
    private const int ImagesPerSample = 72;

    // The largest share of the time that making samples may take, and the sample cost from which only half as many samples are
    // made.
    private const double Share = 0.04,
        CostlyFrom = 2.5;

    // The search for copies covers all training images.
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

    /// <summary>Prepares an evaluator. The real images are processed only once, when the first samples are evaluated.</summary>
    /// <param name="training">The images that the model learns from.</param>
    /// <param name="extractor">The extractor that turns images into features; the caller keeps ownership.</param>
    /// <param name="seed">The seed that chooses real images and samples.</param>
    /// <param name="effort">The cost of an evaluation relative to the usual cost with images of that size; above 0.</param>
    /// <exception cref="FigmentException">The extractor does not accept images of that shape.</exception>
    public LiveEvaluator(ImageDataset training, FeatureExtractor extractor, long seed, double effort = 1)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(extractor);
        this.training = training;
        this.extractor = extractor;
        this.seed = seed;
        this.effort = effort;
    }

    /// <summary>Whether samples should be evaluated at this point in training.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">The number of images learned so far.</param>
    /// <param name="isLast">Whether this is the end of training.</param>
    public bool IsDue(ImageModel model, long images, bool isLast)
    {
        ArgumentNullException.ThrowIfNull(model);
        return images > 0 && (isLast || images - last >= Math.Max(Interval(model), training.Count));
    }

    /// <summary>Continues as if the last evaluation had taken place after a given number of images.</summary>
    /// <param name="images">The number of images learned by then.</param>
    /// <param name="count">
    /// The number of samples that the last evaluation used. Later evaluations use the same number, because distances computed
    /// from different numbers of samples cannot be compared. Null if there was no evaluation.
    /// </param>
    public void GoOnFrom(long images, int? count) => (last, before) = (images, count);

    /// <summary>Makes samples and evaluates them. The same model and seed give the same numbers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">The number of images learned so far.</param>
    public LiveEvaluation Look(ImageModel model, long images)
    {
        int count = CountFor(model);
        using ImageDataset samples = SampleSet.Draw(model, count, JudgedSamples.Of(model, count, seed));
        return Look(samples, images);
    }

    /// <summary>Evaluates samples that have already been made.</summary>
    /// <param name="samples">The samples: as many as <see cref="CountFor"/> returns, in the shape of the training images.</param>
    /// <param name="images">The number of images learned so far.</param>
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

    /// <summary>Returns the number of samples, and of real images, in an evaluation.</summary>
    internal int CountFor(ImageModel model) => Math.Min(before ?? Usual(model), training.Count);

    private static int Usual(ImageModel model) => model.SampleCost < CostlyFrom ? Count : Count / 2;

    /// <summary>Returns the number of images to learn between two evaluations.</summary>
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
        seen.Features.DetachFromDisposeScope(); // They outlive the scope of the first evaluation.
        seen.Probabilities?.DetachFromDisposeScope();
        return new Reference(
            new ComparedImages(images, seen, extractor.ClassNames, Quick, CancellationToken.None),
            PairwiseSimilarity.Of(images, random, Quick.Pairs).Value,
            DistanceOfHalves(seen.Features, random)
        );
    }

    /// <summary>
    /// Computes the Fréchet distance between two halves of the real images, divided by two: with twice as many images it would be
    /// half as large (M. Chong, D. Forsyth, "Effectively Unbiased FID and Inception Score and Where to Find Them", 2020, section
    /// 3: its bias is proportional to 1 / N). The halves are drawn regardless of class. With so few images, the classes vary at
    /// random, and they do so for a model without classes, too; a verdict must not count this variation as a fault.
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

    /// <summary>What is known about the real images.</summary>
    private sealed record Reference(ComparedImages Seen, double Similarity, double Distance);
}
