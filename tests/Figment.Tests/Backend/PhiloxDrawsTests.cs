using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Backend;

public sealed class PhiloxDrawsTests : IDisposable
{
    private static readonly SeededRandom Random = new(7, Randomness.Philox);
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_batch_cut_into_parts_draws_what_the_whole_batch_draws(int itemsAt)
    {
        long[] shape = [3, 3, 3, 3],
            part = [.. shape];
        shape[itemsAt] = 9;
        using Draws whole = Random.Draws("step", 5, new ItemRange(0, 9));
        Draws[] parts = [.. Enumerable.Range(0, 3).Select(rank => Random.Draws("step", 5, new ItemRange(3 * rank, 9)))];
        Tensor Joined(Func<Draws, Tensor> draw, int at = 0) => cat([.. parts.Select(draw)], at);

        AssertSame(whole.Normal("a", shape, itemsAt), Joined(draws => draws.Normal("a", part, itemsAt), itemsAt));
        AssertSame(whole.Uniform("b", shape, itemsAt), Joined(draws => draws.Uniform("b", part, itemsAt), itemsAt));
        AssertSame(whole.Integers("c", -2, 3, [9, 2]), Joined(draws => draws.Integers("c", -2, 3, [3, 2])));
        AssertSame(whole.Classes("d", [3, 0, 1], 9), Joined(draws => draws.Classes("d", [3, 0, 1], 3)));
        AssertSame(whole.Stratified("e", 9), Joined(draws => draws.Stratified("e", 3)));
        AssertSame(
            whole.For("f").Normal("a", shape, itemsAt),
            Joined(draws => draws.For("f").Normal("a", part, itemsAt), itemsAt)
        );
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_number_of_threads()
    {
        int before = get_num_threads();
        try
        {
            Tensor[][] all =
            [
                .. ((int[])[1, 2, 3, 8]).Select(threads =>
                {
                    set_num_threads(threads);
                    using Draws draws = Random.Draws("step");
                    return (Tensor[])
                        [
                            draws.Normal("a", [2, 301, 77], itemsAt: 1),
                            draws.Uniform("b", [1, 50000]),
                            draws.Integers("c", 0, 9, [40000]),
                        ];
                }),
            ];
            Assert.All(all, drawn => Assert.All(drawn.Zip(all[0]), pair => AssertSame(pair.Second, pair.First)));
        }
        finally
        {
            set_num_threads(before);
        }

        using Draws again = Random.Draws("step"),
            few = Random.Draws("step");
        AssertSame(again.Normal("a", [2, 301, 77], itemsAt: 1)[.., ..5], few.Normal("a", [2, 5, 77], itemsAt: 1));
    }

    [Fact]
    public void An_items_numbers_do_not_depend_on_how_many_are_drawn_for_it()
    {
        using Draws some = Random.Draws("samples"),
            more = Random.Draws("samples");

        AssertSame(some.Normal("z", [4, 5]), more.Normal("z", [10, 9])[..4, ..5]);
    }

    [Fact]
    public void Draws_of_other_names_indices_seeds_and_times_are_others()
    {
        using Draws draws = Random.Draws("step", 1),
            later = Random.Draws("step", 2),
            other = Random.Draws("samples", 1);
        using Draws ofOtherSeed = new SeededRandom(7 + (1L << 32), Randomness.Philox).Draws("step", 1);
        Draws part = draws.For("real"),
            again = draws.For("real");
        float[][] drawn =
        [
            .. new[] { draws, draws, later, other, ofOtherSeed, part, part, again }.Select(from =>
                from.Uniform("a", [1, 8]).data<float>().ToArray()
            ),
            draws.Uniform("b", [1, 8]).data<float>().ToArray(),
        ];

        Assert.Equal(drawn.Length, drawn.Select(numbers => numbers[0]).Distinct().Count());
        Assert.Equal(drawn.Length, drawn.Select(numbers => numbers[7]).Distinct().Count());
    }

    [Fact]
    public void Numbers_are_distributed_as_they_say()
    {
        using Draws draws = Random.Draws("statistics");
        const int Count = 1_000_000;
        double deviation = 1 / Math.Sqrt(Count);

        // Moments of N(0, 1), each within five standard errors; the tails; neighbours.
        Tensor normal = draws.Normal("normal", [Count / 50, 50]).to(ScalarType.Float64);
        Assert.InRange(normal.mean().item<double>(), -5 * deviation, 5 * deviation);
        Assert.InRange(normal.square().mean().item<double>() - 1, -5 * Math.Sqrt(2) * deviation, 5 * Math.Sqrt(2) * deviation);
        Assert.InRange(normal.pow(3).mean().item<double>(), -5 * Math.Sqrt(15) * deviation, 5 * Math.Sqrt(15) * deviation);
        Assert.InRange(normal.pow(4).mean().item<double>() - 3, -5 * Math.Sqrt(96) * deviation, 5 * Math.Sqrt(96) * deviation);
        Assert.InRange(
            normal.abs().gt(3).to(ScalarType.Float64).mean().item<double>(),
            0.0026998 - (5 * 5.2e-5),
            0.0026998 + (5 * 5.2e-5)
        );
        Assert.InRange((normal[.., 1..] * normal[.., ..^1]).mean().item<double>(), -5.1 * deviation, 5.1 * deviation);
        Assert.InRange((normal[1..] * normal[..^1]).mean().item<double>(), -5.1 * deviation, 5.1 * deviation);

        // Sixteen bins of U(0, 1), and classes, by χ² (15 and 2 degrees of freedom; the 0.9999 quantile).
        Tensor uniform = draws.Uniform("uniform", [Count]);
        Assert.InRange(uniform.min().item<float>(), 0, 1e-5f);
        Assert.InRange(uniform.max().item<float>(), 1 - 1e-5f, 1 - (float.Epsilon / 2));
        Assert.InRange(ChiSquared((uniform * 16).floor().to(ScalarType.Int64), [.. Enumerable.Repeat(1.0 / 16, 16)]), 0, 44.3);
        Assert.InRange(ChiSquared(draws.Integers("integers", 0, 16, [Count]), [.. Enumerable.Repeat(1.0 / 16, 16)]), 0, 44.3);
        Assert.InRange(ChiSquared(draws.Classes("classes", [1, 0, 2, 5], Count), [1 / 8.0, 0, 2 / 8.0, 5 / 8.0]), 0, 18.5);

        // One time in each stratum of a batch.
        Assert.Equal(
            Enumerable.Range(0, 1000).Select(i => (long)i),
            (draws.Stratified("times", 1000) * 1000).floor().to(ScalarType.Int64).data<long>()
        );
    }

    [Fact]
    public void An_order_holds_everything_once_and_is_another_each_time()
    {
        long[] first = Random.Permutation("order", 0, 1000).data<long>().ToArray(),
            second = Random.Permutation("order", 1, 1000).data<long>().ToArray();

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), first.Order());
        Assert.NotEqual(first, second);
        Assert.Equal(first, Random.Permutation("order", 0, 1000).data<long>().ToArray());

        // All six orders of 3 items are equally likely: χ² with 5 degrees of freedom, the 0.9999 quantile.
        int[] counts =
        [
            .. Enumerable
                .Range(0, 6000)
                .Select(i => string.Concat(Random.Permutation("order", i, 3).data<long>()))
                .CountBy(order => order)
                .Select(pair => pair.Value),
        ];
        Assert.Equal(6, counts.Length);
        Assert.InRange(counts.Sum(count => Math.Pow(count - 1000, 2) / 1000), 0, 25.7);
    }

    private static double ChiSquared(Tensor drawn, IReadOnlyList<double> shares)
    {
        long[] counts = drawn.bincount(null, shares.Count).data<long>().ToArray();
        Assert.Equal(shares.Count, counts.Length);
        double total = counts.Sum();
        Assert.All(counts.Zip(shares), pair => Assert.True(pair.Second > 0 || pair.First == 0));
        return counts
            .Zip(shares)
            .Where(pair => pair.Second > 0)
            .Sum(pair => Math.Pow(pair.First - (total * pair.Second), 2) / (total * pair.Second));
    }

    private static void AssertSame(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(expected.eq(actual).all().item<bool>());
    }
}
