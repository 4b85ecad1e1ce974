using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Models;

public sealed class FlowMatchingTests
{
    private static readonly ImageShape Tiny = new(1, 2, 3),
        Small = new(1, 8, 8);
    private static readonly FlowOptions Plain = new()
    {
        EmaHalfLife = 0,
        WarmUp = 0,
        Decay = 0,
        WeightDecay = 0,
        LabelDropout = 0,
        GuidanceScale = 1,
    };

    [Fact]
    public void A_known_flow_leads_from_noise_to_its_image()
    {
        // All data is one image c, so that v(x, t) = E[x_1 − x_0 | x_t = x] = (c − x) / (1 − t).
        using Tensor c = tensor(new float[] { -1, -0.5f, 0, 0.25f, 0.5f, 1 }, [1, 1, 2, 3]);
        using FlowMatching model = new(
            () => new VelocityNetwork((x, t, _) => (c - x) / (1 - t).view(-1, 1, 1, 1)),
            Tiny,
            Plain with
            {
                Solver = OdeSolver.Parse("euler:5"),
            }
        );
        using DisposeScope scope = NewDisposeScope();

        Tensor samples = model.Sample(4);

        Assert.Equal([4, 1, 2, 3], samples.shape);
        Assert.InRange(samples.sub((c + 1) / 2).abs().max().item<float>(), 0, 1e-5);
    }

    [Fact]
    public void Images_are_mapped_to_0_to_1_and_kept_there()
    {
        using FlowMatching model = new(() => new VelocityNetwork((x, _, _) => zeros_like(x)), Tiny, Plain);
        using Tensor latents = tensor(new float[] { -3, -1, -0.5f, 0, 1, 1.5f }, [1, 1, 2, 3]),
            images = model.Generate(latents);

        Assert.Equal([0, 0, 0.25f, 0.5f, 1, 1], images.data<float>().ToArray());
    }

    [Fact]
    public void A_step_learns_the_velocity_at_a_place_on_the_path_and_keeps_to_the_loss_of_the_paper()
    {
        (float loss, float[] x, float[] t, float[] noise, float[] data) = FlowStep.Of(Tiny, 5, Plain);

        // The network outputs 0, so the loss is the velocity's mean square.
        Assert.Equal(5, t.Distinct().Count());
        for (int i = 0; i < x.Length; i++)
            Assert.Equal(((1 - t[i / 6]) * noise[i]) + (t[i / 6] * data[i]), x[i], 1e-5);
        Assert.Equal(data.Zip(noise).Average(pair => Math.Pow(pair.First - pair.Second, 2)), loss, 1e-4);
    }

    [Theory]
    [InlineData(0, 0, 0.1)] // the first of ten batches of warm-up
    [InlineData(640, 0.2, 0.6)] // after five batches, the sixth
    [InlineData(6400, 0.2, 1)]
    [InlineData(6400, 0.75, 0.5)] // half of the falling half
    public void The_step_size_rises_then_falls(long images, double fraction, double expected)
    {
        VelocityNetwork network = new((x, _, _) => x);
        using FlowMatching model = new(() => network, Tiny, Plain with { LearningRate = 0.01, WarmUp = 1280, Decay = 0.5 });
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new SeededRandom(1).Generator("step");

        model.TrainStep(
            new Batch(rand(128, 1, 2, 3), null),
            new TrainingMoment(images / 128, images, fraction),
            new MersenneDraws(random)
        );

        // Adam's first step is the step size itself, whatever the gradient.
        Assert.Equal(0.01 * expected, Math.Abs(network.Scale.item<float>()), 1e-6);
    }

