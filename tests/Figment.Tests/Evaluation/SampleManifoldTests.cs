using System.Text.Json;
using Figment.Evaluation.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Evaluation;

/// <summary>Against tests/golden/evaluation_metrics.py, which sorts and counts distances one by one, and known answers.</summary>
public sealed class SampleManifoldTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData("generic")]
    [InlineData("far_from_zero")]
    [InlineData("other_neighbours")]
    [InlineData("lattice")]
    [InlineData("copies")]
    [InlineData("copies_shuffled")]
    [InlineData("one_image_over_and_over")]
    [InlineData("repeated_real")]
    [InlineData("both_repeat_one")]
    [InlineData("more_generated")]
    public void It_agrees_with_an_independent_count_also_where_samples_repeat(string name)
    {
        using JsonDocument golden = Golden.Read("evaluation_metrics.json");
        JsonElement expected = golden.RootElement.GetProperty("manifold").GetProperty(name);
        Tensor real = Fill([60, 4], 21),
            generated = (Fill([45, 4], 22) * 0.75) + 0.25;
        Tensor repeated = cat([real.narrow(0, 0, 1).repeat(8, 1), real.narrow(0, 8, 52)], 0);

        ManifoldMetrics metrics = name switch
        {
            "generic" => SampleManifold.Of(real, generated),
            "far_from_zero" => SampleManifold.Of(real + 4096, generated + 4096),
            "other_neighbours" => SampleManifold.Of(real, generated, precisionNeighbours: 2, densityNeighbours: 1),
            "lattice" => SampleManifold.Of(Lattice([60, 4], 23), 2 * Lattice([50, 4], 24)),
            "copies" => SampleManifold.Of(real, real),
            "copies_shuffled" => SampleManifold.Of(real, real.flip(0)),
            "one_image_over_and_over" => SampleManifold.Of(real, real.narrow(0, 7, 1).repeat(20, 1)),
            "repeated_real" => SampleManifold.Of(repeated, generated),
            "both_repeat_one" => SampleManifold.Of(repeated, real.narrow(0, 0, 1).repeat(9, 1)),
            _ => SampleManifold.Of(generated.narrow(0, 0, 12), real),
        };

        Assert.Equal(expected.GetProperty("precision").GetDouble(), metrics.Precision, 1e-12);
        Assert.Equal(expected.GetProperty("recall").GetDouble(), metrics.Recall, 1e-12);
        Assert.Equal(expected.GetProperty("density").GetDouble(), metrics.Density, 1e-12);
        Assert.Equal(expected.GetProperty("coverage").GetDouble(), metrics.Coverage, 1e-12);
    }

    [Fact]
    public void Copies_are_seen_as_copies_in_every_block()
    {
        // Three blocks each way; every real ball holds its centre and 5 neighbours, so the density is 6 / 5.
        Tensor real = randn(2_500, 16, generator: new Generator(1)),
            copies = real.index_select(0, randperm(2_500, generator: new Generator(2)));

        Assert.Equal(new ManifoldMetrics(1, 1, 1.2, 1), SampleManifold.Of(real, copies));
    }

    [Fact]
    public void Density_and_coverage_of_sets_that_are_alike_are_on_average_what_theory_says()
    {
        // A generated sample's rank among the real ones' distances is uniform, so a real ball holds it with probability
        // k / n: the density is 1. A ball holds none of n with probability ∏ (n − 1 − i) / (2n − 1 − i), i < k.
        const int n = 400,
            k = 5,
            draws = 20;
        using Generator generator = new(1);
        ManifoldMetrics[] metrics =
        [
            .. Enumerable
                .Range(0, draws)
                .Select(_ => SampleManifold.Of(randn(n, 2, generator: generator), randn(n, 2, generator: generator))),
        ];

        double uncovered = Enumerable.Range(0, k).Aggregate(1.0, (p, i) => p * (n - 1 - i) / ((2 * n) - 1 - i));
        Assert.Equal(1, metrics.Average(m => m.Density), 0.04);
        Assert.Equal(1 - uncovered, metrics.Average(m => m.Coverage), 0.006);
    }

    /// <summary>
    /// The code of Naeem et al. prints 1.0555 and 0.9735 for one unseeded draw of 10,000 and 10,000 normal vectors in
    /// 1,000 dimensions, k = 5. There all norms are nearly equal, so the sets' mean norms, which differ by chance, matter a lot:
    /// according to NumPy, the standard deviations between draws are 0.09 and 0.008, for 2,000 vectors as well as for 10,000.
    /// </summary>
    [Fact]
    public void Density_and_coverage_of_many_dimensions_are_those_of_theory_too()
    {
        using Generator generator = new(1);
        ManifoldMetrics[] metrics =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(_ =>
                    SampleManifold.Of(randn(2_000, 1_000, generator: generator), randn(2_000, 1_000, generator: generator))
                ),
        ];

        Assert.Equal(1, metrics.Average(m => m.Density), 0.18);
        Assert.Equal(0.969, metrics.Average(m => m.Coverage), 0.017);
    }

    /// <summary>
    /// The published draw itself, within three standard deviations of the difference between two draws; takes 7 s on two cores,
    /// so it runs only on request.
    /// </summary>
    [Fact(Explicit = true)]
    public void Ten_thousand_normal_vectors_give_what_the_authors_publish()
    {
        using Generator generator = new(1);

        ManifoldMetrics metrics = SampleManifold.Of(
            randn(10_000, 1_000, generator: generator),
            randn(10_000, 1_000, generator: generator),
            precisionNeighbours: 5
        );

        Assert.Equal(1.0555, metrics.Density, 0.38);
        Assert.Equal(0.9735, metrics.Coverage, 0.034);
        Assert.Equal(0.4772, metrics.Precision, 0.2);
        Assert.Equal(0.4705, metrics.Recall, 0.2);
    }

    [Fact]
    public void What_lies_apart_has_nothing_in_common()
    {
        Assert.Equal(new ManifoldMetrics(0, 0, 0, 0), SampleManifold.Of(Fill([60, 4], 1), Fill([60, 4], 2) + 100));
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_in_words_and_nothing_stays_behind()
    {
        Tensor x = Fill([30, 4], 1),
            five = Fill([5, 4], 1),
            wide = Fill([30, 5], 1),
            infinite = x / 0,
            six = Fill([6, 4], 1);
        long before = LiveTensors.Count();

        Assert.Contains(
            "The generated samples are too few: there are 5, but this metric needs at least 6",
            Assert.Throws<FigmentException>(() => SampleManifold.Of(x, five)).Message
        );
        Assert.Contains("columns", Assert.Throws<FigmentException>(() => SampleManifold.Of(x, wide)).Message);
        Assert.Contains("infinite", Assert.Throws<FigmentException>(() => SampleManifold.Of(infinite, x)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleManifold.Of(x, x, densityNeighbours: 0));
        Assert.Throws<OperationCanceledException>(() =>
            SampleManifold.Of(x, x, cancellationToken: new CancellationToken(canceled: true))
        );
        SampleManifold.Of(six, six);

        Assert.Equal(before, Tensor.TotalCount);
    }

    private static Tensor Fill(long[] shape, uint seed) => Golden.Fill(shape, seed).to(ScalarType.Float64);

    private static Tensor Lattice(long[] shape, uint seed) => (Fill(shape, seed) * 2).floor();
}
