using Figment.Backend;
using Figment.Data.Images;
using Figment.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>The training image nearest to an image.</summary>
/// <param name="Query">The image's number.</param>
/// <param name="Training">The training image's number; one of them where several are equally near.</param>
/// <param name="Distance">Root of the summed squares of all pixel differences, pixels in [0, 1].</param>
/// <param name="Ratio">
/// <paramref name="Distance"/> divided by the distance of that training image to the nearest other that differs from it:
/// near 0 for a copy, about 1 for a fresh image of the same kind. Duplicates among the training images are passed over,
/// or nothing near them could count as a copy. Where all training images are the same one it is 0 for a copy of it,
/// else infinite.
/// </param>
internal sealed record NearestImage(long Query, long Training, double Distance, double Ratio);

/// <summary>
/// Whether generated images are copies of training images: the nearest of each by Euclidean distance of pixels.
/// </summary>
/// <param name="Matches">One for each image asked about, in their order.</param>
internal sealed record NearestImages(IReadOnlyList<NearestImage> Matches)
{
    /// <summary>
    /// Below this ratio an image counts as copied: it is twice as near to a training image as that one's nearest
    /// neighbour, where fresh images of the same distribution are about as near.
    /// </summary>
    public const double CopyRatio = 0.5;

    private const long QueriesPerBlock = 2048,
        TrainingPerBlock = 512;
    private static readonly Scalar Grey = Scalars.Of(128);

    /// <summary>The share of images whose ratio is below <see cref="CopyRatio"/>.</summary>
    public Estimate Copied => Estimate.OfShare(Matches.Count(match => match.Ratio < CopyRatio), Matches.Count);

    /// <summary>Finds the nearest training image of each of the first images.</summary>
    /// <param name="queries">The images asked about, for instance generated ones.</param>
    /// <param name="training">What the model learned from, of the same shape; the work is done on its device.</param>
    /// <param name="maxQueries">How many images are asked about at most, at least 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
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
                $"Images of {queries.Shape} cannot be compared with training images of {training.Shape}. Take the data that "
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
    /// The nearest training image of each image, and its distance; with butItself, of those that differ (0 if none does).
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

        // Half the squared distance is ½|b|² − a·b + ½|a|². What is within 1e-6 |a|² of 0 is the same image but for rounding.
        Tensor norms = asked.Squared().sum(1, keepdim: true);
        Tensor itself = norms.Times(1e-6f).sub(norms.div(Scalars.Two));
        foreach ((long start, long length) in Samples.Blocks(training.Count, Rows(training, TrainingPerBlock)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope block = NewDisposeScope();
            Tensor some = Levels(training.Pixels(start, length));
            // Not by addmm: TorchSharp 0.107's leaks its result.
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

    /// <summary>
    /// Pixels from −128 to 127: whole numbers, so that float32 adds up to 1,024 products of them without rounding.
    /// </summary>
    private static Tensor Levels(Tensor pixels)
    {
        using DisposeScope scope = NewDisposeScope();
        return pixels.flatten(1).to(ScalarType.Float32).sub_(Grey).MoveToOuterDisposeScope();
    }

    private static long Rows(ImageDataset images, long most) => Math.Min(most, 4 * Samples.RowsPerBlock(images.Shape.Size));
}
