using System.ComponentModel.DataAnnotations;

namespace Figment.Evaluation.Images;

/// <summary>How two sets of images are compared. Numbers can be compared only if all of these options are the same.</summary>
public sealed record EvaluationOptions
{
    /// <summary>
    /// The smallest useful number of images: with fewer, measures of spread and of neighbourhoods mean nothing.
    /// </summary>
    public const int Fewest = 20;

    /// <summary>The maximum number of images on either side; the seed chooses which ones. 20 to 1,000,000.</summary>
    [Range(Fewest, 1_000_000, ErrorMessage = "The number of images to compare must be between 20 and 1000000; 10000 is usual.")]
    public int Count { get; init; } = 10_000;

    /// <summary>The seed that chooses images, subsets and pairs; any value.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// The number of nearest neighbours that define a sample's ball in precision and recall. 1 to 100; the paper uses 3 (T.
    /// Kynkäänniemi et al., "Improved Precision and Recall Metric for Assessing Generative Models", 2019).
    /// </summary>
    [Range(1, 100, ErrorMessage = "The number of neighbours for precision and recall must be between 1 and 100; 3 is usual.")]
    public int PrecisionNeighbours { get; init; } = 3;

    /// <summary>
    /// The number of nearest neighbours that define a sample's ball in density and coverage. 1 to 100; the paper uses 5 (M. F.
    /// Naeem et al., "Reliable Fidelity and Diversity Metrics for Generative Models", 2020).
    /// </summary>
    [Range(1, 100, ErrorMessage = "The number of neighbours for density and coverage must be between 1 and 100; 5 is usual.")]
    public int CoverageNeighbours { get; init; } = 5;

    /// <summary>
    /// The maximum number of images from either side in one subset; the kernel distance is averaged over disjoint subsets (M.
    /// Bińkowski et al., "Demystifying MMD GANs", 2018). 2 to 100,000.
    /// </summary>
    [Range(2, 100_000, ErrorMessage = "The subset size for the kernel distance must be between 2 and 100000; 1000 is usual.")]
    public int KernelSubsetSize { get; init; } = 1_000;

    /// <summary>
    /// The number of pairs of images whose similarity is averaged (A. Odena et al., "Conditional Image Synthesis with Auxiliary
    /// Classifier GANs", 2017, section 4.2). 2 to 1,000,000.
    /// </summary>
    [Range(2, 1_000_000, ErrorMessage = "The number of image pairs to compare must be between 2 and 1000000; 2000 is usual.")]
    public int Pairs { get; init; } = 2_000;

    /// <summary>The maximum number of images for which to find the nearest training image. 1 to 1,000,000.</summary>
    [Range(
        1,
        1_000_000,
        ErrorMessage = "The number of images to compare with their nearest training image must be between 1 and 1000000; 1000 is "
            + "usual."
    )]
    public int NearestCount { get; init; } = 1_000;

    /// <summary>The minimum probability at which a classifier counts as sure of an image. 0.5 to below 1.</summary>
    [Range(
        0.5,
        0.9999999,
        ErrorMessage = "The probability from which a classifier counts as sure must be at least 0.5 and below 1."
    )]
    public double SureAt { get; init; } = 0.95;
}
