using System.Text.Json;
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

/// <summary>Which options are refused, and what the three builds do with valid ones.</summary>
public sealed class GanOptionsTests
{
    public static TheoryData<string, GanOptions> Illegal =>
        new()
        {
            {
                "The loss hinge uses no labels",
                new() { Loss = AdversarialLoss.Hinge, LabelSmoothing = 0.1 }
            },
            {
                "The loss relativistic uses no labels",
                new() { Loss = AdversarialLoss.Relativistic, LabelSmoothing = 0.1 }
            },
            {
                "nothing holds the discriminator back",
                new() { Loss = AdversarialLoss.Wasserstein, R1 = 0 }
            },
            {
                "nothing holds the discriminator back",
                new DenseGanOptions { Loss = AdversarialLoss.Wasserstein, R1 = 0 }
            },
            {
                "nothing holds the discriminator back",
                new ResidualGanOptions { Loss = AdversarialLoss.Wasserstein, R1 = 0 }
            },
            {
                "The augmentations are color, translation and cutout",
                new() { Augment = (Augmentations)8 }
            },
            {
                "The latent size",
                new() { LatentSize = 0 }
            },
            {
                "The learning rate",
                new() { LearningRate = 0 }
            },
            {
                "The decay",
                new() { Decay = 1.1 }
            },
            {
                "The number of items after which the learning rate",
                new() { SteadyItems = -1 }
            },
            {
                "beta1",
                new() { Beta1 = 1 }
            },
            {
                "beta2",
                new() { Beta2 = 1 }
            },
            {
                "The number of discriminator steps",
                new() { DiscriminatorSteps = 0 }
            },
            {
                "R1",
                new() { R1 = -1 }
            },
            {
                "R2",
                new() { R2 = double.NaN }
            },
            {
                "The gradient penalty",
                new() { GradientPenalty = 1e4 }
            },
            {
                "The interval between penalties",
                new() { PenaltyEvery = 0 }
            },
            {
                "The label smoothing",
                new() { LabelSmoothing = 0.6 }
            },
            {
                "The instance noise",
                new() { InstanceNoise = -0.1 }
            },
            {
                "The half-life",
                new() { EmaHalfLife = -1 }
            },
            {
                "The number of clusters",
                new() { Clusters = -1 }
            },
            {
                "The width",
                new ConvGanOptions { Width = 0 }
            },
            {
                "The width",
                new ResidualGanOptions { Width = 2000 }
            },
        };

    public static TheoryData<GanOptions> Legal =>
        [
            new GanOptions { LabelSmoothing = 0.1 },
            new GanOptions { Loss = AdversarialLoss.LeastSquares, LabelSmoothing = 0.5 },
            new GanOptions { Loss = AdversarialLoss.Wasserstein, R1 = 1 },
            new GanOptions
            {
                Loss = AdversarialLoss.Wasserstein,
                R1 = 0,
                R2 = 1,
            },
            new GanOptions
            {
                Loss = AdversarialLoss.Wasserstein,
                R1 = 0,
                GradientPenalty = 10,
            },
            new DenseGanOptions
            {
                Loss = AdversarialLoss.Wasserstein,
                R1 = 0,
                SpectralNorm = true,
            },
            new ConvGanOptions
            {
                Loss = AdversarialLoss.Wasserstein,
                R1 = 0,
                SpectralNorm = true,
            },
            new GanOptions { Augment = Augmentations.Color | Augmentations.Translation | Augmentations.Cutout },
        ];

    [Theory]
    [InlineData("dcgan", 1, 28, 0.004, 1, 0)]
    [InlineData("dcgan", 1, 8, 0.004, 1, 0)]
    [InlineData("dcgan", 3, 56, 0.002, 12, 0)] // twelve times the numbers, and twice the channels where images are smallest
    [InlineData("dcgan", 3, 32, 0.002, 3.92, 0)]
    [InlineData("dcgan", 3, 64, 0.002, 15.67, 0)]
    [InlineData("r3gan", 3, 56, 0.0015, 12, 12)]
    [InlineData("gan", 1, 56, 0.0015, 4, 0)]
    [InlineData("wgan-gp", 3, 56, 0.0015, 0, 0)]
    [InlineData("gan", 3, 1024, 0.0015, 1000, 0)] // the most that may be said
    public void What_is_left_to_the_data_goes_by_the_size_of_images(
        string preset,
        int channels,
        int side,
        double learningRate,
        double r1,
        double r2
    )
    {
        ImageDescription data = new(new ImageShape(channels, side, side));

        GanOptions fitted = (GanOptions)ModelCatalog.Find(preset).OptionsFor(data);

        Assert.Equal((learningRate, r1, r2), (fitted.LearningRate, fitted.R1, fitted.R2));
    }

