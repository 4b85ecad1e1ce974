using Figment.Backend;
using Figment.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Networks;

public sealed class InitializationTests
{
    [Fact]
    public void Glorot_weights_fill_their_interval_evenly_and_biases_are_zero()
    {
        using Generator generator = new SeededRandom(1).Generator("test");
        using Sequential network = Sequential(Linear(300, 500)).GlorotUniform(generator);
        using DisposeScope scope = NewDisposeScope();
        double a = Math.Sqrt(6.0 / 800);
        Tensor weight = ((Linear)network[0]).weight!;

        // Of a uniform distribution on (−a, a): mean 0, variance a²/3; 150,000 values come within 1% of both.
        Assert.InRange(weight.min().item<float>(), -a, -0.999 * a);
        Assert.InRange(weight.max().item<float>(), 0.999 * a, a);
        Assert.InRange(weight.mean().item<float>(), -0.01 * a, 0.01 * a);
        Assert.InRange(weight.var().item<float>(), 0.99 * a * a / 3, 1.01 * a * a / 3);
        Assert.True(((Linear)network[0]).bias!.eq(0).all().item<bool>());
    }

    [Fact]
    public void The_generator_alone_decides_the_weights()
    {
        byte[] First(long seed)
        {
            manual_seed(Environment.TickCount64).Dispose(); // the shared generator must not matter
            using Generator generator = new SeededRandom(seed).Generator("weights");
            using Sequential network = Sequential(Linear(5, 7)).GlorotUniform(generator);
            return ((Linear)network[0]).weight!.bytes.ToArray();
        }

        Assert.Equal(First(3), First(3));
        Assert.NotEqual(First(3), First(4));
    }
}
