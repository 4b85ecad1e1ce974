using Figment.Backend;
using Figment.Data;
using Figment.Objectives;
using static TorchSharp.torch;

namespace Figment.Models.Images;

/// <summary>The gradients with which a variational autoencoder raises its bound on log p(x).</summary>
internal static class VaeGradients
{
    /// <summary>Backpropagates the model's bound to all of its networks.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The images, with their classes where the model takes them.</param>
    /// <param name="random">Draws the black and white images to learn from, and the latents.</param>
    /// <returns>The minimised loss and its two parts.</returns>
    internal static IReadOnlyList<Measure> SendBack(Vae model, Batch batch, Draws random)
    {
        Tensor images = model.AsSeen(batch.Items, random);
        DiagonalGaussian posterior = model.Posterior(images, batch.Labels);
        long[] shape = [model.Options.ImportanceSamples, batch.Count, model.Options.LatentSize];
        Tensor latents = posterior.Sample(random.Normal("posterior", shape, itemsAt: 1).On(model.Device));
        (Tensor loss, Tensor reconstruction) = Backward(model, images, batch.Labels, posterior, latents, batch.Share);
        return
        [
            new Measure("loss", loss.detach()),
            new Measure("reconstruction", reconstruction.detach().mean().neg()),
            new Measure("kl", posterior.KlToStandard().detach().sum([1]).mean()),
        ];
    }

    /// <summary>Backpropagates the bound for latents that were already drawn.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">The images x as the model learns them, [B, C, H, W].</param>
    /// <param name="labels">The class of each image, [B]; null if the model takes no classes.</param>
    /// <param name="posterior">q(z|x), with gradients.</param>
    /// <param name="latents">Samples of q(z|x), with gradients, [S, B, D].</param>
    /// <param name="share">The share of the whole batch that these images make up.</param>
    /// <returns>The minimised loss, a scalar tensor, and log p(x|z), [S, B].</returns>
    internal static (Tensor Loss, Tensor Reconstruction) Backward(
        Vae model,
        Tensor images,
        Tensor? labels,
        DiagonalGaussian posterior,
        Tensor latents,
        BatchShare share
    ) =>
        model.Options is { Beta: 1, FreeBits: 0 }
            ? ThroughLatents(model, images, labels, posterior, latents)
            : ThroughKl(model, images, labels, posterior, latents, share);

    /// <summary>
    /// Computes gradients of the bound with less variance: the encoder's gradients pass through the latents alone, because those
    /// through the density q(z|x) at a fixed z are 0 on average (G. Roeder et al., "Sticking the Landing", 2017, equation 8).
    /// Several latents with weights w̃ are weighted by w̃² (G. Tucker et al., "Doubly Reparameterized Gradient Estimators for
    /// Monte Carlo Objectives", 2019, equation 8).
    /// </summary>
    private static (Tensor Loss, Tensor Reconstruction) ThroughLatents(
        Vae model,
        Tensor images,
        Tensor? labels,
        DiagonalGaussian posterior,
        Tensor latents
    )
    {
        DiagonalGaussian still = new(posterior.Mean.detach(), posterior.LogVariance.detach());
        Tensor leaves = latents.detach().requires_grad_();
        Tensor reconstruction = model.LogLikelihood(images, leaves, labels);
        Tensor logWeights = reconstruction.Plus(DiagonalGaussian.StandardLogDensity(leaves)) - still.LogDensity(leaves);
        Tensor loss = VariationalBound.ImportanceWeighted(logWeights).mean().neg();
        loss.backward(); // ∂/∂z already contains one factor w̃.
        latents.backward([leaves.grad! * logWeights.detach().softmax(0).unsqueeze(2)]);
        return (loss, reconstruction);
    }

    /// <summary>Computes gradients with the KL term in closed form, which can be weighted.</summary>
    private static (Tensor Loss, Tensor Reconstruction) ThroughKl(
        Vae model,
        Tensor images,
        Tensor? labels,
        DiagonalGaussian posterior,
        Tensor latents,
        BatchShare share
    )
    {
        Tensor reconstruction = model.LogLikelihood(images, latents, labels);
        Tensor loss =
            VariationalBound.Penalty(posterior.KlToStandard(), model.Options.Beta, model.Options.FreeBits, share)
            - reconstruction.mean();
        loss.backward();
        return (loss, reconstruction);
    }
}
