using Figment.Evaluation.Images;

namespace Figment.Reports;

/// <summary>The names and meanings of the metrics from the table of words; the English ones match those in the catalog.</summary>
internal static class MetricTexts
{
    internal static Text Title(Metric metric) => WordTable.Find($"metric.{metric.Name}.title") ?? metric.Title;

    internal static Text Meaning(Metric metric) => WordTable.Find($"metric.{metric.Name}.meaning") ?? metric.Meaning;

    internal static Text Goal(Metric metric) =>
        metric.Goal switch
        {
            MetricGoal.Lower => Texts.LowerIsBetter,
            MetricGoal.Higher => Texts.HigherIsBetter,
            _ => Texts.LikeRealIsBetter,
        };
}
