using Figment.Backend;
using Figment.Data.Images;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>The features that an extractor computed from a number of images.</summary>
/// <param name="features">[N, D], float32.</param>
/// <param name="probabilities">[N, classes], float32; each row adds up to 1. Null if the extractor knows no classes.</param>
public sealed class FeatureSet(Tensor features, Tensor? probabilities) : IDisposable
{
    /// <summary>[N, D], float32.</summary>
    public Tensor Features { get; } = features;

    /// <summary>[N, classes], float32; each row adds up to 1. Null if the extractor knows no classes.</summary>
    public Tensor? Probabilities { get; } = probabilities;

    /// <summary>The number of images.</summary>
    public int Count => (int)Features.shape[0];

    /// <inheritdoc/>
    public void Dispose()
    {
        Features.Dispose();
        Probabilities?.Dispose();
    }
}

/// <summary>
/// Turns images into vectors, so that two sets of images can be compared as two clouds of points (as the Inception network does
/// in M. Heusel et al., "GANs Trained by a Two Time-Scale Update Rule Converge to a Local Nash Equilibrium", 2017). A number
/// computed from features means nothing without the extractor's name, hash and preprocessing, so reports contain all three.
/// </summary>
public abstract class FeatureExtractor : IDisposable
{
    /// <summary>The number of images processed at a time, which keeps memory use low however many images there are.</summary>
    protected const int Block = 100;

    /// <summary>Loads libtorch if it is not loaded yet.</summary>
    protected FeatureExtractor() => TorchLibrary.Load();

    /// <summary>A short name, for instance <c>mnist-classifier</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The SHA-256, in hexadecimal, of the extractor's weights or of whatever else determines its results.</summary>
    public abstract string Sha256 { get; }

    /// <summary>How an image is processed before the network sees it, in words.</summary>
    public abstract string Preprocessing { get; }

    /// <summary>The number of features per image.</summary>
    public abstract int Dimensions { get; }

    /// <summary>The classes that the extractor tells apart, in order; empty if it knows none.</summary>
    public abstract IReadOnlyList<string> ClassNames { get; }

    /// <summary>Describes the extractor, so that a reader can reproduce a number.</summary>
    internal ExtractorCard Describe() =>
        new(Name, Sha256, Preprocessing, Dimensions, ClassNames.Count)
        {
            Accuracy = Measured?.Accuracy,
            AccuracyCount = Measured?.Count,
            Notes = Notes,
        };

    /// <summary>
    /// The share of images of known classes that it classifies correctly, and the number of these images; null where it was not
    /// measured.
    /// </summary>
    internal virtual (double Accuracy, int Count)? Measured => null;

    /// <summary>What a reader of its numbers must know about it.</summary>
    internal virtual IReadOnlyList<Text> Notes => [];

    /// <summary>
    /// Returns the reason why the extractor cannot take images of a shape, in a sentence that says what to do; null if it can
    /// take them.
    /// </summary>
    public abstract Text? WhyNot(ImageShape shape);

    /// <summary>
    /// Returns the reason why the extractor cannot take the images of a data set, which may involve more than their shape; null
    /// if it can.
    /// </summary>
    internal virtual Text? WhyNot(ImageDataset images) => WhyNot(images.Shape);

    /// <summary>Moves the network to a device, if libtorch runs the network.</summary>
    /// <returns>This extractor.</returns>
    public virtual FeatureExtractor MoveTo(Device device) => this;

    /// <summary>Computes the features of images, without gradients.</summary>
    /// <param name="images">[B, C, H, W], float32 in [0, 1].</param>
    /// <returns>The features, on the device of <paramref name="images"/>; the caller disposes the set.</returns>
    public abstract FeatureSet Extract(Tensor images);

    /// <summary>Computes the features of a data set's images, block by block.</summary>
    /// <param name="images">The images.</param>
    /// <param name="indices">The indices of the images to use, [N], int64; null for all.</param>
    /// <param name="progress">Receives the number of images done.</param>
    /// <param name="cancellationToken">Cancels between two blocks.</param>
    /// <exception cref="FigmentException">The extractor does not accept images of that shape.</exception>
    public FeatureSet Extract(
        ImageDataset images,
        Tensor? indices = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(images);
        if (WhyNot(images) is Text reason)
            throw new FigmentException($"{reason}");
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

    /// <summary>Disposes the network; overridden by extractors that hold one.</summary>
    protected virtual void Dispose(bool disposing) { }
}
