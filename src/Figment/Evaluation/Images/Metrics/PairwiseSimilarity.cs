using Figment.Backend;
using Figment.Data.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>
/// Measures how alike the images of one set are: the mean structural similarity of random pairs (as in A. Odena et al.,
/// "Conditional Image Synthesis with Auxiliary Classifier GANs", 2017, section 4.2, with SSIM). Compare it with that of real
/// images: a much higher value means that the model repeats itself.
/// </summary>
internal static class PairwiseSimilarity
{
    private const int PairsPerBlock = 256;

    /// <summary>Measures images given as a tensor.</summary>
    /// <param name="images">[N, C, H, W], in [0, 1], N ≥ 2.</param>
    /// <param name="random">Draws the pairs.</param>
    /// <param name="pairs">The number of pairs of different images i ≠ j, drawn independently; at least 1.</param>
    /// <param name="cancellationToken">Cancels the measurement.</param>
    /// <exception cref="FigmentException">There are fewer than 2 images, or a value is not in [0, 1].</exception>
    public static Estimate Of(
        Tensor images,
        SeededRandom random,
        int pairs = 2_000,
        CancellationToken cancellationToken = default
    )
    {
        StructuralSimilarity.CheckImages(images);
        return Of(
            images.shape[0],
            indices => images.index_select(0, indices.to(images.device)),
            random,
            pairs,
            cancellationToken
        );
    }

    /// <summary>Measures the images of a data set.</summary>
    /// <param name="images">At least 2 images.</param>
    /// <param name="random">Draws the pairs.</param>
    /// <param name="pairs">The number of pairs of different images i ≠ j, drawn independently; at least 1.</param>
    /// <param name="cancellationToken">Cancels the measurement.</param>
    /// <exception cref="FigmentException">There are fewer than 2 images.</exception>
    public static Estimate Of(
        ImageDataset images,
        SeededRandom random,
        int pairs = 2_000,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(images);
        return Of(images.Count, indices => images.Gather(indices).Items, random, pairs, cancellationToken);
    }

    private static Estimate Of(
        long count,
        Func<Tensor, Tensor> gather,
        SeededRandom random,
        int pairs,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(pairs, 1);
        Samples.CheckCount(count, "the images", atLeast: 2);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        using Generator generator = random.Generator("similarity pairs");
        Tensor first = randint(0, count, [pairs], ScalarType.Int64, generator: generator);

        // Draws one of the count − 1 other images with equal probability.
        Tensor second = first.Plus(randint(1, count, [pairs], ScalarType.Int64, generator: generator)).Modulo(count);
        double[] similarities = new double[pairs];
        foreach ((long start, long length) in Samples.Blocks(pairs, PairsPerBlock))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope block = NewDisposeScope();
            Tensor between = StructuralSimilarity.Between(
                gather(first.narrow(0, start, length)),
                gather(second.narrow(0, start, length))
            );
            between.cpu().data<double>().CopyTo(similarities, (int)start);
        }

        return Estimate.OfMean(similarities);
    }
}
