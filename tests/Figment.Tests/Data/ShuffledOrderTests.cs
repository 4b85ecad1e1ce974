using CsCheck;
using Figment.Backend;
using Figment.Data;
using static TorchSharp.torch;

namespace Figment.Tests.Data;

public sealed class ShuffledOrderTests
{
    [Fact]
    public void Every_round_shows_every_image_once_in_an_order_of_its_own()
    {
        using ShuffledOrder order = new(50, new SeededRandom(3));

        long[][] rounds = [.. Enumerable.Range(0, 4).Select(round => Take(order, 50 * round, 50))];

        Assert.All(rounds, round => Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), round.Order()));
        Assert.Equal(4, rounds.Select(round => string.Join(' ', round)).Distinct().Count());
        Assert.DoesNotContain(rounds, round => round.SequenceEqual(round.Order()));
    }

    [Fact]
    public void However_it_is_cut_the_order_is_the_same()
    {
        Gen.Select(Gen.Int[1, 20], Gen.Long[0, 1000], Gen.Long[0, 200], Gen.Int[0, 30].Array[0, 6])
            .Sample(
                (count, seed, start, lengths) =>
                {
                    using ShuffledOrder whole = new(count, new SeededRandom(seed)),
                        pieces = new(count, new SeededRandom(seed));
                    List<long> joined = [];
                    foreach (int length in lengths)
                        joined.AddRange(Take(pieces, start + joined.Count, length));

                    Assert.Equal(Take(whole, start, joined.Count), joined);
                },
                iter: 300,
                threads: 1
            );
    }

    [Fact]
    public void What_stands_at_a_position_does_not_depend_on_what_was_asked_before()
    {
        using ShuffledOrder used = new(7, new SeededRandom(1)),
            fresh = new(7, new SeededRandom(1));
        Take(used, 100, 30);
        Take(used, 3, 2);

        Assert.Equal(Take(fresh, 12, 9), Take(used, 12, 9));
    }

    [Fact]
    public void A_batch_larger_than_the_data_goes_through_several_rounds()
    {
        using ShuffledOrder order = new(3, new SeededRandom(0));

        long[] taken = Take(order, 1, 10);

        Assert.Equal(10, taken.Length);
        Assert.Equal([0, 1, 2], taken[2..5].Order());
        Assert.Equal([0, 1, 2], taken[5..8].Order());
    }

    [Fact]
    public void Positions_beyond_what_an_int_counts_are_fine()
    {
        using ShuffledOrder order = new(1000, new SeededRandom(0));

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), Take(order, 5_000_000_000_000, 1000).Order());
    }

    [Fact]
    public void Another_seed_gives_another_order()
    {
        using ShuffledOrder one = new(50, new SeededRandom(1)),
            two = new(50, new SeededRandom(2));

        Assert.NotEqual(Take(one, 0, 50), Take(two, 0, 50));
    }

    [Fact]
    public void The_first_place_is_open_to_every_image()
    {
        // 1,000 rounds of 10: each image comes first 100 times, give or take five standard deviations (√(1000 · 0.1 · 0.9)).
        using ShuffledOrder order = new(10, new SeededRandom(5));

        IEnumerable<int> firsts = Enumerable
            .Range(0, 1000)
            .Select(round => Take(order, 10L * round, 1)[0])
            .CountBy(image => image)
            .Select(pair => pair.Value);

        Assert.All(firsts, count => Assert.InRange(count, 52, 148));
        Assert.Equal(10, firsts.Count());
    }

    [Fact]
    public void What_is_taken_belongs_to_the_caller_and_nothing_else_stays()
    {
        long before = LiveTensors.Count();
        using (ShuffledOrder order = new(5, new SeededRandom(1)))
        {
            Tensor taken = order.Take(1, 3);
            taken.fill_(9).Dispose();
            taken.Dispose();
            Assert.Equal(before + 1, Tensor.TotalCount); // this round's permutation,

            Assert.Equal(Take(order, 0, 5).Order(), [0, 1, 2, 3, 4]); // which the caller can no longer change
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    private static long[] Take(ShuffledOrder order, long start, int length)
    {
        using Tensor taken = order.Take(start, length);
        return taken.data<long>().ToArray();
    }
}
