using System.Text.Json.Serialization;

namespace Figment.Evaluation.Images;

/// <summary>
/// The result of a quick evaluation of a model in training. The metrics are those of a full evaluation, on fewer images.
/// </summary>
internal sealed record LiveEvaluation : ISampleEvaluation
{
    /// <summary>The number of samples, which is also the number of real images that they were compared with.</summary>
    public required int Count { get; init; }

    /// <summary>
    /// The number of samples for which the nearest training image was searched for; these are the first samples.
    /// </summary>
    public required int CopiedCount { get; init; }

    /// <summary>The name of the extractor.</summary>
    public required string Extractor { get; init; }

    /// <summary>
    /// The Fréchet distance over the extractor's features, at least 0 (M. Heusel et al., "GANs Trained by a Two Time-Scale Update
    /// Rule Converge to a Local Nash Equilibrium", 2017, equation 6). It is comparable only within one run, because it becomes
    /// smaller as more images are used.
    /// </summary>
    public required double FrechetDistance { get; init; }

    /// <summary>
    /// The share of real images that have a sample near them, 0 to 1 (M. F. Naeem et al., "Reliable Fidelity and Diversity
    /// Metrics for Generative Models", 2020, equation 5).
    /// </summary>
    public required double Coverage { get; init; }

    /// <summary>The average SSIM of pairs of samples, −1 to 1; 1 if all are alike.</summary>
    public required double Similarity { get; init; }

    /// <summary>The average SSIM of pairs of real images.</summary>
    public required double RealSimilarity { get; init; }

    /// <summary>The share of samples that are nearly identical to a training image, 0 to 1.</summary>
    public required double CopiedShare { get; init; }

    /// <summary>
    /// The share of real images that are nearly identical to another training image, which happens by chance if images differ in
    /// only a few ways; null if it was not measured.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RealCopiedShare { get; init; }

    /// <summary>
    /// The approximate Fréchet distance that the same number of real images would have; null in older runs, which did not measure
    /// it.
    /// </summary>
    public double? RealDistance { get; init; }

    /// <summary>The fine detail of samples; null in older runs, which did not measure it.</summary>
    public LiveDetail? Detail { get; init; }

    /// <summary>
    /// The distance of the samples' colours from those of real images (<see cref="Images.ColourDistance"/>); null in older runs,
    /// which did not measure it.
    /// </summary>
    public double? ColourDistance { get; init; }

    /// <summary>The classes as the extractor sees them; null if it knows none.</summary>
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
/// <param name="Power">The detail of the samples, in squared grey levels.</param>
/// <param name="RealPower">The detail of the same number of real images.</param>
/// <param name="Error">The standard error of the ratio of <paramref name="Power"/> to <paramref name="RealPower"/>.</param>
/// <param name="Grain">The noise in the calmest parts of the samples, in grey levels.</param>
/// <param name="RealGrain">The same noise for an equal number of real images.</param>
internal sealed record LiveDetail(double Power, double RealPower, double Error, double Grain, double RealGrain)
{
    /// <summary>Combines the measurements of samples and real images.</summary>
    /// <param name="samples">The measurements of the samples.</param>
    /// <param name="real">The measurements of real images.</param>
    /// <returns>Null if real images have no detail to compare with.</returns>
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
/// <param name="Names">The names of all classes.</param>
/// <param name="Shares">The share of each class among the samples.</param>
/// <param name="RealShares">The share of each class among the same number of real images.</param>
/// <param name="Entropy">The entropy of the shares, 0 to 1; 1 if all classes are equally frequent.</param>
/// <param name="RealEntropy">The entropy of the real images' shares.</param>
/// <param name="Sure">The share of samples that the classifier is sure about.</param>
internal sealed record LiveClasses(
    IReadOnlyList<string> Names,
    IReadOnlyList<double> Shares,
    IReadOnlyList<double> RealShares,
    double Entropy,
    double RealEntropy,
    double Sure
);
