using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>
/// The Fréchet distance of two Gaussians, ‖μ₁ − μ₂‖² + tr(Σ₁ + Σ₂ − 2 (Σ₁Σ₂)^½) (D. Dowson, B. Landau, "The Fréchet distance
/// between multivariate normal distributions", 1982). Computed on the features of images, it is called FID (M. Heusel et al.,
/// "GANs Trained by a Two Time-Scale Update Rule Converge to a Local Nash Equilibrium", 2017, equation 6). 0 is best. It is too
/// large with few samples, by an amount that depends on the model, so compare only distances computed from equal numbers of
/// samples.
/// </summary>
internal static class FrechetDistance
{
    /// <summary>Computes the distance between two sets of samples.</summary>
    /// <param name="x">[N, D], N ≥ 2.</param>
    /// <param name="y">[M, D], M ≥ 2.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    /// <exception cref="FigmentException">
    /// The tensors do not have the required shape, there are too few samples, or a value is not finite.
    /// </exception>
    public static double Between(Tensor x, Tensor y, CancellationToken cancellationToken = default)
    {
        Samples.CheckBoth(x, "the first samples", y, "the second samples", atLeast: 2);
        using GaussianStatistics a = GaussianStatistics.Of(x, cancellationToken),
            b = GaussianStatistics.Of(y, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return Between(a, b);
    }

    /// <summary>Computes the distance between two Gaussians.</summary>
    /// <param name="a">The first Gaussian.</param>
    /// <param name="b">The second Gaussian, with the same D.</param>
    /// <exception cref="FigmentException">Their dimensions differ.</exception>
    public static double Between(GaussianStatistics a, GaussianStatistics b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Samples.CheckColumns(a.Mean.shape[0], "the first statistics", b.Mean.shape[0], "the second statistics");
        using DisposeScope scope = NewDisposeScope();

        // With Σ = AᵀA, the eigenvalues of Σ₁Σ₂ are the squares of the singular values of A₁A₂ᵀ. If they are computed as singular
        // values, their errors stay near 1e-16 of the largest; the square roots of computed eigenvalues near 0 would be off by
        // 1e-8.
        Tensor factor = b.Factor.to(a.Factor.device);
        double rootTrace = linalg.svdvals(a.Factor.matmul(factor.t())).sum().item<double>();
        double means = (a.Mean - b.Mean.to(a.Mean.device)).Squared().sum().item<double>();
        double traces = a.Factor.Squared().sum().item<double>() + factor.Squared().sum().item<double>();
        return Math.Max(0, means + traces - (2 * rootTrace));
    }
}