    [Theory]
    [InlineData("gan", null, 100_000)]
    [InlineData("dcgan", null, 100_000)]
    [InlineData("gan", "0", 0)]
    [InlineData("wgan-gp", null, 0)]
    [InlineData("r3gan", null, 0)]
    public void The_step_size_falls_with_images_where_a_preset_leaves_it_to_the_data(string preset, string? said, double expected)
    {
        ModelPreset recipe = ModelCatalog.Find(preset).WithChanges(said is null ? [] : [new("steadyItems", said)]);

        Assert.Equal(expected, ((GanOptions)recipe.OptionsFor(new ImageDescription(new ImageShape(1, 28, 28)))).SteadyItems);
    }

    [Fact]
    public void A_run_from_before_the_step_size_fell_with_images_goes_on_as_it_began()
    {
        ModelPreset preset = ModelCatalog.Find("gan");
        Dictionary<string, JsonElement> saved = preset
            .ToJson()
            .EnumerateObject()
            .ToDictionary(value => value.Name, value => value.Value);
        Assert.True(saved.Remove("steadyItems"));
        JsonElement older = JsonSerializer.SerializeToElement(saved);

        Assert.Equal(
            0,
            ((GanOptions)preset.OfRun(older).OptionsFor(new ImageDescription(new ImageShape(1, 28, 28)))).SteadyItems
        );
        Assert.Equal(
            100_000,
            ((GanOptions)preset.BegunFrom(older).OptionsFor(new ImageDescription(new ImageShape(1, 28, 28)))).SteadyItems
        );
    }

    [Theory]
    [InlineData(28, null, 32, 0.004)]
    [InlineData(32, null, 32, 0.002)]
    [InlineData(64, null, 16, 0.002)]
    [InlineData(128, null, 16, 0.001)]
    [InlineData(64, 32, 32, 0.001)]
    [InlineData(28, 64, 64, 0.002)]
    [InlineData(28, 8, 8, 0.004)]
    public void Convolutions_take_smaller_steps_the_more_channels_there_are(
        int side,
        int? width,
        int expectedWidth,
        double learningRate
    )
    {
        ModelPreset preset = ModelCatalog.Find("dcgan").WithChanges([new("width", $"{width}")]);

        ConvGanOptions fitted = (ConvGanOptions)preset.OptionsFor(new ImageDescription(new ImageShape(3, side, side)));

        Assert.Equal((expectedWidth, learningRate), (fitted.Width, fitted.LearningRate));
    }

    [Fact]
    public void What_is_said_stays_whatever_the_size()
    {
        ModelPreset preset = ModelCatalog
            .Find("dcgan")
            .WithChanges([
                new("learningRate", "0.1"),
                new("r1", "3"),
                new("r2", "2"),
                new("width", "24"),
                new("conditional", "false"),
                new("steadyItems", "1000"),
            ]);

        Assert.Empty(preset.LeftToData);
        Assert.Equal(preset.Options, preset.OptionsFor(new ImageDescription(new ImageShape(3, 64, 64), [1, 1])));
        Assert.Equal(
            new ConvGanOptions
            {
                LearningRate = 0.1,
                R1 = 3,
                R2 = 2,
                SteadyItems = 1000,
                Width = 24,
                Clusters = 128,
            },
            preset.Options
        );
    }

    [Fact]
    public void A_weight_that_is_left_to_the_data_again_is_no_weight_of_0()
    {
        ModelPreset preset = ModelCatalog.Find("wgan-gp").WithChanges([new("r1", ""), new("gradientPenalty", "0")]);

        OptionsValidator.ThrowIfInvalid(preset.Options);
        Assert.Equal(4, ((GanOptions)preset.OptionsFor(new ImageDescription(new ImageShape(1, 56, 56)))).R1);
    }

    [Fact]
    public void A_saved_run_says_what_was_left_to_the_data_by_nothing()
    {
        ModelPreset preset = ModelCatalog.Find("r3gan").WithChanges([new("r1", "2")]);
        JsonElement saved = preset.ToJson();

        Assert.Equal((2, JsonValueKind.Null), (saved.GetProperty("r1").GetDouble(), saved.GetProperty("r2").ValueKind));
        ModelPreset read = ModelCatalog.Find("r3gan").OfRun(saved);
        Assert.Equal([nameof(GanOptions.R2)], read.LeftToData);
        Assert.Equal(2, ((GanOptions)read.OptionsFor(new ImageDescription(new ImageShape(3, 64, 64)))).R2);
    }

    /// <summary>The three builds, and those that can also have a discriminator that is held back.</summary>
    public static TheoryData<string> Builds => ["dense", "dense held", "convolutional", "convolutional held", "residual"];

