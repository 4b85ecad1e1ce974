using System.ComponentModel.DataAnnotations;

namespace Figment.Evaluation.Images;

/// <summary>How grey pixels are turned into ink or no ink, for models that allow nothing in between.</summary>
internal enum Binarization
{
    /// <summary>
    /// Each pixel is drawn once, with a fixed seed; its grey value is the probability of ink (H. Larochelle, I. Murray, "The
    /// Neural Autoregressive Distribution Estimator", 2011).
    /// </summary>
    Static,

    /// <summary>Pixels stay as they are.</summary>
    None,
}

/// <summary>How a likelihood is estimated. Numbers can be compared only if all of these options are the same.</summary>
internal sealed record LikelihoodOptions
{
    /// <summary>The maximum number of images; the seed chooses which ones. 1 to 1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "The number of images must be between 1 and 1000000; 1000 is usual.")]
    public int Images { get; init; } = 1_000;

    /// <summary>The number of importance samples S per image. 1 to 1,000,000; papers use 5,000.</summary>
    [Range(
        1,
        1_000_000,
        ErrorMessage = "The number of importance samples must be between 1 and 1000000; 5000 is usual, and 500 is enough for a "
            + "quick look."
    )]
    public int Samples { get; init; } = 5_000;

    /// <summary>How grey pixels are treated; null uses the treatment that the model's likelihood requires.</summary>
    public Binarization? Binarize { get; init; }

    /// <summary>The seed that chooses the images, which of their pixels are ink, and the importance samples; any value.</summary>
    public long Seed { get; init; }
}

/// <summary>The likelihood of images according to a model, in nats per image.</summary>
/// <param name="LogLikelihood">
/// The importance-weighted estimate of log p(x), a lower bound that rises with the number of samples.
/// </param>
/// <param name="Elbo">
/// The mean of log p(x, z) / q(z|x) over the same samples, never above <paramref name="LogLikelihood"/>.
/// </param>
/// <param name="Images">The number of images.</param>
/// <param name="Samples">The number of importance samples per image.</param>
/// <param name="Binarize">How grey pixels were treated.</param>
internal sealed record LikelihoodReport(Estimate LogLikelihood, Estimate Elbo, int Images, int Samples, Binarization Binarize);
