using System.Text.Json;
using Figment.Evaluation.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Evaluation;

/// <summary>Against tests/golden/evaluation_metrics.py, which computes with 60 digits, and known answers.</summary>
public sealed class FrechetDistanceTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData("well_conditioned")]
    [InlineData("fewer_samples_than_dimensions")]
    [InlineData("one_of_low_rank")]
    [InlineData("nearly_singular")]
    [InlineData("nearly_alike")]
    public void It_agrees_with_an_independent_computation(string name)
    {
        using JsonDocument golden = Golden.Read("evaluation_metrics.json");
        double expected = golden.RootElement.GetProperty("frechet").GetProperty(name).GetDouble();
        Tensor falling = pow(2.0, arange(10, ScalarType.Float64).mul(-3));
        (Tensor x, Tensor y) = name switch
        {
            "well_conditioned" => (Fill([60, 6], 1), Fill([50, 6], 2) * 0.5 + 0.25),
            "fewer_samples_than_dimensions" => (Fill([10, 24], 3), Fill([9, 24], 4)),
            "one_of_low_rank" => (Fill([6, 24], 5), Fill([60, 24], 6)),
            "nearly_singular" => (
                (Fill([40, 10], 7) * falling).matmul(Fill([10, 10], 8)),
                (Fill([30, 10], 9) * falling).matmul(Fill([10, 10], 10))
            ),
            _ => (Fill([40, 10], 7), Fill([40, 10], 7) * (1 + Math.Pow(2, -10))),
        };

        Assert.Equal(1, FrechetDistance.Between(x, y) / expected, 1e-9);
        Assert.Equal(1, FrechetDistance.Between(y, x) / expected, 1e-9);
    }

    [Theory]
    [InlineData(200, 10, 0)]
    [InlineData(10, 200, 0)]
    [InlineData(200, 10, 1000)]
    public void A_set_is_at_no_distance_from_itself(int count, int columns, double offset)
    {
        Tensor x = Fill([count, columns], 3) + offset;
        using GaussianStatistics statistics = GaussianStatistics.Of(x);

        double trace = statistics.Covariance().trace().item<double>();
        Assert.InRange(FrechetDistance.Between(statistics, statistics), 0, 1e-12 * trace);
        Assert.InRange(FrechetDistance.Between(x, x.flip(0)), 0, 1e-12 * trace);
    }

    [Fact]
    public void A_shift_costs_its_square_and_one_of_float32_is_measured_in_float64()
    {
        Tensor x = Fill([50, 4], 1).to(ScalarType.Float32);

        Assert.Equal(4 * 9, FrechetDistance.Between(x, x.to(ScalarType.Float64) + 3), 1e-9);
    }

    [Fact]
    public void Statistics_are_those_of_the_textbook_whatever_the_blocks()
    {
        // A block holds 1 Mi values, so these 5,000 rows of 500 are processed in three.
        Tensor x = Fill([5_000, 1_000], 1).to(ScalarType.Float32);
        x.select(1, 3).add_(100);
        Tensor before = x.clone();

        using GaussianStatistics statistics = GaussianStatistics.Of(x.narrow(1, 0, 500));

        Tensor expected = x.narrow(1, 0, 500).to(ScalarType.Float64).t().cov();
        Assert.Equal(5_000, statistics.Count);
        Assert.True(statistics.Covariance().allclose(expected, 1e-10, 1e-13));
        Assert.True(statistics.Mean.allclose(x.narrow(1, 0, 500).to(ScalarType.Float64).mean([0]), 1e-12, 1e-15));
        Assert.True(x.allclose(before, 0, 0));
    }

    [Fact]
    public void Statistics_hold_what_they_show_and_nothing_else_stays()
    {
        Tensor x = Fill([30, 4], 1);
        long before = LiveTensors.Count();

        GaussianStatistics statistics;
        using (NewDisposeScope())
            statistics = GaussianStatistics.Of(x);
        Assert.Equal(before + 2, Tensor.TotalCount); // the mean and the root of the covariance
        FrechetDistance.Between(statistics, statistics);
        FrechetDistance.Between(x, x);
        Assert.Equal(before + 2, Tensor.TotalCount);
        using (Tensor covariance = statistics.Covariance())
            Assert.Equal([4, 4], covariance.shape);
        statistics.Dispose();

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_in_words()
    {
        Tensor x = Fill([30, 4], 1);
        Tensor broken = x.clone();
        broken.view(-1).narrow(0, 77, 1).fill_(float.NaN);

        Assert.Contains(
            "4 columns, but the second samples have 5",
            Assert.Throws<FigmentException>(() => FrechetDistance.Between(x, Fill([30, 5], 1))).Message
        );
        Assert.Contains("at least 2", Assert.Throws<FigmentException>(() => FrechetDistance.Between(x, Fill([1, 4], 1))).Message);
        Assert.Contains("at least 2", Assert.Throws<FigmentException>(() => GaussianStatistics.Of(empty(0, 4))).Message);
        Assert.Contains(
            "[30, 2, 2]",
            Assert.Throws<FigmentException>(() => FrechetDistance.Between(x.reshape(30, 2, 2), x)).Message
        );
        Assert.Contains("NaN or infinite", Assert.Throws<FigmentException>(() => FrechetDistance.Between(x, broken)).Message);
        Assert.Contains("infinite", Assert.Throws<FigmentException>(() => FrechetDistance.Between(x / 0, x)).Message);
    }

    [Fact]
    public void It_stops_when_asked_to()
    {
        Assert.Throws<OperationCanceledException>(() =>
            FrechetDistance.Between(Fill([30, 4], 1), Fill([30, 4], 2), new CancellationToken(canceled: true))
        );
    }

    private static Tensor Fill(long[] shape, uint seed) => Golden.Fill(shape, seed).to(ScalarType.Float64);
}
