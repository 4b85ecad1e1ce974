using Figment.Evaluation;
using Figment.Models;

namespace Figment.Diagnosis;

/// <summary>What was known about a training run at one moment.</summary>
/// <param name="Step">The number of steps done.</param>
/// <param name="Fraction">The fraction of the training that is done, from 0 to 1.</param>
/// <param name="Measures">Averages of the measures since the previous observation.</param>
/// <param name="Evaluation">The evaluation of the samples; null if they were not judged.</param>
internal sealed record Observation(
    long Step,
    double Fraction,
    IReadOnlyDictionary<string, double> Measures,
    ISampleEvaluation? Evaluation
)
{
    /// <summary>The distance of the samples from the real data; null if they were not judged.</summary>
    internal double? Distance { get; init; } = Evaluation?.Distance;

    /// <summary>Whether a second network trains against the first, as in a GAN. Problems then have other causes.</summary>
    internal bool HasRival => Measures.Keys.Any(Measure.IsOfRivals);
}

/// <summary>What a rule found, with the words and numbers for its sentences.</summary>
/// <param name="Kind">The kind of problem.</param>
/// <param name="Template">The name of the sentences that describe it (<see cref="Wording"/>).</param>
/// <param name="Facts">The values for the sentences, by name. Lists are joined according to the rules of the language.</param>
internal sealed record Finding(VerdictKind Kind, string Template, IReadOnlyDictionary<string, IReadOnlyList<string>> Facts);
