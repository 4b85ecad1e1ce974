using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;
using Module = TorchSharp.torch.nn.Module;

namespace Figment.Benchmarks.HandWritten;

/// <summary>
/// What both variational autoencoders do in a step: draw ink, encode, draw latents, decode, and raise the bound with the
/// gradients that come through the latents alone.
/// </summary>
internal abstract class Variational : HandWrittenLoop
{
    /// <summary>Numbers per latent vector.</summary>
    protected const int LatentSize = 40;

    private const double WarmUp = 0.02;
    private static readonly Scalar Least = -10.0,
        Most = 10.0;
    private readonly ImageBatches batches;
    private readonly Sequential encoder,
        decoder;
    private readonly double learningRate;
    private readonly AdamW optimizer;
    private readonly Scalar perImage;

    /// <summary>Takes networks over.</summary>
    /// <param name="batches">The images.</param>
    /// <param name="encoder">Images in [−1, 1] to means and logarithms of variances.</param>
    /// <param name="decoder">Latents to logits.</param>
    /// <param name="learningRate">AdamW's peak learning rate.</param>
    protected Variational(ImageBatches batches, Sequential encoder, Sequential decoder, double learningRate)
    {
        this.batches = Own(batches);
        this.encoder = Own(encoder);
        this.decoder = Own(decoder);
        this.learningRate = learningRate;
        perImage = Own((Scalar)(1.0 / batches.Size));
        optimizer = Own(
            optim.AdamW([.. encoder.parameters(), .. decoder.parameters()], learningRate, 0.9, 0.999, 1e-8, weight_decay: 0.01)
        );
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<Module> Networks => [encoder, decoder];

    /// <inheritdoc/>
    protected override Tensor[] Step(int step, double fraction)
    {
        SetRate(optimizer, learningRate * Math.Min(1, fraction / WarmUp) * (1 - fraction));
        optimizer.zero_grad();
        Tensor images = batches.Next().Images,
            ink = rand_like(images).lt(images).to(ScalarType.Float32);
        Tensor[] halves = encoder.call(ink.mul(Held.Two).sub_(Held.One)).chunk(2, 1);
        (Tensor mean, Tensor logVariance) = (halves[0], halves[1].clamp(Least, Most));
        Tensor latents = mean.addcmul(logVariance.mul(Held.Half).exp(), randn_like(mean), Held.One);

        // log q(z|x) − log p(z), with q detached; the 2π in both are the same.
        (Tensor stillMean, Tensor stillLog) = (mean.detach(), logVariance.detach());
        Tensor apart = (latents - stillMean).pow(Held.Two) * stillLog.neg().exp();
        Tensor excess = (latents.pow(Held.Two) - apart - stillLog).sum().mul(Held.Half);
        Tensor missed = binary_cross_entropy_with_logits(decoder.call(latents), ink, reduction: Reduction.Sum);
        Tensor loss = missed.add(excess, Held.One).mul(perImage);
        loss.backward();
        optimizer.step();

        Tensor kl = stillMean.pow(Held.Two).add(stillLog.exp(), Held.One).sub(Held.One).sub(stillLog).sum().mul(Held.Half);
        return [loss.detach(), missed.detach().mul(perImage), kl.mul(perImage)];
    }
}
