using Figment.Evaluation;
using Figment.Models;

namespace Figment.Diagnosis;

/// <summary>What was known of a training at one moment.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Fraction">What part of the training is done, 0 to 1.</param>
/// <param name="Measures">Averages of what the steps measured since the observation before.</param>
/// <param name="Evaluation">What the samples are like; null where they were not looked at.</param>
internal sealed record Observation(
    long Step,
    double Fraction,
    IReadOnlyDictionary<string, double> Measures,
    ISampleEvaluation? Evaluation
)
{
    /// <summary>How far the samples are from what is real; null where they were not looked at.</summary>
    internal double? Distance { get; init; } = Evaluation?.Distance;

    /// <summary>Whether a second network learns against the first, as in a GAN: what goes wrong has other reasons then.</summary>
    internal bool HasRival => Measures.Keys.Any(Measure.IsOfRivals);
}

/// <summary>What a rule found, with the words and figures that go into its sentences.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Template">Which sentences say it (<see cref="Wording"/>).</param>
/// <param name="Facts">What goes into them, by name. Lists are joined as the language does it.</param>
internal sealed record Finding(VerdictKind Kind, string Template, IReadOnlyDictionary<string, IReadOnlyList<string>> Facts);
