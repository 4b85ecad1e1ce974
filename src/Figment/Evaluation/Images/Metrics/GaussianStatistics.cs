using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>The Gaussian with the mean and covariance of some samples.</summary>
internal sealed class GaussianStatistics : IDisposable
{
    private GaussianStatistics(long count, Tensor mean, Tensor factor)
    {
        Count = count;
        Mean = mean.DetachFromDisposeScope();
        Factor = factor.DetachFromDisposeScope();
    }

    /// <summary>The number of samples.</summary>
    public long Count { get; }

    /// <summary>The mean, [D], float64.</summary>
    public Tensor Mean { get; }

    /// <summary>Computes the covariance, [D, D], float64, with divisor N − 1; the caller disposes it.</summary>
    public Tensor Covariance()
    {
        using DisposeScope scope = NewDisposeScope();
        return Factor.t().matmul(Factor).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// A root of the covariance, [min(N, D), D]: Covariance = Factorᵀ Factor. It is computed without squaring the samples, so it
    /// keeps directions of small variance that a root of <see cref="Covariance"/> would lose to rounding.
    /// </summary>
    internal Tensor Factor { get; }

    /// <summary>Computes the statistics of samples.</summary>
    /// <param name="x">[N, D], N ≥ 2, on any device; not changed.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    /// <exception cref="FigmentException">
    /// The tensor does not have the required shape, there are fewer than 2 samples, or a value is not finite.
    /// </exception>
    public static GaussianStatistics Of(Tensor x, CancellationToken cancellationToken = default)
    {
        TorchLibrary.Load();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Samples.Check(x, "the samples", atLeast: 2);
        long count = x.shape[0],
            columns = x.shape[1];
        Tensor mean = Samples.Mean(x);

        // In a QR decomposition of the centred samples, RᵀR is their scatter matrix, where R is the triangular factor; rows are
        // added in blocks.
        Tensor factor = empty([0, columns], ScalarType.Float64, x.device);
        foreach ((long start, long length) in Samples.Blocks(count, Math.Max(columns, Samples.RowsPerBlock(columns))))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope block = NewDisposeScope();
            Tensor stacked = cat([factor, Samples.Centred(x, start, length, mean)], 0);
            Tensor next = stacked.shape[0] > columns ? linalg.qr(stacked, linalg.QRMode.R).R : stacked;
            factor.Dispose();
            factor = next.MoveToOuterDisposeScope();
        }

        factor.DivideBy(Math.Sqrt(count - 1));
        return new GaussianStatistics(count, mean, factor);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Mean.Dispose();
        Factor.Dispose();
    }
}
