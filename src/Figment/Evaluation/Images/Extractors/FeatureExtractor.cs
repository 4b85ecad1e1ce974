using Figment.Backend;
using Figment.Data.Images;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>What an extractor saw in a number of images.</summary>
/// <param name="features">[N, D], float32.</param>
/// <param name="probabilities">[N, classes], float32, each row adds up to 1; null where the extractor knows no classes.</param>
public sealed class FeatureSet(Tensor features, Tensor? probabilities) : IDisposable
{
    /// <summary>[N, D], float32.</summary>
    public Tensor Features { get; } = features;

    /// <summary>[N, classes], float32, each row adds up to 1; null where the extractor knows no classes.</summary>
    public Tensor? Probabilities { get; } = probabilities;

    /// <summary>How many images were looked at.</summary>
    public int Count => (int)Features.shape[0];

    /// <inheritdoc/>
    public void Dispose()
    {
        Features.Dispose();
        Probabilities?.Dispose();
    }
}

/// <summary>
/// Turns images into vectors, so that two sets of images can be compared as two clouds of points. A number that was
/// computed over features means nothing without the extractor's name, hash and preprocessing, so it carries all three.
/// </summary>
public abstract class FeatureExtractor : IDisposable
{
    /// <summary>Images are looked at in blocks of this many, so that any number of them fits into memory.</summary>
    protected const int Block = 100;

    /// <summary>Loads libtorch, should this be the first use.</summary>
    protected FeatureExtractor() => TorchLibrary.Load();

    /// <summary>A short name, for instance <c>mnist-classifier</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Of the weights, or of what else decides the numbers.</summary>
    public abstract string Sha256 { get; }

    /// <summary>What happens to an image before the network sees it, in words.</summary>
    public abstract string Preprocessing { get; }

    /// <summary>Features per image.</summary>
    public abstract int Dimensions { get; }

    /// <summary>The classes that it tells apart, in order; empty where it knows none.</summary>
    public abstract IReadOnlyList<string> ClassNames { get; }

    /// <summary>The extractor, as far as a reader must know it to repeat a number.</summary>
    internal ExtractorCard Describe() =>
        new(Name, Sha256, Preprocessing, Dimensions, ClassNames.Count)
        {
            Accuracy = Measured?.Accuracy,
            AccuracyCount = Measured?.Count,
            Notes = Notes,
        };

    /// <summary>
    /// The share of images of known classes that it classifies rightly, and of how many; null where it was not measured.
    /// </summary>
    internal virtual (double Accuracy, int Count)? Measured => null;

    /// <summary>What a reader of its numbers must know of it.</summary>
    internal virtual IReadOnlyList<Text> Notes => [];

    /// <summary>Why it cannot look at images of a shape, as a sentence that says what to do; null where it can.</summary>
    public abstract string? WhyNot(ImageShape shape);

    /// <summary>The same of a data set, of which it may have to know more than the shape.</summary>
    internal virtual string? WhyNot(ImageDataset images) => WhyNot(images.Shape);

    /// <summary>Moves the network to a device, where it is one that libtorch computes.</summary>
    /// <returns>This extractor.</returns>
    public virtual FeatureExtractor MoveTo(Device device) => this;

    /// <summary>Looks at images, without gradients.</summary>
    /// <param name="images">[B, C, H, W], float32 in [0, 1].</param>
    /// <returns>On the device of <paramref name="images"/>; the caller disposes it.</returns>
    public abstract FeatureSet Extract(Tensor images);

    /// <summary>Looks at images of a data set, block by block.</summary>
    /// <param name="images">The images.</param>
    /// <param name="indices">Which of them, [N], int64; null for all.</param>
    /// <param name="progress">Hears how many are done.</param>
    /// <param name="cancellationToken">Stops between two blocks.</param>
    /// <exception cref="FigmentException">The extractor does not take images of that shape.</exception>
    public FeatureSet Extract(
        ImageDataset images,
        Tensor? indices = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(images);
        if (WhyNot(images) is string reason)
            throw new FigmentException(reason);
        using DisposeScope scope = NewDisposeScope();
        Tensor chosen = indices ?? Scalars.Range(images.Count);
        List<FeatureSet> blocks = [];
        foreach (Tensor block in chosen.split(Block))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope blockScope = NewDisposeScope();
            Tensor some = images.Gather(block).Items;
            FeatureSet seen = TorchFailure.Again(() => Extract(some));
            seen.Features.MoveToOuterDisposeScope();
            seen.Probabilities?.MoveToOuterDisposeScope();
            blocks.Add(seen);
            progress?.Report((int)blocks.Sum(done => (long)done.Count));
        }

        Tensor features = cat([.. blocks.Select(block => block.Features)]);
        Tensor? probabilities = blocks[0].Probabilities is null ? null : cat([.. blocks.Select(block => block.Probabilities!)]);
        return new FeatureSet(features.MoveToOuterDisposeScope(), probabilities?.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the network; overridden by extractors that hold one.</summary>
    protected virtual void Dispose(bool disposing) { }
}
