using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>
/// The Fréchet distance of two Gaussians, ‖μ₁ − μ₂‖² + tr(Σ₁ + Σ₂ − 2 (Σ₁Σ₂)^½) (Dowson and Landau 1982), which on the
/// features of images is called FID (Heusel et al. 2017). 0 is best. Few samples make it too large, and by how
/// much depends on the model, so compare only distances of equally many samples.
/// </summary>
internal static class FrechetDistance
{
    /// <summary>The distance of two sets of samples.</summary>
    /// <param name="x">[N, D], N ≥ 2.</param>
    /// <param name="y">[M, D], M ≥ 2.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FigmentException">A shape is another, there are too few samples, or some value is not finite.</exception>
    public static double Between(Tensor x, Tensor y, CancellationToken cancellationToken = default)
    {
        Samples.CheckBoth(x, "the first samples", y, "the second samples", atLeast: 2);
        using GaussianStatistics a = GaussianStatistics.Of(x, cancellationToken),
            b = GaussianStatistics.Of(y, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return Between(a, b);
    }

    /// <summary>The distance of two Gaussians.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other, of the same D.</param>
    /// <exception cref="FigmentException">Their dimensions differ.</exception>
    public static double Between(GaussianStatistics a, GaussianStatistics b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Samples.CheckColumns(a.Mean.shape[0], "the first statistics", b.Mean.shape[0], "the second statistics");
        using DisposeScope scope = NewDisposeScope();

        // With Σ = AᵀA, the eigenvalues of Σ₁Σ₂ are the squares of the singular values of A₁A₂ᵀ. Taken as singular
        // values their errors stay near 1e-16 of the largest; roots of computed eigenvalues near 0 would be off by 1e-8.
        Tensor factor = b.Factor.to(a.Factor.device);
        double rootTrace = linalg.svdvals(a.Factor.matmul(factor.t())).sum().item<double>();
        double means = (a.Mean - b.Mean.to(a.Mean.device)).Squared().sum().item<double>();
        double traces = a.Factor.Squared().sum().item<double>() + factor.Squared().sum().item<double>();
        return Math.Max(0, means + traces - (2 * rootTrace));
    }
}
