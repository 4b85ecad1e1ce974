using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>
/// Performs the checks that every metric makes on its samples, and reads samples in blocks, so that no second copy of all of them
/// is needed.
/// </summary>
internal static class Samples
{
    /// <summary>
    /// The size of a temporary tensor: 1 Mi values are 8 MB in float64, and a metric holds a handful of such tensors.
    /// </summary>
    private const long BlockValues = 1024 * 1024;

    /// <summary>Checks a matrix of samples, one in each row.</summary>
    /// <param name="x">Should be [N, columns], and finite.</param>
    /// <param name="name">The name in error messages, for instance <c>the real samples</c>.</param>
    /// <param name="atLeast">The smallest number of rows.</param>
    /// <exception cref="FigmentException">The tensor is not such a matrix.</exception>
    internal static void Check(Tensor x, string name, long atLeast)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.dim() != 2 || x.shape[1] == 0)
            throw new FigmentException(
                $"{Capital(name)} have the shape [{string.Join(", ", x.shape)}], but a matrix is needed, with one sample in "
                    + $"each row. Flatten each sample to one row first."
            );
        CheckCount(x.shape[0], name, atLeast);
        CheckFinite(x, name);
    }

    /// <summary>Checks two matrices of samples that are to be compared.</summary>
    /// <exception cref="FigmentException">
    /// One of them is not such a matrix, or they differ in their number of columns.
    /// </exception>
    internal static void CheckBoth(Tensor x, string nameOfX, Tensor y, string nameOfY, long atLeast)
    {
        Check(x, nameOfX, atLeast);
        Check(y, nameOfY, atLeast);
        CheckColumns(x.shape[1], nameOfX, y.shape[1], nameOfY);
    }

    /// <summary>Checks a classifier's probabilities, [N, K].</summary>
    /// <exception cref="FigmentException">The rows are not probabilities, or there are too few of them.</exception>
    internal static void CheckProbabilities(Tensor probabilities, long atLeast)
    {
        Check(probabilities, "the probabilities", atLeast);
        using DisposeScope scope = NewDisposeScope();
        Tensor excess = probabilities.sum(1, type: ScalarType.Float64).sub(Scalars.One);
        if (probabilities.lt(Scalars.Zero).any().item<bool>() || excess.abs().Above(1e-3).any().item<bool>())
            throw new FigmentException(
                "The probabilities have rows with negative values, or with a sum other than 1. Apply softmax to the "
                    + "classifier's outputs first."
            );
    }

    /// <exception cref="FigmentException">The columns differ.</exception>
    internal static void CheckColumns(long ofX, string nameOfX, long ofY, string nameOfY)
    {
        if (ofX != ofY)
            throw new FigmentException(
                $"{Capital(nameOfX)} have {ofX:N0} columns, but {nameOfY} have {ofY:N0}. Use features from the same network for "
                    + $"both."
            );
    }

    /// <exception cref="FigmentException">There are too few samples.</exception>
    internal static void CheckCount(long count, string name, long atLeast)
    {
        if (count < atLeast)
            throw new FigmentException(
                $"{Capital(name)} are too few: there are {count:N0}, but this metric needs at least {atLeast:N0}. Generate or "
                    + $"load more of them."
            );
    }

    /// <exception cref="FigmentException">A value is infinite or not a number.</exception>
    internal static void CheckFinite(Tensor x, string name)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach ((long start, long length) in Blocks(x.shape[0], RowsPerBlock(x.shape[0] == 0 ? 1 : x.numel() / x.shape[0])))
        {
            using DisposeScope block = NewDisposeScope();
            if (!x.narrow(0, start, length).isfinite().all().item<bool>())
                throw new FigmentException(
                    $"{Capital(name)} contain values that are NaN or infinite, so nothing can be measured. The model or network "
                        + $"that made them has diverged: train again with a smaller learning rate."
                );
        }
    }

    /// <summary>Returns the number of rows that fit into one temporary tensor.</summary>
    internal static long RowsPerBlock(long columns) => Math.Clamp(BlockValues / Math.Max(1, columns), 1, BlockValues);

    /// <summary>Splits a count into blocks.</summary>
    internal static IEnumerable<(long Start, long Length)> Blocks(long count, long size)
    {
        for (long start = 0; start < count; start += size)
            yield return (start, Math.Min(size, count - start));
    }

    /// <summary>Computes the mean of each column, [D], float64.</summary>
    internal static Tensor Mean(Tensor x)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor sum = zeros(x.shape[1], ScalarType.Float64, x.device);
        foreach ((long start, long length) in Blocks(x.shape[0], RowsPerBlock(x.shape[1])))
        {
            using DisposeScope block = NewDisposeScope();
            sum.Increase(x.narrow(0, start, length).to(ScalarType.Float64).sum([0])); // sum(0) would interpret 0 as a ScalarType.
        }

        return sum.DivideBy(x.shape[0]).MoveToOuterDisposeScope();
    }

    /// <summary>Returns some rows in float64, minus a vector.</summary>
    internal static Tensor Centred(Tensor x, long start, long length, Tensor centre) =>
        x.narrow(0, start, length).to(ScalarType.Float64).sub(centre);

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