    [Theory]
    [MemberData(nameof(Illegal))]
    public void What_cannot_work_is_refused(string message, GanOptions options)
    {
        OptionsException e = Assert.Throws<OptionsException>(() => OptionsValidator.ThrowIfInvalid(options));

        Assert.Contains(message, Assert.Single(e.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Legal))]
    public void What_can_work_is_not(GanOptions options) => OptionsValidator.ThrowIfInvalid(options);

    [Fact]
    public void Every_problem_is_named_at_once()
    {
        OptionsException e = Assert.Throws<OptionsException>(() =>
            OptionsValidator.ThrowIfInvalid(
                new ConvGanOptions
                {
                    Width = 0,
                    LatentSize = 0,
                    Loss = AdversarialLoss.Wasserstein,
                    R1 = 0,
                    LabelSmoothing = 0.1,
                    Augment = (Augmentations)16,
                }
            )
        );

        Assert.Equal(5, e.Problems.Count);
    }

    [Fact]
    public void Classes_come_before_clusters()
    {
        GanOptions options = new() { Clusters = 7 };

        Assert.Equal(10, options.Conditions(10));
        Assert.Equal(7, options.Conditions(0));
        Assert.Equal(0, new GanOptions().Conditions(0));
    }

    [Theory]
    [MemberData(nameof(Builds))]
    public void Every_build_learns_with_classes_with_clusters_and_with_neither(string build)
    {
        ImageDescription data = new(new ImageShape(3, 8, 8), [2, 2]);
        foreach ((bool conditional, int clusters) in new[] { (true, 5), (false, 5), (false, 0) })
        {
            using Gan gan = Create(build, data, conditional, clusters);
            using DisposeScope scope = NewDisposeScope();
            using Generator random = new SeededRandom(1).Generator("step");
            byte[] before = ModelContractTests.State(gan);

            IReadOnlyList<Measure> measures = gan.TrainStep(
                new Batch(rand([4, 3, 8, 8], generator: random), tensor([0L, 1, 0, 1])),
                new TrainingMoment(0, 0, 0),
                new MersenneDraws(random)
            );

            Assert.All(measures, measure => Assert.True(measure.Value.isfinite().all().item<bool>()));
            Assert.NotEqual(before, ModelContractTests.State(gan));
            Assert.Equal(conditional, gan.IsConditional);
            Assert.Equal(!conditional && clusters > 0, gan.Networks.Any(network => network.Name == "clusters"));
            Assert.Equal([2, 3, 8, 8], gan.Sample(2).shape);
        }
    }

    [Theory]
    [MemberData(nameof(Builds))]
    public void The_seed_alone_decides_the_first_weights(string build)
    {
        ImageDescription data = new(new ImageShape(1, 8, 8), []);
        byte[] First(long seed)
        {
            manual_seed(Environment.TickCount64).Dispose(); // the global generator must not matter
            using Gan gan = Create(build, data, conditional: false, clusters: 0, seed);
            return ModelContractTests.State(gan);
        }

        Assert.Equal(First(3), First(3));
        Assert.NotEqual(First(3), First(4));
    }

    [Fact]
    public void Images_that_cannot_be_halved_twice_are_refused_before_anything_is_built()
    {
        ImageDescription data = new(new ImageShape(1, 30, 28), []);

        Assert.Contains(
            "28 pixels wide and 30 high",
            Assert.Throws<FigmentException>(() => Create("convolutional", data, false, 0)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "multiples of 8",
            Assert.Throws<FigmentException>(() => Create("residual", data, false, 0)).Message,
            StringComparison.Ordinal
        );
        using Gan dense = Create("dense", data, false, 0);
        Assert.Equal(data.Shape, dense.Shape);
    }

    private static Gan Create(string build, ImageDescription data, bool conditional, int clusters, long seed = 1) =>
        build switch
        {
            "dense" or "dense held" => DenseGan.Create(
                new DenseGanOptions
                {
                    LatentSize = 4,
                    Conditional = conditional,
                    Clusters = clusters,
                    SpectralNorm = build == "dense held",
                },
                data,
                new SeededRandom(seed)
            ),
            "residual" => ResidualGan.Create(
                new ResidualGanOptions
                {
                    LatentSize = 4,
                    Conditional = conditional,
                    Clusters = clusters,
                    Width = 8,
                },
                data,
                new SeededRandom(seed)
            ),
            _ => ConvGan.Create(
                new ConvGanOptions
                {
                    LatentSize = 4,
                    Conditional = conditional,
                    Clusters = clusters,
                    Width = 8,
                    SpectralNorm = build == "convolutional held",
                },
                data,
                new SeededRandom(seed)
            ),
        };
}
