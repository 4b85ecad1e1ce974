using System.Runtime.CompilerServices;

namespace Figment.Reports;

/// <summary>
/// The fixed texts of the page, for readers who have never heard of a metric; the table of words holds their content.
/// </summary>
internal static class Texts
{
    // --- The head.
    internal static Text Heading => Say();
    internal static TextTemplate Judged => Template();
    internal static Text InShort => Say();

    // --- The summary.
    internal static Text Fidelity => Say();
    internal static Text Diversity => Say();
    internal static Text Copies => Say();
    internal static Text Next => Say();
    internal static Text Good => Say();
    internal static Text Fair => Say();
    internal static Text Poor => Say();
    internal static TextTemplate FidelityGood => Template();
    internal static TextTemplate FidelityFair => Template();
    internal static TextTemplate FidelityPoor => Template();
    internal static TextTemplate FidelityOfPixels => Template();
    internal static TextTemplate DiversityOfPixels => Template();
    internal static TextTemplate Sure => Template();
    internal static TextTemplate DiversityGood => Template();
    internal static TextTemplate DiversityFair => Template();
    internal static TextTemplate DiversityPoor => Template();
    internal static TextTemplate Even => Template();
    internal static TextTemplate Missing => Template();
    internal static TextTemplate CopiesNone => Template();
    internal static TextTemplate CopiesSome => Template();
    internal static Text Stop => Say();
    internal static Text TryCopies => Say();
    internal static Text TryDiversity => Say();
    internal static Text TryFidelity => Say();
    internal static Text TryNothing => Say();
    internal static Text TryClassifier => Say();
    internal static TextTemplate PixelsOnly => Template();
    internal static TextTemplate NoClasses => Template();

    // --- Problems found during training.
    internal static Text Verdicts => Say();
    internal static TextTemplate AtStep => Template();
    internal static Text Saw => Say();
    internal static Text Means => Say();
    internal static Text Try => Say();

    // --- The metrics.
    internal static Text Metrics => Say();
    internal static Text MetricsLead => Say();
    internal static Text MetricColumn => Say();
    internal static Text GeneratedColumn => Say();
    internal static Text RealColumn => Say();
    internal static Text ReachedColumn => Say();
    internal static Text ScaleColumn => Say();
    internal static Text ImagesColumn => Say();
    internal static TextTemplate TimesReal => Template();
    internal static Text LowerIsBetter => Say();
    internal static Text HigherIsBetter => Say();
    internal static Text LikeRealIsBetter => Say();
    internal static Text Source => Say();
    internal static TextTemplate RealCount => Template();
    internal static TextTemplate ReachedHow => Template();
    internal static TextTemplate NotFid => Template();
    internal static TextTemplate UnequalCounts => Template();

    // --- Classes and pictures.
    internal static Text Classes => Say();
    internal static Text ClassesLead => Say();
    internal static TextTemplate SomeClasses => Template();
    internal static Text ClassColumn => Say();
    internal static Text Pictures => Say();
    internal static TextTemplate GeneratedGrid => Template();
    internal static TextTemplate RealGrid => Template();
    internal static Text Nearest => Say();
    internal static TextTemplate NearestLead => Template();
    internal static TextTemplate Distance => Template();
    internal static TextTemplate Ratio => Template();
    internal static TextTemplate Pair => Template();

    // --- Curves.
    internal static Text Curves => Say();
    internal static Text LossPanel => Say();
    internal static Text LossPanelOfOne => Say();
    internal static Text AccuracyPanel => Say();
    internal static Text DistancePanel => Say();
    internal static Text SamplesPanel => Say();

    // --- What is needed to reproduce the evaluation.
    internal static Text Repeat => Say();
    internal static Text RepeatLead => Say();
    internal static Text GeneratedImages => Say();
    internal static Text RealImages => Say();
    internal static Text TrainingImages => Say();
    internal static Text Extractor => Say();
    internal static Text Options => Say();
    internal static Text Program => Say();
    internal static TextTemplate ImagesOfShape => Template();
    internal static TextTemplate Dimensions => Template();
    internal static TextTemplate Seconds => Template();

    private static Text Say([CallerMemberName] string name = "") => WordTable.Text($"report.{name}");

    private static TextTemplate Template([CallerMemberName] string name = "") => WordTable.Template($"report.{name}");
}
