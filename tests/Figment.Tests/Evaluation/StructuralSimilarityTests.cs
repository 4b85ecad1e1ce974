using System.Text.Json;
using Figment.Backend;
using Figment.Data.Images;
using Figment.Evaluation;
using Figment.Evaluation.Images;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Evaluation;

/// <summary>Against tests/golden/evaluation_metrics.py, which lays the window on every place, and known answers.</summary>
public sealed class StructuralSimilarityTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData("grey", 41, 2, 1, 14, 17)]
    [InlineData("colour", 43, 3, 3, 12, 11)]
    [InlineData("small", 45, 2, 1, 8, 9)]
    public void It_agrees_with_an_independent_computation(
        string name,
        uint seed,
        long count,
        long channels,
        long height,
        long width
    )
    {
        using JsonDocument golden = Golden.Read("evaluation_metrics.json");
        double[] expected =
        [
            .. golden.RootElement.GetProperty("ssim").GetProperty(name).EnumerateArray().Select(value => value.GetDouble()),
        ];
        long[] shape = [count, channels, height, width];
        Tensor a = Pictures(shape, seed),
            b = (a * 0.75) + (Pictures(shape, seed + 1) * 0.25);

        double[] actual = [.. StructuralSimilarity.Between(a, b).data<double>()];

        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
    }

    [Fact]
    public void The_same_images_are_alike_and_negatives_are_opposites()
    {
        Tensor images = Pictures([4, 3, 28, 28], 1),
            same = StructuralSimilarity.Between(images, images);

        Assert.Equal([4], same.shape);
        Assert.All(same.data<double>().ToArray(), value => Assert.Equal(1, value, 1e-12));
        Assert.All(
            StructuralSimilarity.Between(images, 1 - images).data<double>().ToArray(),
            value => Assert.InRange(value, -1, -0.5)
        );
    }

    [Fact]
    public void Flat_images_differ_by_brightness_alone_down_to_a_single_pixel()
    {
        double expected = ((2 * 0.25 * 0.75) + 1e-4) / ((0.25 * 0.25) + (0.75 * 0.75) + 1e-4);
        foreach (long[] shape in new long[][] { [1, 1, 20, 20], [1, 1, 2, 30], [1, 1, 1, 1] })
            Assert.Equal(expected, StructuralSimilarity.Between(full(shape, 0.25), full(shape, 0.75)).item<double>(), 1e-9);
    }

    [Fact]
    public void Blocks_change_nothing()
    {
        Tensor a = Pictures([700, 1, 40, 40], 1),
            b = Pictures([700, 1, 40, 40], 2); // more than one block

        Tensor whole = StructuralSimilarity.Between(a, b);

        Assert.True(
            whole
                .narrow(0, 690, 10)
                .allclose(StructuralSimilarity.Between(a.narrow(0, 690, 10), b.narrow(0, 690, 10)), 1e-12, 1e-12)
        );
    }

    [Fact]
    public void Pairs_are_of_two_images_and_their_mean_is_that_of_all_pairs()
    {
        byte[] pixels = [.. Enumerable.Range(0, 3 * 144).Select(i => (byte)(Golden.Bits((uint)i, 51) >> 24))];
        using ImageDataset data = new("three", new ImageShape(1, 12, 12), pixels);
        Tensor images = data.Gather(arange(3, ScalarType.Int64)).Items;
        double expected = StructuralSimilarity.Between(images, images.roll(1, 0)).mean().item<double>();

        Estimate similarity = PairwiseSimilarity.Of(data, new SeededRandom(1), pairs: 1_000);

        Assert.InRange(similarity.StandardError!.Value, 1e-5, 0.01);
        Assert.InRange(
            similarity.Value,
            expected - (4 * similarity.StandardError.Value),
            expected + (4 * similarity.StandardError.Value)
        );
        Assert.Equal(similarity, PairwiseSimilarity.Of(images, new SeededRandom(1), pairs: 1_000));
        Assert.NotEqual(similarity, PairwiseSimilarity.Of(images, new SeededRandom(2), pairs: 1_000));
    }

    [Fact]
    public void A_model_that_repeats_itself_is_alike_in_every_pair()
    {
        Estimate similarity = PairwiseSimilarity.Of(
            Pictures([1, 1, 12, 12], 1).repeat(5, 1, 1, 1),
            new SeededRandom(1),
            pairs: 50
        );

        Assert.Equal(1, similarity.Value, 1e-12);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_in_words_and_nothing_stays_behind()
    {
        Tensor a = Pictures([4, 1, 12, 12], 1),
            other = Pictures([4, 1, 12, 11], 1),
            one = a.narrow(0, 0, 1),
            bytes = a * 255,
            flat = a.flatten(1),
            broken = a / 0;
        SeededRandom random = new(1);
        long before = LiveTensors.Count();

        Assert.Contains("[4, 1, 12, 11]", Assert.Throws<FigmentException>(() => StructuralSimilarity.Between(a, other)).Message);
        Assert.Contains(
            "outside the range 0 to 1",
            Assert.Throws<FigmentException>(() => StructuralSimilarity.Between(a, bytes)).Message
        );
        Assert.Contains("[4, 144]", Assert.Throws<FigmentException>(() => StructuralSimilarity.Between(flat, flat)).Message);
        Assert.Contains("infinite", Assert.Throws<FigmentException>(() => StructuralSimilarity.Between(a, broken)).Message);
        Assert.Contains("at least 2", Assert.Throws<FigmentException>(() => PairwiseSimilarity.Of(one, random)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => PairwiseSimilarity.Of(a, random, pairs: 0));
        Assert.Throws<OperationCanceledException>(() =>
            PairwiseSimilarity.Of(a, random, cancellationToken: new CancellationToken(canceled: true))
        );
        StructuralSimilarity.Between(a, a).Dispose();
        PairwiseSimilarity.Of(a, random, pairs: 10);

        Assert.Equal(before, Tensor.TotalCount);
    }

    private static Tensor Pictures(long[] shape, uint seed) => (Golden.Fill(shape, seed).to(ScalarType.Float64) * 0.5) + 0.5;
}