    [Fact]
    public void Guidance_goes_from_the_velocity_without_a_class_through_that_with_it()
    {
        // v(none) = 0.02, v(class) = 0.1 (k + 1): guided by 3, 0.02 + 3 (0.1 (k + 1) − 0.02).
        using FlowMatching model = new(
            () =>
                new VelocityNetwork(
                    (x, _, labels) => zeros_like(x) + where(labels!.eq(2), 0.02f, (labels + 1) * 0.1f).view(-1, 1, 1, 1)
                ),
            Tiny,
            Plain with
            {
                Conditional = true,
                LabelDropout = 0.1,
                GuidanceScale = 3,
            },
            [5, 5]
        );
        using DisposeScope scope = NewDisposeScope();
        Tensor latents = zeros(2, 1, 2, 3),
            labels = tensor(new[] { 0L, 1 });

        Assert.Equal(
            [0.63, 0.78],
            model.Generate(latents, labels).mean([1, 2, 3]).data<float>().Select(value => Math.Round(value, 4))
        );
        model.GuidanceScale = 1;
        Assert.Equal(
            [0.55, 0.6],
            model.Generate(latents, labels).mean([1, 2, 3]).data<float>().Select(value => Math.Round(value, 4))
        );
        Assert.Throws<OptionsException>(() => model.GuidanceScale = 0.5);
    }

    [Fact]
    public void Some_labels_are_dropped_for_one_that_means_no_class_and_none_without_dropout()
    {
        List<long> Seen(double dropout)
        {
            List<long> seen = [];
            using FlowMatching model = new(
                () =>
                    new VelocityNetwork(
                        (x, _, labels) =>
                        {
                            seen.AddRange(labels!.data<long>().ToArray());
                            return x;
                        }
                    ),
                Tiny,
                Plain with
                {
                    Conditional = true,
                    LabelDropout = dropout,
                },
                [1, 1, 1]
            );
            seen.Clear();
            using DisposeScope scope = NewDisposeScope();
            using Generator random = new SeededRandom(1).Generator("step");
            model.TrainStep(
                new Batch(rand(2000, 1, 2, 3), full(2000, 1L)),
                new TrainingMoment(0, 0, 0),
                new MersenneDraws(random)
            );
            return seen;
        }

        Assert.All(Seen(0), label => Assert.Equal(1, label));
        Assert.All(Seen(0.25), label => Assert.True(label is 1 or 3));
        Assert.InRange(Seen(0.25).Count(label => label == 3), 420, 580); // 500 ± 4 standard deviations
    }

    [Fact]
    public void Guidance_where_there_is_none_to_have_is_refused()
    {
        OptionsException e = Assert.Throws<OptionsException>(() =>
            ModelCatalog
                .Find("flow")
                .Create(
                    new FlowOptions
                    {
                        Width = 12,
                        DeepWidth = 100,
                        GuidanceScale = 2,
                        LabelDropout = 0,
                        Blocks = 0,
                    },
                    new ImageDescription(Small, []),
                    new SeededRandom(1)
                )
        );
        Assert.Equal(4, e.Problems.Count);

        using FlowMatching unconditional = Create(new FlowOptions { Width = 8, DeepWidth = 16 }, Small, classes: 0);
        using FlowMatching undropped = Create(Plain with { Width = 8, DeepWidth = 16, Conditional = true }, Small, classes: 2);
        Assert.Equal(1, unconditional.GuidanceScale); // without labels there are no classes to guide towards
        Assert.Contains(
            "trained without classes",
            Assert.Throws<OptionsException>(() => unconditional.GuidanceScale = 2).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "learned without classes",
            Assert.Throws<OptionsException>(() => undropped.GuidanceScale = 2).Message,
            StringComparison.Ordinal
        );
        unconditional.GuidanceScale = 1;
    }

    [Fact]
    public void The_solver_can_be_changed_at_any_time()
    {
        List<float> times = [];
        using FlowMatching model = new(
            () =>
                new VelocityNetwork(
                    (x, t, _) =>
                    {
                        times.Add(t[0].item<float>());
                        return x;
                    }
                ),
            Tiny,
            Plain
        );
        times.Clear();

        model.Solver = OdeSolver.Parse("euler:4");
        model.Sample(2).Dispose();

        Assert.Equal([0, 0.25f, 0.5f, 0.75f], times);
    }

