using Figment.Backend;
using Figment.Data;
using Figment.Objectives;
using static TorchSharp.torch;

namespace Figment.Models.Images;

/// <summary>The gradients by which a variational autoencoder raises its bound on log p(x).</summary>
internal static class VaeGradients
{
    /// <summary>Sends the gradients of the model's bound to all of its networks.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The images, with their classes where the model takes them.</param>
    /// <param name="random">Draws what is learned of them, and latents.</param>
    /// <returns>What was minimised, and its two parts.</returns>
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

    /// <summary>The same of latents that were drawn.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">x as it is learned, [B, C, H, W].</param>
    /// <param name="labels">The class of each image, [B]; null where the model takes no classes.</param>
    /// <param name="posterior">q(z|x), with gradients.</param>
    /// <param name="latents">Samples of it, with gradients, [S, B, D].</param>
    /// <param name="share">What these images are of the whole batch.</param>
    /// <returns>What was minimised, a 0-d tensor, and log p(x|z), [S, B].</returns>
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
    /// The bound's gradients with less chance in them: to the encoder they come through the latents alone, since those through
    /// the density q(z|x) at a fixed z are 0 on average (G. Roeder et al., "Sticking the Landing", 2017, equation 8). Of
    /// several latents of weights w̃, they are weighed by w̃² (G. Tucker et al., "Doubly Reparameterized Gradient Estimators
    /// for Monte Carlo Objectives", 2019, equation 8).
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
        loss.backward(); // ∂/∂z has one w̃ already
        latents.backward([leaves.grad! * logWeights.detach().softmax(0).unsqueeze(2)]);
        return (loss, reconstruction);
    }

    /// <summary>The gradients with the KL term in closed form, which can be weighed.</summary>
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
