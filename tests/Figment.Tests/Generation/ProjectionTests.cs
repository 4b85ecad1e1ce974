using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models.Images;
using Figment.Tests.Models;
using Figment.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Generation;

public sealed class ProjectionTests
{
    private static readonly ImageShape Shape = new(1, 2, 3);

    [Fact]
    public void It_finds_the_most_probable_latent()
    {
        using DisposeScope scope = NewDisposeScope();
        using BandModel model = new(1, new ImageShape(1, 1, 1));
        ProjectionOptions options = new() { PixelNoise = 0.5, Steps = 400 };
        Tensor target = full([1, 1, 1, 1], 0.9f);

        Projection found = Projection.Find(model, target, options);

        // The least of (0.9 − s(z))²/(2 · 0.5²) + z²/2 is where its derivative 4 (s − 0.9) s (1 − s) + z, which grows, is 0.
        double low = 0,
            high = 3;
        for (int i = 0; i < 60; i++)
        {
            double z = (low + high) / 2,
                s = 1 / (1 + Math.Exp(-z));
            if ((4 * (s - 0.9) * s * (1 - s)) + z < 0)
                low = z;
            else
                high = z;
        }

        Assert.Equal(low, found.Latents.Values.item<float>(), 1e-3);
        Assert.Equal(0.9 - (1 / (1 + Math.Exp(-low))), found.Errors[0], 1e-3);
    }

    [Fact]
    public void Images_that_the_model_can_make_are_found_with_their_class()
    {
        using DisposeScope scope = NewDisposeScope();
        using BandModel model = new(3, new ImageShape(1, 1, 3), classes: 4);
        Latents truth = new(
            tensor(
                new float[,]
                {
                    { 0.5f, -1, 0.2f },
                    { 0, 0.1f, -0.1f },
                }
            ),
            tensor(new long[] { 2, 0 })
        );
        ProjectionOptions options = new() { PixelNoise = 0.001 };

        Projection free = Projection.Find(model, truth.Generate(model), options);
        Projection told = Projection.Find(model, truth.Generate(model), options with { Classes = [2] });

        // A class shifts all pixels equally, and so can latents: of the four, the one with the shortest latents is kept.
        Assert.All(free.Errors.Concat(told.Errors), error => Assert.InRange(error, 0, 0.002));
        Assert.Equal([2L, 2], told.Latents.Labels!.data<long>().ToArray());
        Assert.True(told.Latents.Values[0].sub(truth.Values[0]).abs().max().item<float>() < 0.02);
        Assert.True(free.Latents.Values.square().sum().item<float>() <= told.Latents.Values.square().sum().item<float>() + 1e-3);
    }

    [Fact]
    public void A_GAN_comes_nearer_than_its_nearest_sample_and_its_networks_stay_as_they_were()
    {
        using DisposeScope scope = NewDisposeScope();
        using ImageModel model = TrainerTests.NewModel();
        Tensor target = model.Sample(1, new SampleOptions { Seed = 99 });
        byte[] before = ModelContractTests.State(model);
        double nearest = PixelError.Of(model.Sample(256), target.expand(256, -1, -1, -1)).Min();

        Projection found = Projection.Find(model, target, new ProjectionOptions { Steps = 60, Starts = 2 });

        Assert.InRange(found.Errors[0], 0, nearest / 2);
        Assert.Equal(before, ModelContractTests.State(model));
        Assert.All(
            model.Networks.SelectMany(network => network.Module.parameters()),
            parameter =>
            {
                Assert.True(parameter.requires_grad);
                Assert.True(parameter.grad is null);
            }
        );
        Assert.False(found.Latents.Values.requires_grad);
    }

    [Fact]
    public void A_seed_finds_the_same_latents_and_nothing_is_left_behind()
    {
        using BandModel model = new(3, Shape, classes: 2);
        float[] first = Find(),
            again = Find();
        long before = LiveTensors.Count();

        float[] third = Find();

        Assert.Equal(before, Tensor.TotalCount);
        Assert.Equal(first, again);
        Assert.Equal(first, third);

        float[] Find()
        {
            using DisposeScope scope = NewDisposeScope();
            return Projection
                .Find(model, full([2, 1, 2, 3], 0.7f), new ProjectionOptions { Steps = 5 })
                .Latents.Values.data<float>()
                .ToArray();
        }
    }

    [Fact]
    public void It_says_how_far_it_is_and_stops_when_asked()
    {
        using DisposeScope scope = NewDisposeScope();
        using BandModel model = new(3, Shape);
        using CancellationTokenSource source = new();
        List<double> heard = [];

        Projection.Find(model, zeros(2, 1, 2, 3), new ProjectionOptions { Steps = 2 }, new Callback(heard.Add));

        Assert.Equal([0.25, 0.5, 0.75, 1], heard);
        Assert.Throws<OperationCanceledException>(() =>
            Projection.Find(model, zeros(2, 1, 2, 3), null, new Callback(_ => source.Cancel()), source.Token)
        );
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_words()
    {
        using DisposeScope scope = NewDisposeScope();
        using BandModel model = new(3, Shape);

        Assert.Equal(
            4,
            Assert
                .Throws<OptionsException>(() =>
                    Projection.Find(
                        model,
                        zeros(1, 1, 2, 3),
                        new ProjectionOptions
                        {
                            Steps = 0,
                            Starts = 0,
                            LearningRate = 0,
                            PixelNoise = 0,
                        }
                    )
                )
                .Problems.Count
        );
        Assert.Contains(
            "without classes",
            Assert
                .Throws<OptionsException>(() =>
                    Projection.Find(model, zeros(1, 1, 2, 3), new ProjectionOptions { Classes = [1] })
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "1×2×3",
            Assert.Throws<FigmentException>(() => Projection.Find(model, zeros(1, 1, 3, 3))).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "at least one image",
            Assert.Throws<FigmentException>(() => Projection.Find(model, zeros(0, 1, 2, 3))).Message,
            StringComparison.Ordinal
        );
    }

    private sealed class Callback(Action<double> action) : IProgress<double>
    {
        public void Report(double value) => action(value);
    }
}
