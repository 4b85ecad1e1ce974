using System.Text.Json;
using Figment.Evaluation;
using Figment.Evaluation.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Evaluation;

/// <summary>Classifier score and class statistics against tests/golden/evaluation_metrics.py and known answers.</summary>
public sealed class ClassifierScoreTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void The_score_agrees_with_an_independent_computation()
    {
        using JsonDocument golden = Golden.Read("evaluation_metrics.json");
        JsonElement expected = golden.RootElement.GetProperty("classifier");

        Estimate ten = ClassifierScore.Of(Probabilities());

        Assert.Equal(expected.GetProperty("ten").GetProperty("score").GetDouble(), ten.Value, 1e-12);
        Assert.Equal(expected.GetProperty("ten").GetProperty("error").GetDouble(), ten.StandardError!.Value, 1e-12);
        Assert.Equal(expected.GetProperty("whole").GetDouble(), ClassifierScore.Of(Probabilities(), splits: 1).Value, 1e-12);
        Assert.Null(ClassifierScore.Of(Probabilities(), splits: 1).StandardError);
    }

    [Fact]
    public void The_score_is_the_number_of_classes_at_best_and_1_at_worst()
    {
        Assert.Equal(new Estimate(7, 0), Rounded(ClassifierScore.Of(eye(7).repeat(20, 1))));
        Assert.Equal(new Estimate(1, 0), Rounded(ClassifierScore.Of(eye(7).narrow(0, 2, 1).repeat(20, 1))));
        Assert.Equal(new Estimate(1, 0), Rounded(ClassifierScore.Of(full([20, 7], 1 / 7.0))));
    }

    [Fact]
    public void Statistics_agree_with_an_independent_computation()
    {
        using JsonDocument golden = Golden.Read("evaluation_metrics.json");
        JsonElement expected = golden.RootElement.GetProperty("classes");

        ClassStatistics statistics = ClassStatistics.Of(Probabilities());

        long[] counts = [.. expected.GetProperty("counts").EnumerateArray().Select(count => count.GetInt64())];
        Assert.Equal(counts, statistics.Counts);
        Assert.Equal(expected.GetProperty("entropy").GetDouble(), statistics.Entropy, 1e-12);
        Assert.Equal(expected.GetProperty("sure").GetDouble(), statistics.SureShare.Value, 1e-12);
        Assert.Equal(Array.IndexOf(counts, counts.Min()), statistics.Rarest);
        Assert.Equal(Array.IndexOf(counts, counts.Max()), statistics.Commonest);
    }

    [Fact]
    public void Shares_come_with_their_binomial_error_and_a_class_that_never_appears_is_the_rarest()
    {
        Tensor probabilities = tensor(new double[] { 0.9, 0.1, 0, 0.95, 0.05, 0, 0.6, 0.4, 0, 0.2, 0.8, 0 }, [4, 3]);

        ClassStatistics statistics = ClassStatistics.Of(probabilities, sureAt: 0.9);

        Assert.Equal([3, 1, 0], statistics.Counts);
        Assert.Equal((2, new Estimate(0, 0)), (statistics.Rarest, statistics.RarestShare));
        Assert.Equal(
            (0, 0.75, Math.Sqrt(0.75 * 0.25 / 4)),
            (statistics.Commonest, statistics.CommonestShare.Value, statistics.CommonestShare.StandardError)
        );
        Assert.Equal(new Estimate(0.5, 0.25), statistics.SureShare);
        Assert.Equal(-((0.75 * Math.Log(0.75)) + (0.25 * Math.Log(0.25))) / Math.Log(3), statistics.Entropy, 1e-12);
    }

    [Fact]
    public void A_single_class_is_as_even_as_can_be()
    {
        ClassStatistics statistics = ClassStatistics.Of(ones(5, 1));

        Assert.Equal((1, 0, 0), (statistics.Entropy, statistics.Rarest, statistics.Commonest));
        Assert.Equal(new Estimate(1, 0), statistics.RarestShare);
        Assert.Equal(new Estimate(1, 0), Rounded(ClassifierScore.Of(ones(10, 1))));
    }

    [Fact]
    public void What_are_no_probabilities_is_refused_in_words_and_nothing_stays_behind()
    {
        Tensor p = Probabilities(),
            logits = Golden.Fill([20, 5], 1) * 4,
            few = p.narrow(0, 0, 9),
            flat = ones(20),
            broken = p / 0;
        long before = LiveTensors.Count();

        Assert.Contains("softmax", Assert.Throws<FigmentException>(() => ClassifierScore.Of(logits)).Message);
        Assert.Contains("softmax", Assert.Throws<FigmentException>(() => ClassStatistics.Of(logits)).Message);
        Assert.Contains("at least 10", Assert.Throws<FigmentException>(() => ClassifierScore.Of(few)).Message);
        Assert.Contains("[20]", Assert.Throws<FigmentException>(() => ClassStatistics.Of(flat)).Message);
        Assert.Contains("NaN or infinite", Assert.Throws<FigmentException>(() => ClassStatistics.Of(broken)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => ClassStatistics.Of(p, sureAt: 95));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClassifierScore.Of(p, splits: 0));
        ClassifierScore.Of(p);
        ClassStatistics.Of(p);

        Assert.Equal(before, Tensor.TotalCount);
    }

    private static Estimate Rounded(Estimate estimate) =>
        new(Math.Round(estimate.Value, 6), Math.Round(estimate.StandardError!.Value, 6));

    private static Tensor Probabilities()
    {
        Tensor p = Golden.Fill([47, 5], 31).to(ScalarType.Float64).clamp_min(0).square();
        p += eye(5).index_select(0, arange(47, ScalarType.Int64).remainder(3)) * 0.125;
        return p / p.sum(1, keepdim: true);
    }
}
