using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Models.Images;

/// <summary>
/// The distribution p(x|z) that a decoder's output describes (D. Kingma, M. Welling, "Auto-Encoding Variational Bayes", 2013,
/// appendix C).
/// </summary>
public enum PixelModel
{
    /// <summary>Each pixel is ink with some probability: for line drawings and writing.</summary>
    Bernoulli,

    /// <summary>Each pixel is normally distributed around its mean: for grey and colour pictures.</summary>
    Gaussian,
}

/// <summary>How a model whose pixels are either ink or no ink treats a grey pixel.</summary>
public enum GreyPixels
{
    /// <summary>
    /// A grey value is the probability of ink. Each time the image is seen, its pixels are drawn anew with these probabilities,
    /// so the model learns a true likelihood.
    /// </summary>
    Drawn,

    /// <summary>
    /// A grey pixel counts as partly ink. The model then learns no true likelihood, but its pictures stay grey.
    /// </summary>
    Shares,
}

/// <summary>How a variational autoencoder learns (D. Kingma, M. Welling, "Auto-Encoding Variational Bayes", 2013).</summary>
public sealed record VaeOptions : ClassModelOptions, IValidatableObject
{
    /// <summary>
    /// The number of values in a latent vector z, with the prior N(0, 1). 1 to 4,096; latents of size 2 can be drawn as a map.
    /// </summary>
    [Range(1, 4096, ErrorMessage = "The latent size must be between 1 and 4096.")]
    [Description("numbers per latent vector; 2 can be drawn as a map")]
    public int LatentSize { get; init; } = 40;

    /// <summary>The distribution p(x|z) of pixels.</summary>
    [Description("bernoulli: pixels are ink or none; gaussian: grey and colour")]
    public PixelModel Likelihood { get; init; }

    /// <summary>
    /// How <see cref="PixelModel.Bernoulli"/> treats grey pixels; null for <see cref="GreyPixels.Drawn"/>. Must be null with the
    /// other likelihood.
    /// </summary>
    [Description("bernoulli only: drawn (ink drawn again each time) or shares (greys as they are); nothing means drawn")]
    public GreyPixels? GreyPixels { get; init; }

    /// <summary>
    /// The standard deviation σ of every pixel under <see cref="PixelModel.Gaussian"/>, on a scale where the range from black to
    /// white is 1; null learns one value for all pixels. Must be null with the other likelihood. 0.001 to 10.
    /// </summary>
    [Range(1e-3, 10.0, ErrorMessage = "The standard deviation of the pixels must be between 0.001 and 10; 0.1 is usual.")]
    [Description("gaussian only: standard deviation of every pixel, where 1 is from black to white; nothing learns it")]
    public double? StandardDeviation { get; init; }

    /// <summary>
    /// The weight β of the KL term (I. Higgins et al., "beta-VAE", 2017, equation 4). Values above 1 give tidier latents and less
    /// sharp images; 1 gives the bound on the likelihood. 0 to 1,000.
    /// </summary>
    [Range(
        0.0,
        1000.0,
        ErrorMessage = "Beta must be between 0 and 1000; 1 gives the bound on the likelihood, and 4 is usual for tidy latents."
    )]
    [Description("weight of the KL term; above 1 for tidier latents")]
    public double Beta { get; init; } = 1;

    /// <summary>
    /// The KL divergence, in nats, that each latent dimension may have without penalty (D. Kingma et al., "Improving Variational
    /// Inference with Inverse Autoregressive Flow", 2016, equation 15). 0 to 10.
    /// </summary>
    [Range(0.0, 10.0, ErrorMessage = "The free bits must be between 0 and 10 nats per latent dimension; 0.05 to 0.5 is usual.")]
    [Description("nats of KL divergence without penalty, per latent dimension")]
    public double FreeBits { get; init; }

    /// <summary>
    /// The number k of samples in the importance-weighted bound (Y. Burda et al., "Importance Weighted Autoencoders", 2015,
    /// equation 8); 1 gives the ELBO. A step decodes each image k times. 1 to 1,000.
    /// </summary>
    [Range(
        1,
        1000,
        ErrorMessage = "The number of importance samples must be between 1 and 1000; 1 gives the usual bound, while 5 to 50 give "
            + "a tighter one and are slower."
    )]
    [Description("latents per image and step; above 1 for the tighter importance-weighted bound")]
    public int ImportanceSamples { get; init; } = 1;

    /// <summary>AdamW's maximum learning rate α. Above 0, at most 1.</summary>
    [Range(1e-8, 1.0, ErrorMessage = "The learning rate must be above 0 and at most 1; 0.0003 to 0.003 is usual.")]
    [Description("AdamW's maximum learning rate")]
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>The first part of training, over which the learning rate rises from 0. 0 to 1.</summary>
    [Range(
        0.0,
        1.0,
        ErrorMessage = "The warm-up, the part of training over which the learning rate rises, must be between 0 and 1."
    )]
    [Description("first part of training, over which the learning rate rises from 0")]
    public double WarmUp { get; init; } = 0.02;

    /// <summary>The final part of training, over which the learning rate falls to 0. 0 to 1; with 0, it never falls.</summary>
    [Range(
        0.0,
        1.0,
        ErrorMessage = "The decay, the part of training over which the learning rate falls, must be between 0 and 1."
    )]
    [Description("final part of training, over which the learning rate falls to 0")]
    public double Decay { get; init; } = 1;

    /// <summary>
    /// AdamW's weight decay λ (I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", 2019, algorithm 2). 0 to 1.
    /// </summary>
    [Range(0.0, 1.0, ErrorMessage = "The weight decay must be between 0 and 1; 0.01 is usual.")]
    [Description("how much AdamW shrinks the weights, times the learning rate")]
    public double WeightDecay { get; init; } = 0.01;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Likelihood == PixelModel.Bernoulli && StandardDeviation is not null)
            yield return new BrokenRule(
                "standardDeviation.needsGaussian",
                "Pixels that are either ink or blank have no standard deviation: set standardDeviation only with "
                    + "likelihood=gaussian."
            );
        if (Likelihood == PixelModel.Gaussian && GreyPixels is not null)
            yield return new BrokenRule(
                "greyPixels.needsBernoulli",
                "With likelihood=gaussian, grey pixels are simply numbers: set greyPixels only with likelihood=bernoulli."
            );
        if (ImportanceSamples > 1 && (Beta != 1 || FreeBits > 0))
            yield return new BrokenRule(
                "importanceSamples.needsPlainBound",
                "The importance-weighted bound has no separate KL term: with importanceSamples above 1, beta must be 1 and "
                    + "freeBits 0."
            );
    }

    /// <summary>
    /// The number of weights in the largest layer: 512 for each value in a dense network, and 128 or more for each pixel in a
    /// convolutional one.
    /// </summary>
    internal override long LeastNumbers(DataDescription data)
    {
        ImageShape shape = ImageDescription.Of(data).Shape;
        return 128L * shape.Height * shape.Width;
    }

    internal override (string Name, string? Instead) Family => ("vae", "flow");
}
