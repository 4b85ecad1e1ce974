using System.Text.Json;
using Figment.Backend;
using Figment.Data;
using Figment.Imaging;
using Figment.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Models;

/// <summary>What every preset of the catalog must keep to.</summary>
public sealed class ModelContractTests
{
    private static readonly ImageShape Shape = new(1, 28, 28);

    public static TheoryData<string> Presets => [.. ModelCatalog.Presets.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Presets))]
    public void One_seed_repeats_bit_for_bit_and_another_does_not(string preset)
    {
        byte[] first = TrainThreeSteps(preset, seed: 1), again = TrainThreeSteps(preset, seed: 1), other = TrainThreeSteps(preset, seed: 2);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Samples_have_shape_and_range_and_do_not_depend_on_how_many_are_made(string preset)
    {
        using GenerativeModel model = Create(preset);
        int many = GenerativeModel.SampleBlock + 3;

        using Tensor all = model.Sample(many, new SampleOptions { Seed = 5 });
        using Tensor few = model.Sample(4, new SampleOptions { Seed = 5 });
        using Tensor other = model.Sample(4, new SampleOptions { Seed = 6 });

        Assert.Equal([many, Shape.Channels, Shape.Height, Shape.Width], all.shape);
        Assert.Equal(ScalarType.Float32, all.dtype);
        Assert.InRange(all.min().item<float>(), 0, 1);
        Assert.InRange(all.max().item<float>(), 0, 1);
        Assert.True(all[..4].sub(few).abs().max().item<float>() < 1e-5);
        Assert.False(few.eq(other).all().item<bool>());
        Assert.False(all.requires_grad);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Sampling_changes_nothing(string preset)
    {
        using GenerativeModel model = Create(preset);
        byte[] before = State(model);

        using Tensor samples = model.Sample(3);

        Assert.Equal(before, State(model));
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_step_leaves_no_tensor_behind(string preset)
    {
        using GenerativeModel model = Create(preset);
        using ImageDataset data = Images();
        for (int i = 0; i < 3; i++) Step(model, data, i);
        long before = LiveTensors.Count();

        for (int i = 3; i < 8; i++) Step(model, data, i);

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Measures_are_finite_and_keep_their_names(string preset)
    {
        using GenerativeModel model = Create(preset);
        using ImageDataset data = Images();

        (string Name, float Value)[] first = Step(model, data, 0), second = Step(model, data, 1);

        Assert.NotEmpty(first);
        Assert.All(first.Concat(second), measure => Assert.True(float.IsFinite(measure.Value), measure.Name));
        Assert.Equal(first.Select(measure => measure.Name), second.Select(measure => measure.Name));
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Weights_survive_a_round_trip_through_a_file(string preset)
    {
        using TemporaryFolder folder = new();
        using GenerativeModel model = Create(preset, seed: 1), other = Create(preset, seed: 2);
        using ImageDataset data = Images();
        Step(model, data, 0);

        model.SaveWeights(folder["model.safetensors"]);
        other.LoadWeights(folder["model.safetensors"]);

        using Tensor expected = model.Sample(4), actual = other.Sample(4);
        Assert.True(expected.eq(actual).all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Options_survive_a_round_trip_through_JSON(string preset)
    {
        ModelPreset entry = ModelCatalog.Find(preset);
        JsonElement json = OptionsJson.ToElement(entry.Options);

        Assert.Equal(entry.Options, entry.Read(json));
        Assert.NotEqual("{}", json.GetRawText());
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void The_summary_names_every_network(string preset)
    {
        using GenerativeModel model = Create(preset);

        Assert.Equal(model.Networks.Select(network => network.Name), model.Summaries().Select(summary => summary.Name));
        Assert.All(model.Summaries(), summary => Assert.True(summary.Trainable > 0));
    }

    internal static byte[] State(GenerativeModel model) =>
        [.. model.Networks.SelectMany(network => network.Module.state_dict().Values).SelectMany(value => value.detach().cpu().contiguous().bytes.ToArray())];

    private static GenerativeModel Create(string preset, long seed = 0)
    {
        ModelPreset entry = ModelCatalog.Find(preset);
        return entry.Create(entry.Options, Shape, new SeededRandom(seed));
    }

    private static ImageDataset Images() =>
        new("noise", Shape, [.. Enumerable.Range(0, 32 * Shape.Size).Select(i => (byte)(i * 7919 % 251))], [.. Enumerable.Range(0, 32).Select(i => (byte)(i % 10))]);

    private static (string Name, float Value)[] Step(GenerativeModel model, ImageDataset data, long step)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new SeededRandom(9).Generator("step", step);
        Batch batch = data.Gather(arange(8, ScalarType.Int64));
        return [.. model.TrainStep(batch, random).Select(measure => (measure.Name, measure.Value.item<float>()))];
    }

    private static byte[] TrainThreeSteps(string preset, long seed)
    {
        using GenerativeModel model = Create(preset, seed);
        using ImageDataset data = Images();
        for (int i = 0; i < 3; i++) Step(model, data, i);
        return State(model);
    }
}
