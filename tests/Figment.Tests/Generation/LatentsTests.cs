using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models.Images;
using Figment.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Generation;

public sealed class LatentsTests
{
    [Fact]
    public void Latents_of_samples_make_the_images_that_sampling_makes()
    {
        using DisposeScope scope = NewDisposeScope();
        using BandModel model = new(3, new ImageShape(1, 2, 3), classes: 4);
        SampleOptions options = new()
        {
            Seed = 5,
            Classes = [3, 1],
            Truncation = 0.7,
        };
        int far = 256 + 3;

        Latents latents = Latents.OfSamples(model, [far, 2, 2], options);
        Tensor samples = model.Sample(far + 1, options);

        Assert.Equal([1L, 3, 3], latents.Labels!.data<long>().ToArray());
        Assert.True(latents.Generate(model).eq(stack([samples[far], samples[2], samples[2]])).all().item<bool>());
    }

    [Fact]
    public void An_encoder_gives_back_the_latents()
    {
        using DisposeScope scope = NewDisposeScope();
        using BandModel model = new(3, new ImageShape(1, 2, 3), classes: 2);
        Latents latents = Latents.OfSamples(model, [.. Enumerable.Range(0, 256 + 9)]);

        Latents found = Latents.OfImages(model, latents.Generate(model), latents.Labels);

        Assert.True(found.Values.sub(latents.Values).abs().max().item<float>() < 1e-3);
        Assert.False(found.Values.requires_grad);
    }

    [Fact]
    public void What_cannot_be_answered_is_refused_in_words()
    {
        using DisposeScope scope = NewDisposeScope();
        using BandModel banded = new(2, new ImageShape(1, 2, 2), classes: 2);
        using ImageModel gan = TrainerTests.NewModel();

        Assert.Contains(
            "no encoder",
            Assert.Throws<FigmentException>(() => Latents.OfImages(gan, zeros(1, 1, 28, 28))).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no labels",
            Assert.Throws<FigmentException>(() => Latents.OfImages(banded, zeros(1, 1, 2, 2))).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "-1 is not a valid number",
            Assert.Throws<OptionsException>(() => Latents.OfSamples(banded, [0, -1])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "at least one",
            Assert.Throws<OptionsException>(() => Latents.OfSamples(banded, [])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no class 2",
            Assert.Throws<OptionsException>(() => Latents.OfSamples(banded, [0], new SampleOptions { Classes = [2] })).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        using BandModel model = new(3, new ImageShape(1, 2, 3), classes: 2);
        Work();
        long before = LiveTensors.Count();

        Work();

        Assert.Equal(before, Tensor.TotalCount);

        void Work()
        {
            using DisposeScope scope = NewDisposeScope();
            Latents latents = Latents.OfSamples(model, [0, 300, 4]);
            Latents.OfImages(model, latents.Generate(model), latents.Labels);
            LatentWalk.Loop(latents, 3);
        }
    }
}
