using Figment.Backend;
using Figment.Models.Images;
using TorchSharp;
using TorchSharp.Modules;
using static Figment.Tests.Models.TinyGan;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Models;

/// <summary>Which weights are used to make samples.</summary>
public sealed class GanAverageTests
{
    [Fact]
    public void Samples_come_from_the_average_where_there_is_one()
    {
        using Gan gan = new(Generator, Discriminator(), Plain with { EmaHalfLife = 1000 });
        for (int step = 0; step < 3; step++)
            Step(gan, step);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Module<Tensor, Tensor> generator = Network(gan, "generator"),
            average = Network(gan, "average");
        Assert.Same(average, Assert.Single(gan.SamplingNetworks).Module);
        Assert.NotEqual(Weights(generator), Weights(average));

        using Generator random = new SeededRandom(1).Generator("latents");
        Tensor latents = gan.DrawLatents(5, new MersenneDraws(random)),
            images = gan.Generate(latents);
        average.eval();
        Assert.True(average.call(latents).eq(images).all().item<bool>());

        foreach (Parameter parameter in generator.parameters())
            parameter.zero_();
        Assert.True(gan.Generate(latents).eq(images).all().item<bool>());
    }

    [Fact]
    public void The_average_follows_by_the_images_seen_with_this_batch()
    {
        Sequential generator = Generator();
        using Gan gan = new(Once(generator, Generator), Discriminator(), Plain with { EmaHalfLife = 8 });
        using DisposeScope scope = NewDisposeScope();
        Tensor before = ((Linear)generator[0]).weight!.detach().clone();

        Step(gan, step: 100);

        Tensor mean = ((Linear)((Sequential)Network(gan, "average"))[0]).weight!;
        Assert.True(mean.sub((before + ((Linear)generator[0]).weight!) / 2).abs().max().item<float>() < 1e-6);
    }

    [Fact]
    public void Without_a_half_life_there_is_no_average_and_samples_come_from_the_generator()
    {
        using Gan gan = new(Generator, Discriminator(), Plain);

        Assert.Equal(["generator", "discriminator"], Named(gan.Networks));
        Assert.Equal(["generator"], Named(gan.SamplingNetworks));
    }

    [Fact]
    public void A_builder_that_gives_the_same_generator_twice_is_refused()
    {
        using Sequential generator = Generator(),
            discriminator = Discriminator();

        Assert.Contains(
            "its own average",
            Assert
                .Throws<ArgumentException>(() => new Gan(() => generator, discriminator, Plain with { EmaHalfLife = 10 }))
                .Message,
            StringComparison.Ordinal
        );
    }

    private static Func<Module<Tensor, Tensor>> Once(Sequential first, Func<Sequential> then)
    {
        Queue<Sequential> queue = new([first]);
        return () => queue.TryDequeue(out Sequential? network) ? network : then();
    }

    private static Module<Tensor, Tensor> Network(Gan gan, string name) =>
        (Module<Tensor, Tensor>)gan.Networks.Single(network => network.Name == name).Module;
}
