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
        using Draws generator = new SeededRandom(1).Draws("test");
        using Sequential network = Sequential(Linear(300, 500)).GlorotUniform(generator);
        using DisposeScope scope = NewDisposeScope();
        double a = Math.Sqrt(6.0 / 800);
        Tensor weight = ((Linear)network[0]).weight!;

        // A uniform distribution on (−a, a) has mean 0 and variance a²/3; 150,000 values come within 1% of both.
        Assert.InRange(weight.min().item<float>(), -a, -0.999 * a);
        Assert.InRange(weight.max().item<float>(), 0.999 * a, a);
        Assert.InRange(weight.mean().item<float>(), -0.01 * a, 0.01 * a);
        Assert.InRange(weight.var().item<float>(), 0.99 * a * a / 3, 1.01 * a * a / 3);
        Assert.True(((Linear)network[0]).bias!.eq(0).all().item<bool>());
    }

    [Fact]
    public void Fan_in_weights_and_biases_fill_their_intervals_evenly()
    {
        using Draws generator = new SeededRandom(1).Draws("test");
        using Sequential network = Sequential(Linear(400, 300), Conv2d(25, 200, (4, 4))).FanInUniform(generator);
        using DisposeScope scope = NewDisposeScope();
        const double A = 0.05; // fan_in is 400 in both cases: 25 channels of 4 × 4

        Assert.All(
            network.parameters(),
            parameter =>
            {
                Assert.InRange(parameter.min().item<float>(), -A, -0.95 * A);
                Assert.InRange(parameter.max().item<float>(), 0.95 * A, A);
                Assert.InRange(parameter.var().item<float>(), 0.8 * A * A / 3, 1.2 * A * A / 3);
            }
        );
    }

    [Fact]
    public void The_generator_alone_decides_the_weights()
    {
        byte[] First(long seed)
        {
            manual_seed(Environment.TickCount64).Dispose(); // the global generator must not matter
            using Draws generator = new SeededRandom(seed).Draws("weights");
            using Sequential network = Sequential(Linear(5, 7)).GlorotUniform(generator);
            return ((Linear)network[0]).weight!.bytes.ToArray();
        }

        Assert.Equal(First(3), First(3));
        Assert.NotEqual(First(3), First(4));
    }

    [Fact]
    public void Fan_in_weights_fill_the_interval_of_what_one_output_sees()
    {
        using Draws generator = new SeededRandom(1).Draws("test");
        using DisposeScope scope = NewDisposeScope();

        // 300 inputs; 8 channels of 3 × 3; 8 channels of 4 × 4 at stride 2, of which each output sees 2 × 2.
        Near(1 / Math.Sqrt(300), ((Linear)Sequential(Linear(300, 500)).FanInUniform(generator)[0]).weight!);
        Near(1 / Math.Sqrt(72), ((Conv2d)Sequential(Conv2d(8, 500, 3)).FanInUniform(generator)[0]).weight!);
        Near(
            1 / Math.Sqrt(32),
            ((ConvTranspose2d)Sequential(ConvTranspose2d(8, 500, 4, stride: 2)).FanInUniform(generator)[0]).weight!
        );
        Near(1 / Math.Sqrt(300), ((Linear)Sequential(Linear(300, 90_000)).FanInUniform(generator)[0]).bias!);

        static void Near(double a, Tensor values)
        {
            Assert.InRange(values.min().item<float>(), -a, -0.999 * a);
            Assert.InRange(values.max().item<float>(), 0.999 * a, a);
            Assert.InRange(values.var().item<float>(), 0.98 * a * a / 3, 1.02 * a * a / 3);
        }
    }

    [Fact]
    public void He_weights_have_the_standard_deviation_that_one_outputs_inputs_ask_for_and_biases_are_zero()
    {
        using Draws generator = new SeededRandom(1).Draws("test");
        using DisposeScope scope = NewDisposeScope();

        // 300 inputs; 8 channels of 3 × 3; the same in 4 groups; 8 channels of 4 × 4 at stride 2, of which each output sees 2 ×
        // 2.
        Near(Math.Sqrt(2 / (1.04 * 300)), Sequential(Linear(300, 500)).HeNormal(generator));
        Near(Math.Sqrt(2 / (1.04 * 72)), Sequential(Conv2d(8, 2000, 3)).HeNormal(generator));
        Near(Math.Sqrt(2 / (1.04 * 18)), Sequential(Conv2d(8, 8000, 3, groups: 4)).HeNormal(generator));
        Near(Math.Sqrt(2 / (1.04 * 32)), Sequential(ConvTranspose2d(8, 2000, 4, 2, 1)).HeNormal(generator));
        // The original He initialisation, before a ReLU.
        Near(Math.Sqrt(2 / 300.0), Sequential(Linear(300, 500)).HeNormal(generator, slope: 0));

        static void Near(double deviation, Sequential network)
        {
            Tensor weight = network.parameters().First(),
                bias = network.parameters().Last();
            Assert.InRange(weight.mean().item<float>(), -0.02 * deviation, 0.02 * deviation);
            Assert.InRange(weight.std().item<float>(), 0.99 * deviation, 1.01 * deviation);
            Assert.InRange(weight.div(deviation).pow(4).mean().item<float>(), 2.9, 3.1); // normal, not uniform (1.8)
            Assert.True(bias.eq(0).all().item<bool>());
            network.Dispose();
        }
    }
}
