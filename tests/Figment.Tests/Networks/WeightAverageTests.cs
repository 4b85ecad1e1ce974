using Figment.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Networks;

public sealed class WeightAverageTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void It_begins_with_the_weights_as_they_are_and_learns_nothing_by_itself()
    {
        using Sequential learning = Sequential(Linear(3, 2), BatchNorm1d(2)),
            other = Sequential(Linear(3, 2), BatchNorm1d(2));

        WeightAverage average = new(learning, other);

        Assert.Same(other, average.Network);
        Assert.All(learning.state_dict(), entry => Assert.True(entry.Value.eq(other.state_dict()[entry.Key]).all().item<bool>()));
        Assert.All(other.parameters(), parameter => Assert.False(parameter.requires_grad));
        Assert.All(learning.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    [Theory]
    [InlineData(100)] // one step
    [InlineData(20)] // five
    [InlineData(1)]
    public void After_the_half_life_in_images_half_of_the_old_value_is_gone_whatever_the_batch(int batch)
    {
        using Linear learning = Scalar(8),
            mean = Scalar(0);
        WeightAverage average = new(learning, mean);
        Set(learning, 0);

        for (int images = 0; images < 100; images += batch)
            average.Follow(batch, halfLife: 100, imagesSeen: 100_000);

        Assert.Equal(4, Value(mean), 1e-4);
    }

    [Fact]
    public void At_first_a_tenth_of_the_images_seen_is_the_half_life()
    {
        using Linear learning = Scalar(8),
            mean = Scalar(0);
        WeightAverage average = new(learning, mean);
        Set(learning, 0);

        average.Follow(50, halfLife: 100, imagesSeen: 50); // with a half-life of 5, that is ten of them

        Assert.Equal(8 * Math.Pow(0.5, 10), Value(mean), 1e-5);

        Set(mean, 8);
        average.Follow(50, halfLife: 100, imagesSeen: 500); // half-life 50

        Assert.Equal(4, Value(mean), 1e-5);

        Set(mean, 8);
        average.Follow(50, halfLife: 100, imagesSeen: 1000); // from here on, the half-life is that of the options
        average.Follow(50, halfLife: 100, imagesSeen: 1050);

        Assert.Equal(4, Value(mean), 1e-5);
    }

    [Fact]
    public void Running_statistics_are_copied()
    {
        using BatchNorm1d learning = BatchNorm1d(2),
            copy = BatchNorm1d(2);
        WeightAverage average = new(learning, copy);
        learning.call(Golden.Fill([6, 2], 1) + 3);

        average.Follow(1, halfLife: 1e9, imagesSeen: 1_000_000_000);

        Assert.Equal(1, copy.num_batches_tracked!.item<long>());
        Assert.True(copy.running_mean!.eq(learning.running_mean!).all().item<bool>());
        Assert.True(copy.running_var!.eq(learning.running_var!).all().item<bool>());
    }

    [Fact]
    public void A_network_cannot_be_its_own_average()
    {
        using Linear network = Scalar(1);

        Assert.Contains(
            "its own average",
            Assert.Throws<ArgumentException>(() => new WeightAverage(network, network)).Message,
            StringComparison.Ordinal
        );
        Assert.All(network.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        using Linear learning = Scalar(8),
            mean = Scalar(0);
        WeightAverage average = new(learning, mean);
        average.Follow(1, 10, 10);
        long before = LiveTensors.Count();

        for (int i = 0; i < 3; i++)
            average.Follow(1, 10, 10);

        Assert.Equal(before, LiveTensors.Count());
    }

    private static Linear Scalar(float value)
    {
        Linear layer = Linear(1, 1, hasBias: false);
        Set(layer, value);
        return layer;
    }

    private static void Set(Linear layer, float value)
    {
        using IDisposable noGradients = no_grad();
        layer.weight!.fill_(value);
    }

    private static double Value(Linear layer) => layer.weight!.item<float>();
}
