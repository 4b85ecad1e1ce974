using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Objectives;

/// <summary>What holds a discriminator back: penalties on the gradient of its logits D(x) with respect to the image x.</summary>
internal static class GradientPenalty
{
    private static readonly TorchSharp.Scalar Tiny = Scalars.Of(1e-12); // the root has no slope at 0

    /// <summary>
    /// E‖∇D(x)‖². Half of it, times γ, is R1 on real images and R2 on generated ones (L. Mescheder et al., "Which Training
    /// Methods for GANs do actually Converge?", 2018, equations 9 and 10).
    /// </summary>
    /// <param name="critic">[B, …] to logits [B].</param>
    /// <param name="images">[B, …]; no gradient flows back to where they came from.</param>
    /// <returns>A 0-d tensor, differentiable with respect to the critic's weights.</returns>
    public static Tensor ZeroCentred(Func<Tensor, Tensor> critic, Tensor images) => SquaredNorms(critic, images).mean();

    /// <summary>
    /// E(‖∇D(x̂)‖ − 1)², x̂ drawn between a real and a generated image (I. Gulrajani et al., "Improved Training of
    /// Wasserstein GANs", 2017, equation 3). Times λ, it is the penalty of WGAN-GP.
    /// </summary>
    /// <param name="critic">[B, …] to logits [B].</param>
    /// <param name="real">[B, …].</param>
    /// <param name="fake">[B, …].</param>
    /// <param name="random">Draws where between the two, uniformly; on the CPU.</param>
    /// <returns>A 0-d tensor, differentiable with respect to the critic's weights.</returns>
    public static Tensor OneCentred(Func<Tensor, Tensor> critic, Tensor real, Tensor fake, Draws random)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        Tensor epsilon = random.Uniform("between", [real.shape[0], .. Enumerable.Repeat(1L, (int)real.dim() - 1)]).to(real.device);
        Tensor x_hat = fake.detach().lerp(real.detach(), epsilon);
        return SquaredNorms(critic, x_hat).Plus(Tiny).sqrt().sub(Scalars.One).Squared().mean();
    }

    /// <summary>‖∇D(x)‖² of each image: [B].</summary>
    private static Tensor SquaredNorms(Func<Tensor, Tensor> critic, Tensor images)
    {
        ArgumentNullException.ThrowIfNull(critic);
        ArgumentNullException.ThrowIfNull(images);
        Tensor x = images.detach().requires_grad_(true);
        Tensor gradient = autograd.grad([critic(x).sum()], [x], retain_graph: true, create_graph: true)[0];
        return gradient.flatten(1).Squared().sum([1]);
    }
}
