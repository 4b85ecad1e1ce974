using System.Text.Json.Serialization;

namespace Figment.Evaluation.Images;

/// <summary>
/// What a quick look at the samples of a model in training found. The metrics are those of a full evaluation, on fewer images.
/// </summary>
internal sealed record LiveEvaluation : ISampleEvaluation
{
    /// <summary>Samples looked at, and as many real images beside them.</summary>
    public required int Count { get; init; }

    /// <summary>Samples whose nearest training image was looked for: the first of them.</summary>
    public required int CopiedCount { get; init; }

    /// <summary>The extractor's name.</summary>
    public required string Extractor { get; init; }

    /// <summary>
    /// The Fréchet distance over the extractor's features, at least 0; comparable within one run only, since it shrinks with the
    /// number of images.
    /// </summary>
    public required double FrechetDistance { get; init; }

    /// <summary>The share of real images that have a sample near them, 0 to 1.</summary>
    public required double Coverage { get; init; }

    /// <summary>The average SSIM of two samples, −1 to 1: 1 where all are alike.</summary>
    public required double Similarity { get; init; }

    /// <summary>The average SSIM of two real images.</summary>
    public required double RealSimilarity { get; init; }

    /// <summary>The share of samples that are nearly a training image, 0 to 1.</summary>
    public required double CopiedShare { get; init; }

    /// <summary>
    /// The share of real images that are nearly another one of those that were learned from, as chance has it where images differ
    /// in a few ways only; null where it was not measured.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RealCopiedShare { get; init; }

    /// <summary>
    /// About the Fréchet distance that as many real images would have; null in runs of before it was measured.
    /// </summary>
    public double? RealDistance { get; init; }

    /// <summary>Fine detail; null in runs of before it was measured.</summary>
    public LiveDetail? Detail { get; init; }

    /// <summary>
    /// How far colours are from those of real images (<see cref="Images.ColourDistance"/>); null in runs of before it was
    /// measured.
    /// </summary>
    public double? ColourDistance { get; init; }

    /// <summary>The classes as the extractor sees them; null where it knows none.</summary>
    public LiveClasses? Classes { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public double Distance => FrechetDistance;

    /// <inheritdoc/>
    [JsonIgnore]
    public double? TimesReal => RealDistance > 0 ? FrechetDistance / RealDistance : null;

    /// <inheritdoc/>
    [JsonIgnore]
    public IReadOnlyList<(string Panel, string Curve, double Value)> Curves =>
        [
            ("distance", "Fréchet distance", FrechetDistance),
            ("samples", "coverage", Coverage),
            .. Classes is null ? [] : new[] { ("samples", "class entropy", Classes.Entropy) },
        ];
}

/// <summary>How much fine detail samples have (<see cref="FineDetail"/>).</summary>
/// <param name="Power">That of the samples, in squared grey levels.</param>
/// <param name="RealPower">That of as many real images.</param>
/// <param name="Error">The standard error of the first divided by the second.</param>
/// <param name="Grain">The noise in the calmest parts of the samples, in grey levels.</param>
/// <param name="RealGrain">The same of as many real images.</param>
internal sealed record LiveDetail(double Power, double RealPower, double Error, double Grain, double RealGrain)
{
    /// <summary>Both beside each other.</summary>
    /// <param name="samples">Of the samples.</param>
    /// <param name="real">Of real images.</param>
    /// <returns>Null where real images have no detail at all to compare with.</returns>
    internal static LiveDetail? Of((Estimate Power, Estimate Grain) samples, (Estimate Power, Estimate Grain) real)
    {
        if (real.Power.Value <= 0)
            return null;
        double ratio = samples.Power.Value / real.Power.Value;
        double error = double.Hypot(samples.Power.StandardError ?? 0, ratio * (real.Power.StandardError ?? 0)) / real.Power.Value;
        return new LiveDetail(samples.Power.Value, real.Power.Value, error, samples.Grain.Value, real.Grain.Value);
    }
}

/// <summary>The classes of a number of samples.</summary>
/// <param name="Names">Every class.</param>
/// <param name="Shares">The share of each among the samples.</param>
/// <param name="RealShares">The share of each among as many real images.</param>
/// <param name="Entropy">Of the shares, 0 to 1: 1 where all classes are alike.</param>
/// <param name="RealEntropy">The same of the real images.</param>
/// <param name="Sure">The share of samples that the classifier is sure of.</param>
internal sealed record LiveClasses(
    IReadOnlyList<string> Names,
    IReadOnlyList<double> Shares,
    IReadOnlyList<double> RealShares,
    double Entropy,
    double RealEntropy,
    double Sure
);
