using Figment.Data.Images;
using Figment.Evaluation;
using Figment.Evaluation.Images;
using Figment.Imaging;

namespace Figment.Tests.Reports;

/// <summary>A small report with images, each image of one brightness of its own, so that it can be found on the page.</summary>
internal sealed class SampleReport : IDisposable
{
    internal static readonly ImageShape Shape = new(1, 4, 4);

    internal ImageDataset Generated { get; } = Images("made", 60, first: 0);

    internal RealImages Real { get; } = new("real", Images("training", 100, first: 100), Images("test", 80, first: 60));

    /// <summary>The default values of the metrics, unless a test changes them: real images would score no better.</summary>
    internal EvaluationReport Report(params (string Name, double Value)[] changed) =>
        new()
        {
            Figment = "1.2.3",
            Generated = ImageSetCard.Of(Generated),
            Reference = ImageSetCard.Of(Real.Reference),
            Training = ImageSetCard.Of(Real.Training),
            Extractor = new ExtractorCard("some-classifier", "abc123", "pixels in [0, 1]", 64, 2),
            Options = new EvaluationOptions { Count = 50, Seed = 7 },
            Metrics =
            [
                .. MetricCatalog.All.Select(metric =>
                    Result(
                        metric.Name,
                        changed
                            .FirstOrDefault(change => change.Name == metric.Name, (metric.Name, RealScoreOf(metric.Name)))
                            .Item2
                    )
                ),
            ],
            Classes = [new ClassShare("cat", 0.4, 0.5), new ClassShare("dog", 0.6, 0.5)],
            Nearest = [new NearestPair(3, 42, 0.5, 0.25), new NearestPair(11, 7, 1.5, 0.75)],
            Seconds = 1.5,
        };

    internal static MetricResult Result(string name, double value, double? error = null) =>
        new(name, value, error, 50, 50, new RealScore(RealScoreOf(name), error, 50));

    internal static double RealScoreOf(string name) =>
        name switch
        {
            "frechetDistance" => 2,
            "kernelDistance" => 0.00012,
            "classifierScore" => 9,
            "similarity" => 0.2,
            "copied" => 0.004,
            _ => 0.8,
        };

    /// <summary>Images of brightness first, first + 1 and so on.</summary>
    private static ImageDataset Images(string name, int count, int first) =>
        new(name, Shape, [.. Enumerable.Range(first, count).SelectMany(level => Enumerable.Repeat((byte)level, Shape.Size))]);

    public void Dispose()
    {
        Generated.Dispose();
        Real.Dispose();
    }
}
