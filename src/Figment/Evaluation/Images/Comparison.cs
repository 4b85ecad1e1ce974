using Figment.Backend;
using Figment.Data.Images;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>
/// Images together with what the metrics need from them: features, Gaussian statistics, classes, detail and colours. Each is
/// computed when it is first needed.
/// </summary>
/// <param name="images">The images; the caller keeps ownership.</param>
/// <param name="features">The extractor's features of these images; this object takes ownership.</param>
/// <param name="classNames">The classes that the extractor tells apart, in its order.</param>
/// <param name="options">The parameters of the metrics.</param>
/// <param name="cancellationToken">Cancels the computations that follow.</param>
internal sealed class ComparedImages(
    ImageDataset images,
    FeatureSet features,
    IReadOnlyList<string> classNames,
    EvaluationOptions options,
    CancellationToken cancellationToken
) : IDisposable
{
    private readonly Lazy<GaussianStatistics> statistics = new(() => GaussianStatistics.Of(features.Features, cancellationToken));
    private readonly Lazy<Tensor> neighbourhoods = new(() =>
        SampleManifold
            .Neighbourhoods(
                features.Features,
                Math.Max(options.PrecisionNeighbours, options.CoverageNeighbours),
                cancellationToken
            )
            .DetachFromDisposeScope()
    );
    private readonly Lazy<ClassStatistics?> classes = new(() =>
        features.Probabilities is null ? null : ClassStatistics.Of(features.Probabilities, options.SureAt)
    );
    private readonly Lazy<(Estimate Power, Estimate Grain)> detail = new(() => FineDetail.Of(images, cancellationToken));
    private readonly Lazy<GaussianStatistics> colours = new(() => ColourDistance.Of(images, cancellationToken));

    internal ImageDataset Images => images;

    internal FeatureSet Features => features;

    internal GaussianStatistics Statistics => statistics.Value;

    internal Tensor Neighbourhoods => neighbourhoods.Value;

    /// <summary>The statistics of classes; null if the extractor knows no classes.</summary>
    internal ClassStatistics? Classes => classes.Value;

    /// <summary>
    /// The share of images whose predicted class matches their label; null if there are no labels, or the extractor knows other
    /// classes.
    /// </summary>
    internal Estimate? AsLabelled =>
        features.Probabilities is Tensor probabilities && images.Labels() is byte[] labels
            ? ClassStatistics.AsLabelled(probabilities, [.. labels.Select(label => images.ClassNames[label])], classNames)
            : null;

    internal (Estimate Power, Estimate Grain) Detail => detail.Value;

    internal GaussianStatistics Colours => colours.Value;

    public void Dispose()
    {
        features.Dispose();
        if (statistics.IsValueCreated)
            statistics.Value.Dispose();
        if (neighbourhoods.IsValueCreated)
            neighbourhoods.Value.Dispose();
        if (colours.IsValueCreated)
            colours.Value.Dispose();
    }
}

/// <summary>Generated and real images, with everything that the metrics use.</summary>
/// <param name="generated">The generated images.</param>
/// <param name="reference">The real images to compare them with.</param>
/// <param name="copies">
/// The images for which to find the nearest training images, and the training images; null if there are none.
/// </param>
/// <param name="options">The parameters of the metrics.</param>
/// <param name="cancellationToken">Cancels the computations that follow.</param>
internal sealed class Comparison(
    ComparedImages generated,
    ComparedImages reference,
    (ImageDataset Queries, ImageDataset Training)? copies,
    EvaluationOptions options,
    CancellationToken cancellationToken
)
{
    private readonly Lazy<ManifoldMetrics> manifold = new(() =>
        SampleManifold.Of(
            reference.Features.Features,
            reference.Neighbourhoods,
            generated.Features.Features,
            options.PrecisionNeighbours,
            options.CoverageNeighbours,
            cancellationToken
        )
    );

    private readonly Lazy<NearestImages?> nearest = new(() =>
        copies is (ImageDataset queries, ImageDataset training)
            ? NearestImages.Find(queries, training, options.NearestCount, cancellationToken)
            : null
    );

    internal ComparedImages Generated => generated;

    internal ComparedImages Reference => reference;

    internal EvaluationOptions Options => options;

    internal SeededRandom Random { get; } = new(options.Seed);

    internal CancellationToken CancellationToken => cancellationToken;

    internal ManifoldMetrics Manifold => manifold.Value;

    /// <summary>The nearest training images; null if there are no training images to search.</summary>
    internal NearestImages? Nearest => nearest.Value;

    /// <summary>The number of training images that are searched for copies.</summary>
    internal int TrainingCount => copies?.Training.Count ?? 0;
}
