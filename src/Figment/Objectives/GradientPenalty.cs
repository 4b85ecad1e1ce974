using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Objectives;

/// <summary>
/// Penalties on the gradient of a discriminator's logits D(x) with respect to the image x, which hold the discriminator back.
/// </summary>
internal static class GradientPenalty
{
    private static readonly TorchSharp.Scalar Tiny = Scalars.Of(1e-12); // The square root has no derivative at 0.

    /// <summary>
    /// Computes Σ w E‖∇D(x)‖² for images whose logits have already been computed. With w = γ/2 it is R1 on real images and R2 on
    /// generated images (L. Mescheder et al., "Which Training Methods for GANs do actually Converge?", 2018, equations 9 and 10).
    /// </summary>
    /// <param name="judged">
    /// One or more triples of a weight w, logits D(x), [B], and the images x from which the logits were computed, [B, …]. The
    /// images must require gradients.
    /// </param>
    /// <returns>A scalar tensor, differentiable with respect to the critic's weights. The graph of the logits is kept.</returns>
    /// <remarks>The loss needs a forward pass through D anyway, so the penalty does not need another.</remarks>
    public static Tensor ZeroCentred(params IReadOnlyList<(double Weight, Tensor Logits, Tensor Images)> judged)
    {
        ArgumentNullException.ThrowIfNull(judged);
        Tensor[] norms = SquaredNorms([.. judged.Select(part => part.Logits)], [.. judged.Select(part => part.Images)]);
        return judged.Select((part, i) => norms[i].mean().Times(part.Weight)).Aggregate((sum, penalty) => sum.Plus(penalty));
    }

    /// <summary>
    /// Computes E(‖∇D(x̂)‖ − 1)², with x̂ drawn between a real and a generated image (I. Gulrajani et al., "Improved Training of
    /// Wasserstein GANs", 2017, equation 3). Multiplied by λ, this is the penalty of WGAN-GP.
    /// </summary>
    /// <param name="critic">[B, …] to logits [B].</param>
    /// <param name="real">[B, …].</param>
    /// <param name="fake">[B, …].</param>
    /// <param name="random">Draws points uniformly between real and generated images, on the CPU.</param>
    /// <returns>A scalar tensor, differentiable with respect to the critic's weights.</returns>
    public static Tensor OneCentred(Func<Tensor, Tensor> critic, Tensor real, Tensor fake, Draws random)
    {
        ArgumentNullException.ThrowIfNull(critic);
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        Tensor epsilon = random
            .Uniform("between", [real.shape[0], .. Enumerable.Repeat(1L, (int)real.dim() - 1)])
            .On(real.device);
        Tensor x_hat = fake.detach().lerp(real.detach(), epsilon).requires_grad_(true);
        return SquaredNorms([critic(x_hat)], [x_hat])[0].Plus(Tiny).sqrt().sub(Scalars.One).Squared().mean();
    }

    /// <summary>
    /// Computes ‖∇D(x)‖² of each image, [B], for each pair of logits and images, in one backward pass through D.
    /// </summary>
    private static Tensor[] SquaredNorms(Tensor[] logits, Tensor[] images)
    {
        IList<Tensor> gradients = autograd.grad(
            [.. logits.Select(each => each.sum())],
            images,
            retain_graph: true,
            create_graph: true
        );
        return [.. gradients.Select(gradient => gradient.flatten(1).Squared().sum([1]))];
    }
}
