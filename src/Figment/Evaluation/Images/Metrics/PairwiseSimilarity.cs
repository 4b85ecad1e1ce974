using Figment.Backend;
using Figment.Data.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>
/// How alike the images of one set are among themselves: the mean structural similarity of random pairs (as Odena et al.
/// 2017, section 4.2, with SSIM). Compare it with that of the real images: much more means that the model repeats itself.
/// </summary>
internal static class PairwiseSimilarity
{
    private const int PairsPerBlock = 256;

    /// <summary>Measures images as a tensor.</summary>
    /// <param name="images">[N, C, H, W], in [0, 1], N ≥ 2.</param>
    /// <param name="random">Draws the pairs.</param>
    /// <param name="pairs">How many pairs of two different places i ≠ j, at least 1; drawn independently.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FigmentException">There are fewer than 2 images, or some value is not in [0, 1].</exception>
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
    /// <param name="images">At least 2.</param>
    /// <param name="random">Draws the pairs.</param>
    /// <param name="pairs">How many pairs of two different places i ≠ j, at least 1; drawn independently.</param>
    /// <param name="cancellationToken">Stops it.</param>
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

        // One of the count − 1 other places, all equally likely.
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
