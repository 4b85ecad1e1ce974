using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Figment.Models.Images;

/// <summary>What p(x|z) is: how a decoder's output makes an image probable.</summary>
public enum PixelModel
{
    /// <summary>Every pixel is ink or none, with a probability: for line drawings and writing.</summary>
    Bernoulli,

    /// <summary>Every pixel is a number, normally distributed around its mean: for grey pictures and colours.</summary>
    Gaussian,
}

/// <summary>What a grey pixel is to a model whose pixels are ink or none.</summary>
public enum GreyPixels
{
    /// <summary>
    /// A probability by which ink is drawn anew each time the image is seen, so that what is learned is a likelihood.
    /// </summary>
    Drawn,

    /// <summary>A part of ink: what is learned is then no likelihood, but pictures that stay grey.</summary>
    Shares,
}

/// <summary>How a variational autoencoder learns.</summary>
public sealed record VaeOptions : ClassModelOptions, IValidatableObject
{
    /// <summary>Numbers per latent vector z, of prior N(0, 1). 1 to 4,096; 2 can be drawn as a map.</summary>
    [Range(1, 4096, ErrorMessage = "The latent size must be between 1 and 4096.")]
    [Description("numbers per latent vector; 2 can be drawn as a map")]
    public int LatentSize { get; init; } = 40;

    /// <summary>What p(x|z) is.</summary>
    [Description("bernoulli: pixels are ink or none; gaussian: grey and colour")]
    public PixelModel Likelihood { get; init; }

    /// <summary>
    /// What grey pixels are to <see cref="PixelModel.Bernoulli"/>; null draws them. No part of the other likelihood.
    /// </summary>
    [Description("bernoulli only: drawn (ink drawn again each time) or shares (greys as they are); nothing means drawn")]
    public GreyPixels? GreyPixels { get; init; }

    /// <summary>
    /// σ of every pixel of <see cref="PixelModel.Gaussian"/>, where 1 is from black to white; null learns one for all pixels. No
    /// part of the other likelihood. 0.001 to 10.
    /// </summary>
    [Range(1e-3, 10.0, ErrorMessage = "The standard deviation must be between 0.001 and 10; 0.1 is usual.")]
    [Description("gaussian only: the deviation of every pixel from its mean, 1 from black to white; nothing learns it")]
    public double? StandardDeviation { get; init; }

    /// <summary>
    /// β, which weighs the KL term. Above 1 latents are tidier and images less sharp; 1 is the bound on the likelihood. 0 to
    /// 1,000.
    /// </summary>
    [Range(
        0.0,
        1000.0,
        ErrorMessage = "Beta must be between 0 and 1000; 1 is the likelihood's own, 4 is usual for tidy latents."
    )]
    [Description("what the KL term is multiplied with; above 1 for tidier latents")]
    public double Beta { get; init; } = 1;

    /// <summary>Nats of KL that every latent dimension has free of charge. 0 to 10.</summary>
    [Range(0.0, 10.0, ErrorMessage = "The free bits must be between 0 and 10 nats per latent dimension; 0.05 to 0.5 is usual.")]
    [Description("nats of KL free of charge, per latent dimension")]
    public double FreeBits { get; init; }

    /// <summary>k of the importance-weighted bound; 1 is the ELBO. A step decodes each image so many times. 1 to 1,000.</summary>
    [Range(
        1,
        1000,
        ErrorMessage = "The importance samples must be between 1 and 1000; 1 is the usual bound, 5 to 50 is tighter and slower."
    )]
    [Description("latents per image and step; above 1 for the tighter importance-weighted bound")]
    public int ImportanceSamples { get; init; } = 1;

    /// <summary>AdamW's step size α at its highest. Above 0, at most 1.</summary>
    [Range(1e-8, 1.0, ErrorMessage = "The learning rate must be above 0 and at most 1; 0.0003 to 0.003 is usual.")]
    [Description("AdamW's step size at its highest")]
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>The part of the training, at its beginning, over which the step size rises from 0. 0 to 1.</summary>
    [Range(0.0, 1.0, ErrorMessage = "The warm-up must be between 0 and 1, a part of the training.")]
    [Description("the part of the training over which the step size rises from 0")]
    public double WarmUp { get; init; } = 0.02;

    /// <summary>The part of the training, at its end, over which the step size falls to 0. 0 to 1; 0 never falls.</summary>
    [Range(0.0, 1.0, ErrorMessage = "The decay must be between 0 and 1, a part of the training.")]
    [Description("the part of the training over which the step size falls to 0")]
    public double Decay { get; init; } = 1;

    /// <summary>AdamW's weight decay λ. 0 to 1.</summary>
    [Range(0.0, 1.0, ErrorMessage = "The weight decay must be between 0 and 1; 0.01 is usual.")]
    [Description("how much AdamW shrinks weights, times the step size")]
    public double WeightDecay { get; init; } = 0.01;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Likelihood == PixelModel.Bernoulli && StandardDeviation is not null)
            yield return new BrokenRule(
                "standardDeviation.needsGaussian",
                "Pixels that are ink or none have no standard deviation: it goes with likelihood=gaussian only."
            );
        if (Likelihood == PixelModel.Gaussian && GreyPixels is not null)
            yield return new BrokenRule(
                "greyPixels.needsBernoulli",
                "Grey pixels are numbers to likelihood=gaussian: greyPixels goes with likelihood=bernoulli only."
            );
        if (ImportanceSamples > 1 && (Beta != 1 || FreeBits > 0))
            yield return new BrokenRule(
                "importanceSamples.needsPlainBound",
                "The importance-weighted bound has no KL term by itself: with importanceSamples above 1, beta must be 1 and "
                    + "freeBits 0."
            );
    }

    internal override (string Name, string? Instead) Family => ("vae", "flow");
}
