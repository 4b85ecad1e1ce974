using System.Text.Json.Serialization;

namespace Figment.Evaluation.Images;

/// <summary>What a quick look at the samples of a model in training found. The metrics are those of a full evaluation, on fewer images.</summary>
internal sealed record LiveEvaluation : ISampleEvaluation
{
    /// <summary>Samples looked at, and as many real images beside them.</summary>
    public required int Count { get; init; }

    /// <summary>Samples whose nearest training image was looked for: the first of them.</summary>
    public required int CopiedCount { get; init; }

    /// <summary>The extractor's name.</summary>
    public required string Extractor { get; init; }

    /// <summary>The Fréchet distance over the extractor's features, at least 0; comparable within one run only, since it shrinks with the number of images.</summary>
    public required double FrechetDistance { get; init; }

    /// <summary>The share of real images that have a sample near them, 0 to 1.</summary>
    public required double Coverage { get; init; }

    /// <summary>The average SSIM of two samples, −1 to 1: 1 where all are alike.</summary>
    public required double Similarity { get; init; }

    /// <summary>The average SSIM of two real images.</summary>
    public required double RealSimilarity { get; init; }

    /// <summary>The share of samples that are nearly a training image, 0 to 1.</summary>
    public required double CopiedShare { get; init; }

    /// <summary>The classes as the extractor sees them; null where it knows none.</summary>
    public LiveClasses? Classes { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public double Distance => FrechetDistance;

    /// <inheritdoc/>
    [JsonIgnore]
    public IReadOnlyList<(string Panel, string Curve, double Value)> Curves =>
    [
        ("distance", "Fréchet distance", FrechetDistance),
        ("samples", "coverage", Coverage),
        .. Classes is null ? [] : new[] { ("samples", "class entropy", Classes.Entropy) },
    ];
}

/// <summary>The classes of a number of samples.</summary>
/// <param name="Names">Every class.</param>
/// <param name="Shares">The share of each among the samples.</param>
/// <param name="RealShares">The share of each among as many real images.</param>
/// <param name="Entropy">Of the shares, 0 to 1: 1 where all classes are alike.</param>
/// <param name="RealEntropy">The same of the real images.</param>
/// <param name="Sure">The share of samples that the classifier is sure of.</param>
internal sealed record LiveClasses(
    IReadOnlyList<string> Names, IReadOnlyList<double> Shares, IReadOnlyList<double> RealShares, double Entropy, double RealEntropy, double Sure);
