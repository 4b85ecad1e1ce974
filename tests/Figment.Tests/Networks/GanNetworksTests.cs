using Figment.Backend;
using Figment.Imaging;
using Figment.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Figment.Tests.Networks;

/// <summary>The dense, convolutional and residual pairs of generator and discriminator.</summary>
public sealed class GanNetworksTests : IDisposable
{
    private const int Inputs = 7,
        Outputs = 3,
        Width = 8;
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Draws random = new SeededRandom(1).Draws("test");

    /// <summary>Every build with every shape.</summary>
    public static TheoryData<string, int, int, int> Shapes
    {
        get
        {
            TheoryData<string, int, int, int> all = [];
            foreach (string build in (string[])["dense", "dense held", "convolutional", "convolutional held", "residual"])
            {
                all.Add(build, 1, 28, 28);
                all.Add(build, 3, 32, 32);
                all.Add(build, 3, 64, 64);
                all.Add(build, 1, 20, 44);
                all.Add(build, 3, 64, 96);
                all.Add(build, 1, 136, 72);
                all.Add(build, 1, 8, 8);
                all.Add(build, 2, 8, 12);
            }

            return all;
        }
    }

    public void Dispose()
    {
        random.Dispose();
        scope.Dispose();
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_generator_makes_images_in_range_and_a_discriminator_gives_logits(
        string build,
        int channels,
        int height,
        int width
    )
    {
        (Sequential generator, Sequential discriminator) = Build(build, new ImageShape(channels, height, width));
        using (generator)
        using (discriminator)
        {
            Tensor images = generator.call(random.Normal("test", [4, Inputs]) * 3);

            Assert.Equal([4, channels, height, width], images.shape);
            Assert.InRange(images.min().item<float>(), 0, 1);
            Assert.InRange(images.max().item<float>(), 0, 1);
            Assert.True(images.std([0]).min().item<float>() > 0); // every pixel depends on the latent
            Assert.Equal([4, Outputs], discriminator.call(images).shape);
        }
    }

    [Fact]
    public void A_dense_pair_does_for_any_shape()
    {
        (Sequential generator, Sequential discriminator) = Build("dense", new ImageShape(1, 5, 7));
        using (generator)
        using (discriminator)
        {
            Assert.Equal([4, Outputs], discriminator.call(generator.call(random.Normal("test", [4, Inputs]))).shape);
        }
    }

    [Theory]
    [InlineData("convolutional")]
    [InlineData("residual")]
    public void Sizes_that_cannot_be_halved_are_refused(string build) =>
        Assert.Contains(
            "multiples of 8",
            Assert.Throws<FigmentException>(() => Build(build, new ImageShape(1, 30, 28))).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(8, 8, 2, 2, 2)]
    [InlineData(28, 28, 7, 7, 2)]
    [InlineData(32, 32, 4, 4, 3)]
    [InlineData(24, 24, 3, 3, 3)]
    [InlineData(56, 56, 7, 7, 3)]
    [InlineData(64, 64, 4, 4, 4)]
    [InlineData(128, 64, 4, 2, 5)]
    [InlineData(20, 44, 5, 11, 2)] // 5 is not to be halved
    public void Networks_of_convolutions_begin_with_few_pixels_whatever_the_size(
        int height,
        int width,
        int fewHigh,
        int fewWide,
        int halvings
    )
    {
        foreach (string build in (string[])["convolutional", "residual"])
        {
            (Sequential generator, Sequential discriminator) = Build(build, new ImageShape(3, height, width));
            using (generator)
            using (discriminator)
            {
                int channels = Width << (halvings - 1);
                Assert.Equal([channels * fewHigh * fewWide, Inputs], generator.modules().OfType<Linear>().First().weight!.shape);
                Assert.Equal(channels * fewHigh * fewWide, discriminator.modules().OfType<Linear>().First().weight!.shape[1]);
            }
        }
    }

    [Fact]
    public void Only_generators_normalise_and_residual_networks_not_at_all()
    {
        foreach ((string build, int norms) in new[] { ("dense", 3), ("convolutional", 2), ("residual", 0) })
        {
            (Sequential generator, Sequential discriminator) = Build(build, new ImageShape(1, 8, 8));
            using (generator)
            using (discriminator)
            {
                Assert.Equal(norms, generator.modules().Count(module => module is NormBase));
                Assert.DoesNotContain(discriminator.modules(), module => module is NormBase);
            }
        }
    }

    [Theory]
    [InlineData("dense held", 3)]
    [InlineData("convolutional held", 4)]
    [InlineData("dense", 0)]
    [InlineData("convolutional", 0)]
    public void A_discriminator_that_is_held_back_is_so_in_every_layer(string build, int layers)
    {
        (Sequential generator, Sequential discriminator) = Build(build, new ImageShape(1, 8, 8));
        using (generator)
        using (discriminator)
        {
            Assert.Equal(layers, discriminator.modules().OfType<SpectralNorm>().Count());
        }
    }

    [Theory]
    [InlineData(5)] // ten channels in one group
    [InlineData(8)] // one group of 16
    [InlineData(16)]
    public void A_residual_block_begins_as_the_identity_and_learns_from_there(int channels)
    {
        using Sequential block = FixupBlock.BeginAsIdentity(nn.Sequential(new FixupBlock(channels)).HeNormal(random));
        Tensor input = random.Normal("test", [2, channels, 6, 6]).requires_grad_(true);

        Tensor output = block.call(input);
        output.square().sum().backward();

        Assert.True(output.eq(input).all().item<bool>());
        Assert.True(input.grad!.eq(2 * input).all().item<bool>());
        Conv2d[] layers = [.. block.modules().OfType<Conv2d>()];
        // W₃ learns first, the others once it is not 0
        Assert.Equal([0L, 0, 1], layers.Select(layer => layer.weight!.grad!.ne(0).any().item<bool>() ? 1L : 0));
        Assert.Equal(channels % 8 == 0 ? channels / 8 : 1, layers[1].groups);
    }

    [Fact]
    public void Every_block_of_a_residual_network_begins_as_the_identity()
    {
        (Sequential generator, Sequential discriminator) = Build("residual", new ImageShape(1, 8, 8));
        using (generator)
        using (discriminator)
        {
            FixupBlock[] blocks = [.. generator.modules().Concat(discriminator.modules()).OfType<FixupBlock>()];
            Assert.Equal(4, blocks.Length);
            Assert.All(
                blocks,
                block =>
                {
                    Tensor input = random.Normal("test", [1, block.modules().OfType<Conv2d>().First().weight!.shape[1], 4, 4]);
                    Assert.True(block.call(input).eq(input).all().item<bool>());
                }
            );
        }
    }

    private (Sequential Generator, Sequential Discriminator) Build(string build, ImageShape shape) =>
        build switch
        {
            "dense" or "dense held" => (
                DenseGanNetworks.Generator(Inputs, shape),
                DenseGanNetworks.Discriminator(shape, Outputs, build == "dense held")
            ),
            "residual" => (
                ResidualGanNetworks.Generator(Inputs, shape, Width, random),
                ResidualGanNetworks.Discriminator(shape, Outputs, Width, random)
            ),
            _ => (
                ConvGanNetworks.Generator(Inputs, shape, Width),
                ConvGanNetworks.Discriminator(shape, Outputs, Width, build == "convolutional held")
            ),
        };
}
