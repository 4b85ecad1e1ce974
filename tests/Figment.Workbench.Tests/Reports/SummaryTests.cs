using Figment.Evaluation;
using Figment.Evaluation.Images;
using Figment.Reports;

namespace Figment.Tests.Reports;

/// <summary>What a beginner is told, for numbers whose fault is known.</summary>
public sealed class SummaryTests : IDisposable
{
    private readonly SampleReport sample = new();

    public void Dispose() => sample.Dispose();

    [Fact]
    public void Images_that_score_like_real_ones_ask_for_nothing()
    {
        Summary summary = new(sample.Report());

        Assert.Equal((Level.Good, Level.Good, Level.Good), (summary.Fidelity, summary.Diversity, summary.Copies));
        Assert.Same(Texts.TryNothing, summary.Advice);
    }

    [Fact]
    public void Sharp_images_of_one_class_are_good_and_not_diverse()
    {
        EvaluationReport report = sample.Report(("coverage", 0.05), ("classEntropy", 0.1), ("rarestClass", 0)) with
        {
            Classes = [new ClassShare("cat", 1, 0.5), new ClassShare("dog", 0, 0.5)],
        };

        Summary summary = new(report);

        Assert.Equal((Level.Good, Level.Poor), (summary.Fidelity, summary.Diversity));
        Assert.Same(Texts.TryDiversity, summary.Advice);
        Assert.Contains("Hardly any: dog.", summary.ToHtml().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Blurred_images_of_every_class_are_diverse_and_not_good()
    {
        Summary summary = new(sample.Report(("precision", 0.2), ("coverage", 0.6)));

        Assert.Equal((Level.Poor, Level.Fair), (summary.Fidelity, summary.Diversity));
        Assert.Same(Texts.TryFidelity, summary.Advice);
    }

    [Fact]
    public void The_worse_of_two_measures_decides() =>
        Assert.Equal(Level.Fair, new Summary(sample.Report(("sure", 0.6))).Fidelity);

    [Theory]
    [InlineData(0.01, nameof(Level.Good))]
    [InlineData(0.1, nameof(Level.Fair))]
    [InlineData(0.9, nameof(Level.Poor))]
    public void Copies_come_before_all_else(double copied, string level)
    {
        Summary summary = new(sample.Report(("copied", copied), ("coverage", 0.05)));

        Assert.Equal(level, summary.Copies.ToString());
        Assert.Same(level == nameof(Level.Good) ? Texts.TryDiversity : Texts.TryCopies, summary.Advice);
    }

    [Fact]
    public void A_share_of_copies_that_chance_explains_is_no_finding()
    {
        EvaluationReport report = sample.Report() with { Metrics = [SampleReport.Result("copied", 0.05, error: 0.02)] };

        Assert.Equal(Level.Good, new Summary(report).Copies);
    }

    [Fact]
    public void What_is_not_a_number_is_poor() =>
        Assert.Equal(Level.Poor, new Summary(sample.Report(("precision", double.NaN))).Fidelity);

    [Fact]
    public void Pixels_alone_can_blame_and_not_praise()
    {
        ExtractorCard pixels = new("pixels-4x4", "abc", "none", 16, 0);
        Summary praised = new(sample.Report() with { Extractor = pixels }),
            blamed = new(sample.Report(("precision", 0.1)) with { Extractor = pixels });

        Assert.Same(Texts.TryClassifier, praised.Advice);
        Assert.DoesNotContain("look about as real as real ones", praised.ToHtml().Markup, StringComparison.Ordinal);
        Assert.Same(Texts.TryFidelity, blamed.Advice);
        Assert.Contains("class=\"badge poor\"", blamed.ToHtml().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_said_of_what_was_not_measured()
    {
        Summary summary = new(sample.Report() with { Metrics = [], Classes = [] });

        Assert.Equal((null, null, null), (summary.Fidelity, summary.Diversity, summary.Copies));
        Assert.DoesNotContain("class=\"badge", summary.ToHtml().Markup, StringComparison.Ordinal);
    }
}
