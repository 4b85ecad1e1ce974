using Figment.Backend;
using Figment.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation;

/// <summary>
/// The real images of a comparison: those that are compared with, and those among which copies are looked for. Where a
/// data set has test images, they are the reference, and a model that repeats what it was shown gains nothing.
/// </summary>
public sealed class RealImages : IDisposable
{
    /// <summary>Takes real images; they belong to this object from then on.</summary>
    /// <param name="source">What they were asked for by.</param>
    /// <param name="training">What models learn from.</param>
    /// <param name="test">What they do not learn from; null where there is no such part.</param>
    /// <param name="trainingSource">What those that models learn from were asked for by; null where it is the same.</param>
    public RealImages(string source, ImageDataset training, ImageDataset? test = null, string? trainingSource = null)
    {
        ArgumentNullException.ThrowIfNull(training);
        Source = source;
        TrainingSource = trainingSource ?? source;
        Training = training;
        Test = test;
    }

    /// <summary>What they were asked for by: a name or a path.</summary>
    public string Source { get; }

    /// <summary>What those were asked for by that models learn from: <see cref="Source"/>, or another name or path.</summary>
    public string TrainingSource { get; }

    /// <summary>What models learn from.</summary>
    public ImageDataset Training { get; }

    /// <summary>What they do not learn from; null where there is no such part.</summary>
    public ImageDataset? Test { get; }

    /// <summary>What generated images are compared with.</summary>
    public ImageDataset Reference => Test ?? Training;

    /// <summary>Opens the real images of a data set by what a user may write.</summary>
    /// <param name="nameOrPath">As for <see cref="Datasets.Open"/>.</param>
    /// <param name="pictures">What a folder's pictures become; null decides by the pictures.</param>
    /// <param name="progress">Hears of a download and of the reading of pictures.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FigmentException">As for <see cref="Datasets.Open"/>.</exception>
    public static RealImages Open(string nameOrPath, PictureOptions? pictures = null, IProgress<DataProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ImageDataset training = Datasets.Open(nameOrPath, DataPart.Train, pictures, progress, cancellationToken);
        try
        {
            return new RealImages(nameOrPath, training, Datasets.HasTestPart(nameOrPath, pictures) ? Datasets.Open(nameOrPath, DataPart.Test, FolderCheck.Takes(nameOrPath) ? training.Pictures ?? pictures : null, progress, cancellationToken) : null);
        }
        catch
        {
            training.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Real images in the place of so many generated ones, and what those are compared with: training images with the
    /// same reference; or, where there is one part only, its two halves, in numbers that stand to each other as those of
    /// the comparison do, because coverage and its like depend on that.
    /// </summary>
    /// <returns>The second is null where the reference is the same.</returns>
    internal (ImageDataset Stand, ImageDataset? Reference) Split(int generatedCount, int referenceCount, SeededRandom random)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = random.Generator("real against real");
        Tensor order = randperm(Training.Count, ScalarType.Int64, generator: generator);
        if (Test is not null) return (Training.Subset(order.narrow(0, 0, Math.Min(generatedCount, Training.Count))), null);

        int half = Training.Count / 2;
        double scale = Math.Min(1, (double)half / Math.Max(generatedCount, referenceCount));
        return (Training.Subset(order.narrow(0, 0, (long)(generatedCount * scale))), Training.Subset(order.narrow(0, half, (long)(referenceCount * scale))));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Training.Dispose();
        Test?.Dispose();
    }
}
