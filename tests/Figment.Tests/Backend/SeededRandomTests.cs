using Figment.Backend;
using TorchSharp;

namespace Figment.Tests.Backend;

public sealed class SeededRandomTests
{
    [Fact]
    public void The_same_seed_purpose_and_index_repeat() =>
        Assert.Equal(Draw(new SeededRandom(7), "weights", 3), Draw(new SeededRandom(7), "weights", 3));

    [Theory]
    [InlineData(8, "weights", 3)]
    [InlineData(7, "latents", 3)]
    [InlineData(7, "weights", 4)]
    [InlineData(3, "weights", 7)] // seed and index do not stand for each other
    public void Any_of_the_three_changes_the_numbers(long seed, string purpose, long index) =>
        Assert.NotEqual(Draw(new SeededRandom(7), "weights", 3), Draw(new SeededRandom(seed), purpose, index));

    [Theory]
    [InlineData(7, "weights", 3, 0xb74c1d5b59fcff91)]
    [InlineData(-1, "order", 0, 0x9ec863a0ed08e397)]
    public void The_numbers_are_those_that_old_runs_were_made_with(long seed, string purpose, long index, ulong derived)
    {
        // struct.unpack('<Q', hashlib.sha256(struct.pack('<qq', seed, index) + purpose).digest()[:8]) in Python.
        using torch.Generator expected = new(derived, torch.CPU);
        using torch.Tensor numbers = torch.rand(5, generator: expected);

        Assert.Equal(numbers.data<float>().ToArray(), Draw(new SeededRandom(seed), purpose, index));
    }

    [Fact]
    public void Draws_for_one_purpose_do_not_shift_those_for_another()
    {
        SeededRandom random = new(1);
        float[] alone = Draw(random, "noise");

        Draw(random, "weights");
        using torch.Generator other = random.Generator("order");
        using torch.Tensor many = torch.rand(1000, generator: other);

        Assert.Equal(alone, Draw(random, "noise"));
    }

    [Fact]
    public void The_numbers_look_drawn_and_not_counted()
    {
        // Neighbouring steps must not give neighbouring numbers: the mean of 1,000 first draws is that of a uniform
        // distribution, within five standard errors (0.2887 / √1000).
        SeededRandom random = new(0);
        double mean = Enumerable.Range(0, 1000).Average(step => Draw(random, "noise", step)[0]);

        Assert.InRange(mean, 0.5 - (5 * 0.2887 / Math.Sqrt(1000)), 0.5 + (5 * 0.2887 / Math.Sqrt(1000)));
    }

    [Fact]
    public void Seeding_the_shared_generator_makes_torchs_own_draws_repeat()
    {
        SeededRandom random = new(5);

        float[] first = Shared("dropout", 1),
            other = Shared("dropout", 2),
            again = Shared("dropout", 1);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);

        float[] Shared(string purpose, long index)
        {
            random.SeedSharedGenerator(purpose, index);
            using torch.Tensor numbers = torch.rand(5);
            return numbers.data<float>().ToArray();
        }
    }

    private static float[] Draw(SeededRandom random, string purpose, long index = 0)
    {
        using torch.Generator generator = random.Generator(purpose, index);
        using torch.Tensor numbers = torch.rand(5, generator: generator);
        return numbers.data<float>().ToArray();
    }
}
