using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>
/// The squared maximum mean discrepancy with the kernel k(x, y) = (x·y / D + 1)³, estimated without bias. Computed on the
/// features of images, it is called KID (M. Bińkowski et al., "Demystifying MMD GANs", 2018, section 4). 0 is best; by chance, it
/// may be slightly negative. Unlike the Fréchet distance, its expected value does not depend on the number of samples.
/// </summary>
internal static class KernelDistance
{
    private const int FewestSubsets = 10;

    /// <summary>
    /// Returns the mean over disjoint random subsets, and its standard error. (Overlapping subsets, which many tools use, have
    /// the same mean; but because they share samples, their spread understates the random error.)
    /// </summary>
    /// <param name="x">[N, D], N ≥ 2.</param>
    /// <param name="y">[M, D], M ≥ 2.</param>
    /// <param name="random">Draws the subsets.</param>
    /// <param name="subsetSize">
    /// The number of samples from each set in a subset, at least 2; it is reduced if there would be fewer than 10 subsets. Sets
    /// of fewer than 20 samples are compared as a whole, without a standard error.
    /// </param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    /// <exception cref="FigmentException">
    /// The tensors do not have the required shape, there are too few samples, or a value is not finite.
    /// </exception>
    public static Estimate Between(
        Tensor x,
        Tensor y,
        SeededRandom random,
        int subsetSize = 1000,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(subsetSize, 2);
        Samples.CheckBoth(x, "the first samples", y, "the second samples", atLeast: 2);
        using IDisposable noGradients = no_grad();
        long smaller = Math.Min(x.shape[0], y.shape[0]),
            size = Math.Min(subsetSize, smaller / FewestSubsets);
        if (size < 2)
            return new Estimate(OfSets(x, y, cancellationToken), null);

        using DisposeScope scope = NewDisposeScope();
        using Generator generator = random.Generator("kernel distance");
        Tensor orderOfX = randperm(x.shape[0], ScalarType.Int64, generator: generator),
            orderOfY = randperm(y.shape[0], ScalarType.Int64, generator: generator);
        double[] distances = new double[smaller / size];
        for (int i = 0; i < distances.Length; i++)
        {
            using DisposeScope subset = NewDisposeScope();
            distances[i] = OfSets(Subset(x, orderOfX, i * size, size), Subset(y, orderOfY, i * size, size), cancellationToken);
        }

        return Estimate.OfMean(distances);
    }

    /// <summary>
    /// Computes the unbiased estimate from whole sets (A. Gretton et al., "A Kernel Two-Sample Test", 2012, equation 3), in time
    /// N² + M² + NM.
    /// </summary>
    internal static double OfSets(Tensor x, Tensor y, CancellationToken cancellationToken)
    {
        double n = x.shape[0],
            m = y.shape[0];
        double withinX = (KernelSum(x, x, cancellationToken) - DiagonalSum(x)) / (n * (n - 1));
        double withinY = (KernelSum(y, y, cancellationToken) - DiagonalSum(y)) / (m * (m - 1));
        return withinX + withinY - (2 * KernelSum(x, y, cancellationToken) / (n * m));
    }

    private static Tensor Subset(Tensor x, Tensor order, long start, long size) =>
        x.index_select(0, order.narrow(0, start, size).to(x.device));

    private static double KernelSum(Tensor x, Tensor y, CancellationToken cancellationToken)
    {
        double sum = 0;
        long rows = Samples.RowsPerBlock(Math.Max(x.shape[1], 1024));
        foreach ((long start, long length) in Samples.Blocks(x.shape[0], rows))
        {
            using DisposeScope outer = NewDisposeScope();
            Tensor some = x.narrow(0, start, length).to(ScalarType.Float64);
            foreach ((long otherStart, long otherLength) in Samples.Blocks(y.shape[0], rows))
            {
                cancellationToken.ThrowIfCancellationRequested();
                using DisposeScope inner = NewDisposeScope();
                Tensor others = y.narrow(0, otherStart, otherLength).to(ScalarType.Float64, x.device);
                sum += Kernel(some.matmul(others.t()), x.shape[1]).sum().item<double>();
            }
        }

        return sum;
    }

    private static double DiagonalSum(Tensor x)
    {
        double sum = 0;
        foreach ((long start, long length) in Samples.Blocks(x.shape[0], Samples.RowsPerBlock(x.shape[1])))
        {
            using DisposeScope scope = NewDisposeScope();
            sum += Kernel(x.narrow(0, start, length).to(ScalarType.Float64).Squared().sum(1), x.shape[1]).sum().item<double>();
        }

        return sum;
    }

    /// <summary>Applies the kernel to scalar products, in place.</summary>
    private static Tensor Kernel(Tensor products, long columns)
    {
        products.DivideBy(columns).Increase(Scalars.One);
        return products.Squared().mul_(products); // This is several times as fast as pow(3).
    }
}