    [Fact]
    public void Times_of_learning_and_of_steps_are_moved_towards_noise()
    {
        List<float[]> times = [];
        FlowMatching Create(double shift) =>
            new(
                () =>
                    new VelocityNetwork(
                        (x, t, _) =>
                        {
                            times.Add(t.data<float>().ToArray());
                            return x;
                        }
                    ),
                Tiny,
                Plain with
                {
                    TimeShift = shift,
                }
            );
        float[] Learned(FlowMatching model)
        {
            using DisposeScope scope = NewDisposeScope();
            using Generator random = new SeededRandom(1).Generator("step");
            times.Clear();
            model.TrainStep(new Batch(rand(64, 1, 2, 3), null), new TrainingMoment(0, 0, 0), new MersenneDraws(random));
            return times.Single();
        }

        using FlowMatching plain = Create(1),
            shifted = Create(3);
        float[] before = Learned(plain),
            after = Learned(shifted);
        Assert.All(
            before.Zip(after),
            pair => Assert.Equal(pair.First / (pair.First + (3 * (1 - pair.First))), pair.Second, 1e-5f)
        );

        times.Clear();
        shifted.Solver = OdeSolver.Parse("euler:4");
        shifted.Sample(1).Dispose();
        // 0.25 / (0.25 + 3 · 0.75), 0.5 / 2, 0.75 / 1.5
        Assert.Equal([0, 0.1f, 0.25f, 0.5f], times.Select(t => MathF.Round(t[0], 6)));
    }

    [Fact]
    public void Steps_may_be_moved_farther_than_times()
    {
        List<float[]> times = [];
        using FlowMatching model = new(
            () =>
                new VelocityNetwork(
                    (x, t, _) =>
                    {
                        times.Add(t.data<float>().ToArray());
                        return x;
                    }
                ),
            Tiny,
            Plain with
            {
                TimeShift = 1.5,
                StepShift = 2,
                Solver = OdeSolver.Parse("adams:4"),
            }
        );
        times.Clear();

        model.Sample(1).Dispose();

        Assert.Equal([0, 0.1f, 0.25f, 0.5f], times.Select(t => MathF.Round(t[0], 6)));
    }

    [Theory]
    [InlineData(28, 1, "euler:10")]
    [InlineData(64, 1.4, "adams:6")]
    public void Samples_of_networks_that_tell_the_image_follow_the_flow_in_fewer_steps(int side, double stepShift, string solver)
    {
        ImageDescription data = new(new ImageShape(3, side, side), []);

        FlowOptions options = (FlowOptions)ModelCatalog.Find("flow").OptionsFor(data);

        Assert.Equal((stepShift, solver), (options.StepShift, $"{options.Solver}"));
    }

    [Theory]
    [InlineData(28, 28, 1)]
    [InlineData(8, 8, 1)]
    [InlineData(56, 56, 2)]
    [InlineData(28, 112, 2)]
    [InlineData(1024, 1024, 20)] // the most that may be said
    public void Larger_images_are_learned_with_more_noise(int height, int width, double shift)
    {
        ImageDescription data = new(new ImageShape(3, height, width), []);

        ModelPreset flow = ModelCatalog.Find("flow");
        Assert.Equal(shift, ((FlowOptions)flow.OptionsFor(data)).TimeShift);
        Assert.Equal(1.5, ((FlowOptions)flow.WithChanges([new("timeShift", "1.5")]).OptionsFor(data)).TimeShift);
    }

    [Fact]
    public void Samples_are_made_with_the_average_of_the_weights()
    {
        using FlowMatching model = Create(
                new FlowOptions
                {
                    Width = 8,
                    DeepWidth = 16,
                    EmaHalfLife = 1e6,
                },
                Small,
                classes: 0
            ),
            raw = Create(
                new FlowOptions
                {
                    Width = 8,
                    DeepWidth = 16,
                    EmaHalfLife = 0,
                },
                Small,
                classes: 0
            );

        Assert.Equal(["velocity", "average"], model.Networks.Select(network => network.Name));
        Assert.Equal(["average"], model.SamplingNetworks.Select(network => network.Name));
        Assert.Equal(["velocity"], raw.SamplingNetworks.Select(network => network.Name));
        Assert.Equal(["velocity"], model.Summaries().Select(summary => summary.Name));
    }

