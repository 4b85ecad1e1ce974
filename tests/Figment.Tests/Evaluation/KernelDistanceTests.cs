using System.Text.Json;
using Figment.Backend;
using Figment.Evaluation;
using Figment.Evaluation.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Evaluation;

/// <summary>Against tests/golden/evaluation_metrics.py: the sums of the definition, one pair at a time.</summary>
public sealed class KernelDistanceTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void It_agrees_with_an_independent_computation()
    {
        using JsonDocument golden = Golden.Read("evaluation_metrics.json");
        JsonElement expected = golden.RootElement.GetProperty("kernel");
        Tensor x = Fill([30, 8], 11),
            y = Fill([20, 8], 12);

        Assert.Equal(expected.GetProperty("near").GetDouble(), KernelDistance.OfSets(x, y, CancellationToken.None), 1e-12);
        Assert.Equal(
            expected.GetProperty("far").GetDouble(),
            KernelDistance.OfSets(x, (y * 2) + 1, CancellationToken.None),
            1e-11
        );
    }

    [Fact]
    public void Blocks_change_nothing()
    {
        Tensor x = Fill([2_500, 3], 1),
            y = Fill([2_100, 3], 2) + 0.25;
        Tensor Kernel(Tensor a, Tensor b) => a.matmul(b.t()).div(3).add(1).pow(3);
        double Within(Tensor a) =>
            (Kernel(a, a).sum() - Kernel(a, a).diagonal().sum()).item<double>() / (a.shape[0] * (a.shape[0] - 1.0));

        double expected = Within(x) + Within(y) - (2 * Kernel(x, y).mean().item<double>());

        Assert.Equal(expected, KernelDistance.OfSets(x, y, CancellationToken.None), 1e-10);
    }

    [Fact]
    public void Subsets_agree_with_the_whole_within_their_standard_error_and_repeat_for_a_seed()
    {
        Tensor x = Fill([3_000, 8], 1),
            y = Fill([2_000, 8], 2) + 0.25;
        double whole = KernelDistance.OfSets(x, y, CancellationToken.None);

        Estimate first = KernelDistance.Between(x, y, new SeededRandom(1), subsetSize: 100);

        Assert.InRange(first.StandardError!.Value, 1e-6, 0.2 * whole);
        Assert.InRange(first.Value, whole - (4 * first.StandardError.Value), whole + (4 * first.StandardError.Value));
        Assert.Equal(first, KernelDistance.Between(x, y, new SeededRandom(1), subsetSize: 100));
        Assert.NotEqual(first, KernelDistance.Between(x, y, new SeededRandom(2), subsetSize: 100));
    }

    [Fact]
    public void Sets_of_the_same_distribution_are_at_distance_0_on_average()
    {
        Estimate distance = KernelDistance.Between(
            Fill([2_000, 8], 1),
            Fill([2_000, 8], 2),
            new SeededRandom(1),
            subsetSize: 100
        );

        Assert.InRange(distance.Value, -5 * distance.StandardError!.Value, 5 * distance.StandardError.Value);
    }

    [Fact]
    public void Few_samples_are_compared_as_a_whole_without_a_standard_error()
    {
        Tensor x = Fill([19, 8], 1),
            y = Fill([30, 8], 2);

        Assert.Equal(
            new Estimate(KernelDistance.OfSets(x, y, CancellationToken.None), null),
            KernelDistance.Between(x, y, new SeededRandom(1))
        );
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_in_words_and_nothing_stays_behind()
    {
        SeededRandom random = new(1);
        Tensor x = Fill([30, 4], 1),
            one = Fill([1, 4], 1),
            wide = Fill([30, 5], 1),
            infinite = x / 0;
        long before = LiveTensors.Count();

        Assert.Contains("at least 2", Assert.Throws<FigmentException>(() => KernelDistance.Between(x, one, random)).Message);
        Assert.Contains("columns", Assert.Throws<FigmentException>(() => KernelDistance.Between(x, wide, random)).Message);
        Assert.Contains("infinite", Assert.Throws<FigmentException>(() => KernelDistance.Between(x, infinite, random)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelDistance.Between(x, x, random, subsetSize: 1));
        Assert.Throws<OperationCanceledException>(() =>
            KernelDistance.Between(x, x, random, cancellationToken: new CancellationToken(canceled: true))
        );
        KernelDistance.Between(x, x, random, subsetSize: 10);

        Assert.Equal(before, Tensor.TotalCount);
    }

    private static Tensor Fill(long[] shape, uint seed) => Golden.Fill(shape, seed).to(ScalarType.Float64);
}
