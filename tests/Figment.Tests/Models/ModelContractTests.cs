using System.Text.Json;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Models;

/// <summary>What every preset of the catalog must guarantee.</summary>
public sealed class ModelContractTests
{
    /// <summary>Options that make convolutional networks small, for tests that take hundreds of steps.</summary>
    private static readonly Dictionary<string, string> Narrow = new() { ["width"] = "16", ["deepWidth"] = "32" };

    private static readonly ImageShape Shape = new(1, 28, 28),
        Small = new(1, 8, 8);

    /// <summary>Every preset, with classes and without.</summary>
    public static TheoryData<string, bool> Presets
    {
        get
        {
            TheoryData<string, bool> all = [];
            foreach (ModelPreset preset in ImagePresets.All)
            {
                all.Add(preset.Name, false);
                all.Add(preset.Name, true);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void One_seed_repeats_bit_for_bit_and_another_does_not(string preset, bool conditional)
    {
        using MoreThreads two = new(2);
        byte[] first = TrainThreeSteps(preset, conditional, seed: 1),
            again = TrainThreeSteps(preset, conditional, seed: 1),
            other = TrainThreeSteps(preset, conditional, seed: 2);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Samples_have_shape_and_range_and_do_not_depend_on_how_many_are_made(string preset, bool conditional)
    {
        using ImageModel model = Create(preset, conditional, shape: Small);
        const int many = 35;

        using Tensor all = model.Sample(many, new SampleOptions { Seed = 5 });
        using Tensor few = model.Sample(4, new SampleOptions { Seed = 5 });
        using Tensor other = model.Sample(4, new SampleOptions { Seed = 6 });

        Assert.Equal([many, Small.Channels, Small.Height, Small.Width], all.shape);
        Assert.Equal(ScalarType.Float32, all.dtype);
        Assert.InRange(all.min().item<float>(), 0, 1);
        Assert.InRange(all.max().item<float>(), 0, 1);
        Assert.True(all[..4].eq(few).all().item<bool>()); // bit for bit
        Assert.False(few.eq(other).all().item<bool>());
        Assert.False(all.requires_grad);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Classes_can_be_mixed_where_there_are_any(string preset, bool conditional)
    {
        using DisposeScope scope = NewDisposeScope();
        using ImageModel model = Create(preset, conditional, shape: Small);
        Assert.Equal(conditional, model.MixesClasses);
        if (!conditional)
            return;
        using ImageDataset data = DarkAndBright();
        for (int i = 0; i < 3; i++)
            Step(model, data, i); // networks may start with an output layer that ignores its input
        Latents drawn = Latents.OfSamples(model, [0, 1], new SampleOptions { Classes = [0, 1] });
        Tensor of = drawn.Generate(model),
            shares = drawn.InShares(model).Generate(model);
        Tensor Mixed(float share) =>
            model.Generate(drawn.Values, tensor(new float[] { 1 - share, share }).expand(2, 2).contiguous());
        Tensor first = Mixed(0),
            middle = Mixed(0.5f),
            second = Mixed(1);

        Assert.InRange(shares.sub(of).abs().max().item<float>(), 0, 1e-5); // a share of 1 for a class is the same as that class
        Assert.All([first, second], end => Assert.True(middle.sub(end).abs().max().item<float>() > 0));
        // on the way
        Assert.True(middle.sub(first).square().mean().item<float>() < second.sub(first).square().mean().item<float>());
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Sampling_changes_nothing(string preset, bool conditional)
    {
        using ImageModel model = Create(preset, conditional);
        byte[] before = State(model);

        using Tensor samples = model.Sample(3);

        Assert.Equal(before, State(model));
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_step_leaves_no_tensor_behind(string preset, bool conditional)
    {
        using ImageModel model = Create(preset, conditional);
        using ImageDataset data = Images();
        for (int i = 0; i < 3; i++)
            Step(model, data, i);
        long before = LiveTensors.Count();

        for (int i = 3; i < 8; i++)
            Step(model, data, i);

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Measures_are_finite_and_keep_their_names(string preset, bool conditional)
    {
        using ImageModel model = Create(preset, conditional);
        using ImageDataset data = Images();

        (string Name, float Value)[] first = Step(model, data, 0),
            second = Step(model, data, 1);

        Assert.NotEmpty(first);
        Assert.All(first.Concat(second), measure => Assert.True(float.IsFinite(measure.Value), measure.Name));
        Assert.Equal(first.Select(measure => measure.Name), second.Select(measure => measure.Name));
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Weights_survive_a_round_trip_through_a_file(string preset, bool conditional)
    {
        using TemporaryFolder folder = new();
        using ImageModel model = Create(preset, conditional, seed: 1),
            other = Create(preset, conditional, seed: 2);
        using ImageDataset data = Images();
        Step(model, data, 0);

        model.SaveWeights(folder["model.safetensors"]);
        other.LoadWeights(folder["model.safetensors"]);

        using Tensor expected = model.Sample(4),
            actual = other.Sample(4);
        Assert.True(expected.eq(actual).all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_model_restored_from_its_state_learns_on_as_if_it_had_never_stopped(string preset, bool conditional)
    {
        // The conditional case runs in bfloat16, where the optimizer keeps weights of its own.
        ScalarType precision = conditional ? ScalarType.BFloat16 : ScalarType.Float32;
        using TemporaryFolder folder = new();
        using ImageDataset data = DarkAndBright();
        using ImageModel model = Create(preset, conditional, shape: Small).ComputeIn(precision),
            restored = Create(preset, conditional, seed: 9, Small).ComputeIn(precision);
        for (int i = 0; i < 3; i++)
            Step(model, data, i);

        model.SaveState(folder["state.safetensors"], new Dictionary<string, string> { ["step"] = "3" });
        Assert.Equal("3", restored.LoadState(folder["state.safetensors"])["step"]);
        for (int i = 3; i < 5; i++)
            Assert.Equal(Step(model, data, i), Step(restored, data, i));

        model.SaveState(folder["a.safetensors"], new Dictionary<string, string>());
        restored.SaveState(folder["b.safetensors"], new Dictionary<string, string>());
        Assert.Equal(File.ReadAllBytes(folder["a.safetensors"]), File.ReadAllBytes(folder["b.safetensors"]));
        Assert.Null(restored.FirstNotFinite());
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Options_survive_a_round_trip_through_JSON(string preset, bool conditional)
    {
        ModelPreset entry = ModelCatalog.Find(preset);
        ModelOptions options = ((ClassModelOptions)entry.Options) with { Conditional = conditional };
        JsonElement json = OptionsJson.ToElement(options);

        Assert.Equal(options, entry.OfRun(json).Options);
        Assert.NotEqual("{}", json.GetRawText());
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void The_summary_names_every_network_that_learns(string preset, bool conditional)
    {
        using ImageModel model = Create(preset, conditional);

        Assert.Equal(
            model
                .Networks.Where(network => network.Module.parameters().Any(parameter => parameter.requires_grad))
                .Select(network => network.Name),
            model.Summaries().Select(summary => summary.Name)
        );
        Assert.All(model.Summaries(), summary => Assert.True(summary.Trainable > 0));
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Only_a_conditional_model_takes_classes(string preset, bool conditional)
    {
        using ImageModel model = Create(preset, conditional);
        SampleOptions options = new() { Classes = [3, 7] };

        Assert.Equal(conditional, model.IsConditional);
        if (conditional)
        {
            using Tensor samples = model.Sample(4, options);
            Assert.Contains(
                "no class 10",
                Assert.Throws<OptionsException>(() => model.Sample(1, new SampleOptions { Classes = [2, 10] })).Message,
                StringComparison.Ordinal
            );
        }
        else
        {
            Assert.Contains(
                "trained without classes",
                Assert.Throws<OptionsException>(() => model.Sample(4, options)).Message,
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Truncation_brings_samples_together(string preset, bool conditional)
    {
        using ImageModel model = Create(preset, conditional, shape: Small);
        double Spread(double truncation)
        {
            using DisposeScope scope = NewDisposeScope();
            return model
                .Sample(16, new SampleOptions { Truncation = truncation, Classes = conditional ? [1] : [] })
                .std([0])
                .mean()
                .item<float>();
        }

        Assert.InRange(Spread(0.1), 0, 0.7 * Spread(1));
        Assert.Throws<OptionsException>(() => Spread(0));
        Assert.Throws<OptionsException>(() => Spread(1.5));
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_model_learns_and_its_samples_of_a_class_are_of_that_class(string preset, bool conditional)
    {
        using ImageModel model = Create(preset, conditional, shape: Small, isNarrow: true);
        using ImageDataset data = DarkAndBright();
        double before = FromData(model, data);

        float[] losses =
        [
            .. Enumerable
                .Range(0, 150)
                .Select(step => Step(model, data, step, 32, steps: 150)[0])
                .Where(measure => measure.Name == "loss")
                .Select(measure => measure.Value),
        ];

        // The losses of two players say nothing, so what counts is whether samples get closer to images; if there is only one
        // player, its loss must fall too.
        double after = FromData(model, data);
        Assert.True(after < before / 2, $"distance from {before} to {after}");
        if (losses.Length > 0)
            Assert.True(
                losses[^10..].Average() < losses[..10].Average(),
                $"loss from {losses[..10].Average()} to {losses[^10..].Average()}"
            );
        if (!conditional)
            return;

        using DisposeScope scope = NewDisposeScope();
        float Brightness(int label) => model.Sample(16, new SampleOptions { Classes = [label] }).mean().item<float>();
        Assert.True(Brightness(1) > Brightness(0) + 0.2, $"bright {Brightness(1)}, dark {Brightness(0)}");
    }

    internal static byte[] State(ImageModel model) =>
        [
            .. model
                .Networks.SelectMany(network => network.Module.state_dict().Values)
                .SelectMany(value => value.detach().cpu().contiguous().bytes.ToArray()),
        ];

    private static ImageModel Create(
        string preset,
        bool conditional,
        long seed = 0,
        ImageShape? shape = null,
        bool isNarrow = false
    )
    {
        ModelPreset entry = ModelCatalog.Find(preset);
        if (isNarrow)
            entry = entry.WithChanges(
                entry
                    .OptionList.Where(option => Narrow.ContainsKey(option.Name))
                    .Select(option => KeyValuePair.Create(option.Name, Narrow[option.Name]))
            );
        int[] classes = shape is null ? [.. Enumerable.Repeat(3, 10)] : [16, 16];
        ImageDescription data = new(shape ?? Shape, classes);
        return (ImageModel)
            entry.Create(
                ((ClassModelOptions)entry.OptionsFor(data)) with
                {
                    Conditional = conditional,
                },
                data,
                new SeededRandom(seed)
            );
    }

    private static ImageDataset Images() =>
        new(
            "noise",
            Shape,
            [.. Enumerable.Range(0, 32 * Shape.Size).Select(i => (byte)(i * 7919 % 251))],
            [.. Enumerable.Range(0, 32).Select(i => (byte)(i % 10))]
        );

    /// <summary>Mean squared distance of samples from the nearest image.</summary>
    private static double FromData(ImageModel model, ImageDataset data)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor samples = model.Sample(16).flatten(1).unsqueeze(1),
            images = data.Gather(arange(data.Count)).Items.flatten(1).unsqueeze(0);
        return (samples - images).square().mean([2]).amin([1]).mean().item<float>();
    }

    /// <summary>Two classes that are easy to tell apart: images of about 0.2, and of about 0.8.</summary>
    private static ImageDataset DarkAndBright() =>
        new(
            "dark and bright",
            Small,
            [
                .. Enumerable
                    .Range(0, 32 * Small.Size)
                    .Select(i => (byte)((i / Small.Size % 2 == 0 ? 50 : 205) + (i * 7919 % 51) - 25)),
            ],
            [.. Enumerable.Range(0, 32).Select(i => (byte)(i % 2))]
        );

    private static (string Name, float Value)[] Step(
        ImageModel model,
        ImageDataset data,
        long step,
        int batchSize = 8,
        int steps = 100
    )
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new SeededRandom(9).Generator("step", step);
        Batch batch = data.Gather(arange(batchSize, ScalarType.Int64));
        return
        [
            .. model
                .TrainStep(batch, new TrainingMoment(step, step * batchSize, (double)step / steps), new MersenneDraws(random))
                .Select(measure => (measure.Name, measure.Value.item<float>())),
        ];
    }

    private static byte[] TrainThreeSteps(string preset, bool conditional, long seed)
    {
        using ImageModel model = Create(preset, conditional, seed);
        using ImageDataset data = Images();
        for (int i = 0; i < 3; i++)
            Step(model, data, i);
        return State(model);
    }
}
