using Figment.Evaluation;
using Figment.Evaluation.Images;

namespace Figment.Diagnosis;

/// <summary>How near samples are to what is real, as the kind of data measures it.</summary>
/// <param name="IsNear">Whether they are not told apart at a glance; null where that is not known.</param>
/// <param name="Words">What was measured, in a sentence.</param>
/// <param name="Noise">By what part of itself the distance changes by chance from one look to the next.</param>
internal sealed record Nearness(bool? IsNear, Text Words, double Noise)
{
    // Looks at the same network by other images differ by some percent (docs/experiments.md).
    private const double NoiseOfDistances = 0.05;

    /// <summary>Of samples whose pictures were compared with real ones.</summary>
    /// <param name="seen">What was found.</param>
    /// <param name="kind">The kind of data, whose words say it.</param>
    internal static Nearness Of(LiveEvaluation seen, string kind)
    {
        if (((ISampleEvaluation)seen).TimesReal is not double times)
            return new Nearness(null, WordTable.Text("outlook.near.unknown"), NoiseOfDistances);
        bool isByPixels = seen.Classes is null && seen.Extractor.StartsWith("pixels", StringComparison.Ordinal);
        string key = isByPixels ? "outlook.near.pixels" : $"outlook.near.{kind}";
        return new Nearness(
            times < Rules.FarFrom, WordTable.Template(key).Fill(("times", Rules.Decimal(Math.Round(times, times < 10 ? 1 : 0)))),
            NoiseOfDistances);
    }
}
