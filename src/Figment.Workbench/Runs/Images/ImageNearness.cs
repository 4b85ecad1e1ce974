using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Evaluation.Images;

namespace Figment.Runs.Images;

/// <summary>How near samples are to what is real, where pictures of them were compared.</summary>
internal static class ImageNearness
{
    // Looks at the same network by other images differ by some percent (docs/experiments.md).
    private const double NoiseOfDistances = 0.05;

    /// <summary>That of samples whose pictures were compared with real ones.</summary>
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
