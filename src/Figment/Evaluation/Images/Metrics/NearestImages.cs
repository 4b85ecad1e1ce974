using Figment.Backend;
using Figment.Data.Images;
using Figment.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>The training image nearest to an image.</summary>
/// <param name="Query">The index of the image.</param>
/// <param name="Training">The index of the training image; one of them if several are equally near.</param>
/// <param name="Distance">The Euclidean distance over all pixels, with values in [0, 1].</param>
/// <param name="Ratio">
/// <paramref name="Distance"/> divided by the distance of that training image to the nearest one that differs from it: near 0 for
/// a copy, about 1 for a new image of the same kind. Duplicates among the training images are ignored; otherwise nothing near
/// them could count as a copy. If all training images are the same, it is 0 for a copy, and infinite otherwise.
/// </param>
internal sealed record NearestImage(long Query, long Training, double Distance, double Ratio);

/// <summary>
/// Shows whether generated images are copies of training images, by finding the training image nearest to each one in Euclidean
/// pixel distance.
/// </summary>
/// <param name="Matches">One match for each query image, in order.</param>
internal sealed record NearestImages(IReadOnlyList<NearestImage> Matches)
{
    /// <summary>
    /// The ratio below which an image counts as copied. Such an image is less than half as far from its nearest training image as
    /// that training image is from its own nearest neighbour. For new images of the same distribution, the two distances are
    /// about equal.
    /// </summary>
    public const double CopyRatio = 0.5;

    private const long QueriesPerBlock = 2048,
        TrainingPerBlock = 512;
    private static readonly Scalar Grey = Scalars.Of(128);

    /// <summary>The share of images whose ratio is below <see cref="CopyRatio"/>.</summary>
    public Estimate Copied => Estimate.OfShare(Matches.Count(match => match.Ratio < CopyRatio), Matches.Count);

    /// <summary>Finds the nearest training image for each of the images to check, up to a maximum number.</summary>
    /// <param name="queries">The images to check, for instance generated ones.</param>
    /// <param name="training">The training images, of the same shape; the work is done on their device.</param>
    /// <param name="maxQueries">The maximum number of images to check, at least 1.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="FigmentException">The shapes differ.</exception>
    public static NearestImages Find(
        ImageDataset queries,
        ImageDataset training,
        int maxQueries = 2_000,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxQueries, 1);
        if (queries.Shape != training.Shape)
            throw new FigmentException(
                $"Images of {queries.Shape} cannot be compared with training images of {training.Shape}. Use the data that "
                    + $"the model was trained on."
            );

        List<NearestImage> matches = [];
        foreach (
            (long start, long length) in Samples.Blocks(Math.Min(queries.Count, maxQueries), Rows(training, QueriesPerBlock))
        )
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGradients = no_grad();
            (long[] nearest, double[] distances) = Nearest(
                Levels(queries.Pixels(start, length)),
                training,
                butItself: false,
                cancellationToken
            );
            long[] distinct = [.. nearest.Distinct()];
            (_, double[] spacings) = Nearest(
                Levels(training.Pixels(tensor(distinct))),
                training,
                butItself: true,
                cancellationToken
            );
            Dictionary<long, double> spacing = distinct.Zip(spacings).ToDictionary();
            matches.AddRange(
                nearest.Select(
                    (index, i) =>
                        new NearestImage(start + i, index, distances[i], distances[i] == 0 ? 0 : distances[i] / spacing[index])
                )
            );
        }

        return new NearestImages(matches);
    }

    /// <summary>
    /// Finds the training image nearest to each image, and the distance to it. With butItself, only training images that differ
    /// from the image are considered (the distance is 0 if none does).
    /// </summary>
    private static (long[] Indices, double[] Distances) Nearest(
        Tensor images,
        ImageDataset training,
        bool butItself,
        CancellationToken cancellationToken
    )
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor asked = images.to(training.Device),
            minusAsked = asked.neg();
        Tensor best = full(asked.shape[0], Scalars.Infinity, ScalarType.Float32, asked.device);
        Tensor found = zeros(asked.shape[0], ScalarType.Int64, asked.device);

        // Half the squared distance is ½|b|² − a·b + ½|a|². If this is within 1e-6 |a|² of 0, the images are the same except for
        // rounding.
        Tensor norms = asked.Squared().sum(1, keepdim: true);
        Tensor itself = norms.Times(1e-6f).sub(norms.div(Scalars.Two));
        foreach ((long start, long length) in Samples.Blocks(training.Count, Rows(training, TrainingPerBlock)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope block = NewDisposeScope();
            Tensor some = Levels(training.Pixels(start, length));
            // This does not use addmm, because TorchSharp 0.107's addmm leaks its result.
            Tensor scores = DenseProduct.Multiply(minusAsked, some.t()).Increase(some.Squared().sum(1).div_(Scalars.Two));
            if (butItself)
                scores.masked_fill_(scores.le(itself), Scalars.Infinity);
            (Tensor values, Tensor indices) = scores.min(1);
            Tensor better = values.lt(best);
            best.copy_(values.where(better, best));
            found.copy_(indices.Plus(start).where(better, found));
        }

        Tensor differences = Levels(training.Pixels(found)).to(ScalarType.Float64) - asked;
        Tensor distances = differences.Squared().sum(1).sqrt().Over(255);
        distances.masked_fill_(best.isinf(), Scalars.Zero);
        return ([.. found.cpu().data<long>()], [.. distances.cpu().data<double>()]);
    }

    /// <summary>Pixels from −128 to 127: integers, so that in float32 a sum of up to 1,024 of their products is exact.</summary>
    private static Tensor Levels(Tensor pixels)
    {
        using DisposeScope scope = NewDisposeScope();
        return pixels.flatten(1).to(ScalarType.Float32).sub_(Grey).MoveToOuterDisposeScope();
    }

    private static long Rows(ImageDataset images, long most) => Math.Min(most, 4 * Samples.RowsPerBlock(images.Shape.Size));
}