    [Fact]
    public void Making_images_holds_one_step_of_tensors_at_a_time_and_leaves_none()
    {
        List<long> alive = [];
        using FlowMatching model = new(
            () =>
                new VelocityNetwork(
                    (x, _, _) =>
                    {
                        alive.Add(Tensor.TotalCount);
                        return x * 0.5f;
                    }
                ),
            Tiny,
            Plain with
            {
                Solver = OdeSolver.Parse("euler:20"),
            }
        );
        alive.Clear();
        using Tensor latents = randn(3, 1, 2, 3);
        long before = LiveTensors.Count();

        model.Generate(latents).Dispose();

        Assert.Equal(before, Tensor.TotalCount);
        Assert.Single(alive[1..].Distinct());
    }

    [Fact]
    public void Gradients_flow_back_to_the_noise()
    {
        using FlowMatching model = new(
            () => new VelocityNetwork((x, _, _) => x * 0.5f),
            Tiny,
            Plain with
            {
                Solver = OdeSolver.Parse("euler:2"),
            }
        );
        using DisposeScope scope = NewDisposeScope();
        Tensor latents = full([1, 1, 2, 3], 0.1f).requires_grad_();

        model.Decode(latents).sum().backward();

        // Two steps of 1 + ½ · ½, then halved by the way from [−1, 1] to [0, 1].
        Assert.All(latents.grad!.data<float>(), gradient => Assert.Equal(1.25 * 1.25 / 2, gradient, 1e-6));
    }

    [Fact]
    public void A_trained_model_makes_the_same_images_whatever_their_number()
    {
        using FlowMatching model = Create(
            new FlowOptions
            {
                Width = 16,
                DeepWidth = 32,
                Conditional = true,
            },
            Small,
            classes: 2
        );
        using (
            Tensor images = rand(16, 1, 8, 8),
                labels = arange(16, ScalarType.Int64) % 2
        )
        {
            for (int step = 0; step < 30; step++)
            {
                using DisposeScope scope = NewDisposeScope();
                using Generator random = new SeededRandom(1).Generator("step", step);
                model.TrainStep(
                    new Batch(images, labels),
                    new TrainingMoment(step, step * 16, step / 30.0),
                    new MersenneDraws(random)
                );
            }
        }

        using Tensor many = model.Sample(256 + 2),
            few = model.Sample(3);

        Assert.InRange(many[..3].sub(few).abs().max().item<float>(), 0, 1e-5);
    }

    [Fact]
    public void Colour_images_of_other_sizes_do()
    {
        using FlowMatching model = Create(new FlowOptions { Width = 8, DeepWidth = 16 }, new ImageShape(3, 12, 8), classes: 0);
        using Tensor samples = model.Sample(2);

        Assert.Equal([2, 3, 12, 8], samples.shape);
    }

    [Fact]
    public void A_network_that_makes_no_velocity_is_refused_with_the_shapes()
    {
        Assert.Contains(
            "turns [2, 1, 2, 3] into [2, 1, 2]",
            Assert
                .Throws<FigmentException>(() => new FlowMatching(() => new VelocityNetwork((x, _, _) => x.sum(3)), Tiny))
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "does not take images [2, 1, 2, 3], times [2]:",
            Assert.Throws<FigmentException>(() => new FlowMatching(() => new VelocityNetwork((x, t, _) => x + t), Tiny)).Message,
            StringComparison.Ordinal
        );
    }

    private static FlowMatching Create(FlowOptions options, ImageShape shape, int classes) =>
        FlowMatching.Create(options, new ImageDescription(shape, [.. Enumerable.Repeat(8, classes)]), new SeededRandom(1));
}
