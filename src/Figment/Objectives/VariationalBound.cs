using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Objectives;

/// <summary>Lower bounds on log p(x), which a variational autoencoder maximises.</summary>
internal static class VariationalBound
{
    /// <summary>
    /// Computes log 1/S Σ exp(log w_s). With w = p(x, z) / q(z|x) and z drawn from q, its expected value is a lower bound on log
    /// p(x), and the bound approaches log p(x) as S grows (Y. Burda et al., "Importance Weighted Autoencoders", 2015, equation
    /// 8). S = 1 gives the ELBO.
    /// </summary>
    /// <param name="logWeights">log w, [S, B].</param>
    /// <returns>[B], in nats.</returns>
    public static Tensor ImportanceWeighted(Tensor logWeights)
    {
        ArgumentNullException.ThrowIfNull(logWeights);
        return logWeights.logsumexp(0).Minus(Math.Log(logWeights.shape[0]));
    }

    /// <summary>
    /// Computes the KL term to be minimised: β Σ_j max(λ, mean over the batch of KL_j). β is its weight (I. Higgins et al.,
    /// "β-VAE", 2017, equation 4). Up to λ nats in each latent dimension are free of penalty, so that no dimension is abandoned
    /// early (D. Kingma et al., "Improving Variational Inference with Inverse Autoregressive Flow", 2016, equation 15).
    /// </summary>
    /// <param name="kl">The KL divergence of each image and latent dimension, [B, D], in nats.</param>
    /// <param name="beta">β, at least 0.</param>
    /// <param name="freeBits">λ, in nats per latent dimension; 0 penalises everything.</param>
    /// <param name="share">
    /// The share of the whole batch that these images make up; null if they are the whole batch. The mean is taken over the whole
    /// batch.
    /// </param>
    /// <returns>A scalar tensor.</returns>
    public static Tensor Penalty(Tensor kl, double beta, double freeBits, BatchShare? share = null)
    {
        ArgumentNullException.ThrowIfNull(kl);
        Tensor perDimension = kl.mean([0]);
        if (freeBits > 0 && share is { IsShared: true })
        {
            float[] means = perDimension.detach().cpu().data<float>().ToArray();
            for (int j = 0; j < means.Length; j++)
                means[j] *= (float)share.Count / share.Batch;
            share.Group.Sum(means.AsSpan());
            Tensor isCharged = tensor(Array.ConvertAll(means, mean => mean > freeBits)).On(kl.device);
            perDimension = where(
                isCharged,
                perDimension,
                Scalars.Filled(perDimension.shape, freeBits, perDimension.dtype, kl.device)
            );
        }
        else if (freeBits > 0)
        {
            perDimension = perDimension.AtLeast(freeBits);
        }

        return perDimension.sum().Times(beta);
    }
}
