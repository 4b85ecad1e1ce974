using System.Text.Json;
using Figment.Backend;
using Figment.Imaging;
using Figment.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Networks;

/// <summary>The U-Net, and its numbers against tests/golden/unet.py: NumPy, float64, plain loops.</summary>
public sealed class UNetTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_output_agrees_with_an_independent_computation(int number)
    {
        using JsonDocument golden = Golden.Read("unet.json");
        JsonElement expectation = golden.RootElement.GetProperty("cases")[number];
        ImageShape shape = new(3, expectation.GetProperty("height").GetInt32(), expectation.GetProperty("width").GetInt32());
        using UNet network = new(shape, width: 16, deepWidth: 64, blocks: 1, classes: 3);
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Parameter> parameters = network
            .named_parameters()
            .ToDictionary(entry => entry.name, entry => entry.parameter);
        string[] names = [.. golden.RootElement.GetProperty("parameters").EnumerateArray().Select(name => name.GetString()!)];
        Assert.Equal(names, parameters.Keys.Order(StringComparer.Ordinal));

        using (no_grad())
        {
            foreach ((int i, string name) in names.Index())
                parameters[name]
                    .copy_(
                        Golden.Fill(parameters[name].shape, (uint)(100 + i), 0.15)
                            + (name.EndsWith("orm.weight", StringComparison.Ordinal) ? 1 : 0)
                    );
        }

        float[] actual = network
            .call(Golden.Fill([2, 3, shape.Height, shape.Width], 1, 2), tensor(new[] { 0.25f, 0.875f }), tensor(new[] { 2L, 3L }))
            .data<float>()
            .ToArray();
        double[] expected = [.. expectation.GetProperty("output").EnumerateArray().Select(value => value.GetDouble())];
        double typical = Math.Sqrt(expected.Average(value => value * value));

        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5 * typical, $"[{i}]: {actual[i]:R} instead of {expected[i]:R}");
    }

    [Theory]
    [InlineData(28, 28, 2)]
    [InlineData(48, 48, 2)]
    [InlineData(52, 52, 2)] // squares of 4 × 4 would leave 13, which cannot be halved
    [InlineData(56, 40, 4)]
    [InlineData(64, 64, 4)]
    [InlineData(128, 128, 8)]
    [InlineData(64, 96, 4)]
    [InlineData(136, 72, 8)]
    [InlineData(256, 256, 8)]
    public void Larger_images_are_cut_into_larger_squares_where_they_divide(int height, int width, int side)
    {
        using UNet network = Create(new ImageShape(3, height, width));

        Assert.Equal(
            ((long)side * side * 3, 16L * side / 2),
            (network.get_parameter("stem.weight")!.shape[1], network.get_parameter("stem.weight")!.shape[0])
        );
    }

    [Theory]
    [InlineData(1, 28, 28)]
    [InlineData(1, 8, 8)]
    [InlineData(3, 4, 16)]
    [InlineData(3, 32, 20)]
    [InlineData(3, 64, 96)]
    [InlineData(1, 136, 72)] // 17 by 9 squares
    public void Any_size_divisible_by_4_keeps_its_shape(int channels, int height, int width)
    {
        using UNet network = Create(new ImageShape(channels, height, width));
        using DisposeScope scope = NewDisposeScope();

        Tensor velocity = network.call(rand(2, channels, height, width), rand(2), null);

        Assert.Equal([2, channels, height, width], velocity.shape);
        Assert.True(velocity.is_contiguous());
    }

    [Theory]
    [InlineData(30, 28)]
    [InlineData(28, 27)]
    [InlineData(2, 2)]
    public void Other_sizes_are_refused_with_what_to_do(int height, int width)
    {
        FigmentException e = Assert.Throws<FigmentException>(() => new UNet(new ImageShape(1, height, width), 16, 32, 1));

        Assert.Contains($"these images are {width} pixels wide and {height} high", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_begins_with_a_velocity_of_0_and_blocks_that_change_nothing()
    {
        using UNet network = Create(new ImageShape(1, 8, 8));
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn(2, 16, 4, 4),
            e = randn(2, 64);

        Assert.Equal(0, network.call(rand(2, 1, 8, 8), rand(2), null).abs().max().item<float>());
        Assert.True(network.modules().OfType<ResidualBlock>().First().call(x, e).eq(x).all().item<bool>());
        Assert.True(
            network.modules().OfType<SelfAttention>().Single().call(cat([x, x], 1)).eq(cat([x, x], 1)).all().item<bool>()
        );
    }

    [Fact]
    public void Every_parameter_but_those_of_the_first_zeros_learns_from_the_second_step_on()
    {
        using UNet network = Create(new ImageShape(1, 8, 8), classes: 2);
        using DisposeScope scope = NewDisposeScope();
        using optim.Optimizer optimizer = optim.SGD(network.parameters(), 0.1);
        Tensor x = randn(4, 1, 8, 8),
            t = rand(4),
            labels = tensor(new[] { 0L, 1, 2, 0 });

        for (int step = 0; step < 3; step++)
        {
            optimizer.zero_grad();
            network.call(x, t, labels).sub(x).square().mean().backward();
            optimizer.step();
        }

        Assert.All(
            network.named_parameters(),
            entry => Assert.True(entry.parameter.grad!.abs().max().item<float>() > 0, entry.name)
        );
    }

    [Fact]
    public void The_generator_alone_decides_the_weights()
    {
        using UNet first = Create(new ImageShape(1, 8, 8), seed: 1),
            again = Create(new ImageShape(1, 8, 8), seed: 1),
            other = Create(new ImageShape(1, 8, 8), seed: 2);

        Assert.Equal(Bytes(first), Bytes(again));
        Assert.NotEqual(Bytes(first), Bytes(other));
    }

    private static byte[] Bytes(Module network) => [.. network.parameters().SelectMany(parameter => parameter.bytes.ToArray())];

    private static UNet Create(ImageShape shape, int classes = 0, long seed = 1)
    {
        using Draws weights = new SeededRandom(seed).Draws("weights");
        return new UNet(shape, width: 16, deepWidth: 32, blocks: 1, classes).Initialize(weights);
    }
}
