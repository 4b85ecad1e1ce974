using System.ComponentModel.DataAnnotations;

namespace Figment.Evaluation.Images;

/// <summary>How grey pixels are made ink or none, for models that know nothing between.</summary>
internal enum Binarization
{
    /// <summary>
    /// Each pixel is drawn once, by its grey value as a probability, with a fixed seed (H. Larochelle, I. Murray, "NADE", 2011).
    /// </summary>
    Static,

    /// <summary>Pixels stay as they are.</summary>
    None,
}

/// <summary>How a likelihood is estimated. Two numbers can be compared only where all of this is the same.</summary>
internal sealed record LikelihoodOptions
{
    /// <summary>The most images looked at, chosen by the seed. 1 to 1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "The number of images must be between 1 and 1000000; 1000 is usual.")]
    public int Images { get; init; } = 1_000;

    /// <summary>Importance samples S per image. 1 to 1,000,000; papers take 5,000.</summary>
    [Range(
        1,
        1_000_000,
        ErrorMessage = "The number of importance samples must be between 1 and 1000000; 5000 is usual, 500 for a quick look."
    )]
    public int Samples { get; init; } = 5_000;

    /// <summary>What becomes of grey pixels; null does what the model's likelihood asks for.</summary>
    public Binarization? Binarize { get; init; }

    /// <summary>Decides which images are taken, which of their pixels are ink, and the importance samples. Any value.</summary>
    public long Seed { get; init; }
}

/// <summary>How probable a model finds images, in nats per image.</summary>
/// <param name="LogLikelihood">The importance-weighted estimate of log p(x), which comes from below as samples grow.</param>
/// <param name="Elbo">The mean of log p(x, z) / q(z|x) by the same samples, never above it.</param>
/// <param name="Images">How many images.</param>
/// <param name="Samples">Importance samples per image.</param>
/// <param name="Binarize">What became of grey pixels.</param>
internal sealed record LikelihoodReport(Estimate LogLikelihood, Estimate Elbo, int Images, int Samples, Binarization Binarize);
