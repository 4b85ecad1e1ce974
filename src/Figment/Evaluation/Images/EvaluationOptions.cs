using System.ComponentModel.DataAnnotations;

namespace Figment.Evaluation.Images;

/// <summary>How two sets of images are compared. Two numbers can be compared only where all of this is the same.</summary>
public sealed record EvaluationOptions
{
    /// <summary>With fewer images than this, spread and neighbourhoods mean nothing.</summary>
    public const int Fewest = 20;

    /// <summary>The most images looked at on either side, chosen by the seed. 20 to 1,000,000.</summary>
    [Range(Fewest, 1_000_000, ErrorMessage = "The number of images to compare must be between 20 and 1000000; 10000 is usual.")]
    public int Count { get; init; } = 10_000;

    /// <summary>Decides which images, subsets and pairs are drawn. Any value.</summary>
    public long Seed { get; init; }

    /// <summary>Nearest neighbours that make up a ball in precision and recall. 1 to 100; the paper takes 3.</summary>
    [Range(1, 100, ErrorMessage = "The neighbours of precision and recall must be between 1 and 100; 3 is usual.")]
    public int PrecisionNeighbours { get; init; } = 3;

    /// <summary>Nearest neighbours that make up a ball in density and coverage. 1 to 100; the paper takes 5.</summary>
    [Range(1, 100, ErrorMessage = "The neighbours of density and coverage must be between 1 and 100; 5 is usual.")]
    public int CoverageNeighbours { get; init; } = 5;

    /// <summary>
    /// Images of each side in each of the disjoint subsets that the kernel distance is averaged over, at most. 2 to 100,000.
    /// </summary>
    [Range(2, 100_000, ErrorMessage = "The size of the kernel distance's subsets must be between 2 and 100000; 1000 is usual.")]
    public int KernelSubsetSize { get; init; } = 1_000;

    /// <summary>Pairs of images whose similarity is averaged. 2 to 1,000,000.</summary>
    [Range(2, 1_000_000, ErrorMessage = "The number of pairs must be between 2 and 1000000; 2000 is usual.")]
    public int Pairs { get; init; } = 2_000;

    /// <summary>Images whose nearest training image is looked for, at most. 1 to 1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "The number of images to search for must be between 1 and 1000000; 1000 is usual.")]
    public int NearestCount { get; init; } = 1_000;

    /// <summary>A classifier is sure of an image where its largest probability is at least this. 0.5 to below 1.</summary>
    [Range(0.5, 0.9999999, ErrorMessage = "The probability to be sure at must be between 0.5 and 1.")]
    public double SureAt { get; init; } = 0.95;
}
