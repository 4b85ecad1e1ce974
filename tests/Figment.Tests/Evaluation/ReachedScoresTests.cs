using Figment.Evaluation;
using Figment.Evaluation.Images;
using Figment.Imaging;

namespace Figment.Tests.Evaluation;

public sealed class ReachedScoresTests
{
    private static readonly ExtractorCard Extractor = ExtractorOf("aaa");
    private static readonly ImageSetCard Reference = ReferenceOf("bbb");
    private static readonly IReadOnlyList<ReachedScores.Entry> Known = ReachedScores.Read(
        """
        [
          { "extractorSha256": "aaa", "referenceSha256": "bbb", "count": 5000,
            "scores": { "preset": "small", "how": "1 min", "metrics": { "precision": 0.5 } } },
          { "extractorSha256": "aaa", "referenceSha256": "bbb", "count": 10000,
            "scores": { "preset": "large", "how": "9 min", "metrics": { "precision": 0.7 } } }
        ]
        """
    );

    [Theory]
    [InlineData(5_000, "small")]
    [InlineData(10_000, "large")]
    [InlineData(2_000, null)]
    public void Scores_are_found_for_the_same_count(int count, string? preset) =>
        Assert.Equal(
            preset,
            ReachedScores.Find(Known, Extractor, Reference, new EvaluationOptions { Count = count, Seed = 3 }, count)?.Preset
        );

    [Fact]
    public void Scores_of_another_comparison_are_not_shown()
    {
        EvaluationOptions options = new();

        Assert.Equal(0.7, ReachedScores.Find(Known, Extractor, Reference, options, 10_000)!.Metrics["precision"]);
        Assert.Null(ReachedScores.Find(Known, ExtractorOf("ccc"), Reference, options, 10_000));
        Assert.Null(ReachedScores.Find(Known, Extractor, ReferenceOf("ccc"), options, 10_000));
        Assert.Null(ReachedScores.Find(Known, Extractor, Reference, options with { PrecisionNeighbours = 4 }, 10_000));
    }

    [Fact]
    public void The_list_in_the_package_can_be_read() =>
        Assert.Null(ReachedScores.Find(Extractor, Reference, new EvaluationOptions(), 10_000));

    private static ExtractorCard ExtractorOf(string sha256) => new("classifier", sha256, "none", 64, 10);

    private static ImageSetCard ReferenceOf(string sha256) => new("mnist", 10_000, new ImageShape(1, 28, 28), sha256);
}
