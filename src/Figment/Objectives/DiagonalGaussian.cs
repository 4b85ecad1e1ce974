using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Objectives;

/// <summary>
/// Normal distributions with a separate mean μ and variance σ² in every dimension, as an encoder returns them: q(z|x) in D.
/// Kingma, M. Welling, "Auto-Encoding Variational Bayes", 2013, equation 9.
/// </summary>
/// <param name="Mean">μ, [B, D].</param>
/// <param name="LogVariance">log σ², [B, D].</param>
internal sealed record DiagonalGaussian(Tensor Mean, Tensor LogVariance)
{
    // For σ², e^±10 is far outside the range that is learned, and the limit keeps float32 finite whatever an encoder returns.
    private const double Bound = 10;

    private static readonly TorchSharp.Scalar LogTwoPi = Scalars.Of(Math.Log(2 * Math.PI));

    /// <summary>Reads an encoder's output: D means, followed by D log variances, which are limited to ±10.</summary>
    /// <param name="parameters">[B, 2 D].</param>
    public static DiagonalGaussian Of(Tensor parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Tensor[] halves = parameters.chunk(2, 1);
        return new DiagonalGaussian(halves[0], halves[1].Clamped(-Bound, Bound));
    }

    /// <summary>Draws samples z = μ + σ ε (the paper's equation 10); gradients flow to μ and σ.</summary>
    /// <param name="noise">ε drawn from N(0, 1), [S, B, D] or [B, D].</param>
    public Tensor Sample(Tensor noise) => Mean.Plus((LogVariance * Scalars.Half).exp() * noise);

    /// <summary>Computes log N(z; μ, σ²), summed over the dimensions.</summary>
    /// <param name="z">[S, B, D] or [B, D].</param>
    /// <returns>[S, B] or [B].</returns>
    public Tensor LogDensity(Tensor z) =>
        ((z - Mean).Squared() * LogVariance.neg().exp()).Plus(LogVariance).Plus(LogTwoPi).sum([-1]) * Scalars.MinusHalf;

    /// <summary>Computes log N(z; 0, 1), summed over the dimensions.</summary>
    /// <param name="z">[S, B, D] or [B, D].</param>
    /// <returns>[S, B] or [B].</returns>
    public static Tensor StandardLogDensity(Tensor z)
    {
        ArgumentNullException.ThrowIfNull(z);
        return z.Squared().Plus(LogTwoPi).sum([-1]) * Scalars.MinusHalf;
    }

    /// <summary>
    /// Computes KL(N(μ, σ²) ‖ N(0, 1)) = ½ (μ² + σ² − 1 − log σ²) for each dimension separately (the paper's appendix B).
    /// </summary>
    /// <returns>[B, D], in nats, at least 0.</returns>
    public Tensor KlToStandard() => (Mean.Squared().Plus(LogVariance.exp()) - Scalars.One - LogVariance) * Scalars.Half;
}
