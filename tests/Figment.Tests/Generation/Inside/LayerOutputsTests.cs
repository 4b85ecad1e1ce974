using Figment.Backend;
using Figment.Data.Images;
using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Objectives;
using Figment.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Generation;

public sealed class LayerOutputsTests
{
    [Fact]
    public void Each_layer_gives_what_the_next_one_turns_into_its_own_and_the_last_the_image()
    {
        using TorchSharp.Modules.Sequential generator = TinyGan.Generator();
        using Gan model = new(() => generator, TinyGan.Discriminator(), TinyGan.Plain);
        using DisposeScope scope = NewDisposeScope();
        Latents latents = Latents.OfSamples(model, [0, 4]);

        (IReadOnlyList<LayerOutput> layers, Tensor images) = LayerOutputs.Of(model, latents);

        Assert.Equal(["Linear", "LeakyReLU", "Linear", "Sigmoid", "Unflatten"], layers.Select(layer => layer.Kind));
        Assert.Equal(Enumerable.Range(0, 5).Select(k => $"generator.{k}"), layers.Select(layer => layer.Name));
        Tensor before = latents.Values;
        foreach ((LayerOutput layer, Module module) in layers.Zip(generator.children()))
        {
            Assert.True(layer.Values.allclose(((Module<Tensor, Tensor>)module).call(before), atol: 1e-6), layer.Name);
            before = layer.Values;
        }

        Assert.True(layers[^1].Values.eq(images).all().item<bool>());
        Assert.True(images.allclose(latents.Generate(model), atol: 1e-6));
    }

    [Theory]
    [InlineData("gan")]
    [InlineData("dcgan")]
    [InlineData("conv-vae")]
    [InlineData("flow")]
    public void A_preset_shows_its_layers_and_is_left_as_it_was(string preset)
    {
        using ImageModel model = (ImageModel)
            ModelCatalog.Find(preset).Create(ModelCatalog.Find(preset).OptionsFor(Digits), Digits, new SeededRandom(1));
        using DisposeScope scope = NewDisposeScope();
        Latents latents = Latents.OfSamples(model, [0]);
        using Tensor before = latents.Generate(model);

        (IReadOnlyList<LayerOutput> layers, Tensor images) = LayerOutputs.Of(model, latents);
        int seen = layers.Count;

        Assert.InRange(layers.Count, 4, 20);
        Assert.Equal(layers.Count, layers.Select(layer => layer.Name).Distinct().Count());
        Assert.All(layers, layer => Assert.Equal(1, layer.Values.shape[0]));
        Assert.True(images.allclose(before, atol: 1e-4));
        using Tensor again = latents.Generate(model);
        Assert.True(again.eq(before).all().item<bool>());
        Assert.Equal(seen, layers.Count); // the hooks are gone
    }

    [Fact]
    public void Of_a_flow_a_look_is_chosen()
    {
        // A network of one layer: the velocity is x itself, which grows by half in each of two steps.
        using FlowMatching model = new(
            () => new Layered(),
            new ImageShape(1, 2, 2),
            new FlowOptions
            {
                EmaHalfLife = 0,
                LabelDropout = 0,
                GuidanceScale = 1,
            }
        );
        model.Solver = new OdeSolver(OdeMethod.Euler, 2);
        using DisposeScope scope = NewDisposeScope();
        Latents latents = new(full([1, 1, 2, 2], 0.4f), null);

        Assert.Equal(2, LayerOutputs.LooksOf(model));
        Assert.Equal(0.4, LayerOutputs.Of(model, latents).Layers.Single().Values.mean().item<float>(), 1e-6);
        Assert.Equal(0.6, LayerOutputs.Of(model, latents, 1).Layers.Single().Values.mean().item<float>(), 1e-6);
        Assert.Throws<OptionsException>(() => LayerOutputs.Of(model, latents, 2));
        Assert.Throws<OptionsException>(() => LayerOutputs.Of(model, latents, -1));
    }

    private static ImageDescription Digits => new(new ImageShape(1, 16, 16), [5, 5]);

    private sealed class Layered : Module<Tensor, Tensor, Tensor?, Tensor>
    {
        private readonly Module<Tensor, Tensor> layer = Sequential(Identity());

        internal Layered()
            : base("layered") => RegisterComponents();

        public override Tensor forward(Tensor x, Tensor t, Tensor? labels) => layer.call(x);
    }
}
