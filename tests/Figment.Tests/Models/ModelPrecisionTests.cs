using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Formats;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Models;

/// <summary>What every preset must guarantee when its networks compute in bfloat16.</summary>
public sealed class ModelPrecisionTests
{
    /// <summary>bfloat16 rounds to 8 bits, 0.4%; losses are means over a batch of sums of products so rounded.</summary>
    private const double Tolerance = 0.03;

    private static readonly ImageShape Shape = new(1, 8, 8);

    public static TheoryData<string> Presets => [.. ImagePresets.All.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Presets))]
    public void The_first_step_measures_what_float32_measures(string preset)
    {
        using ImageModel full = Create(preset, ScalarType.Float32),
            half = Create(preset, ScalarType.BFloat16);

        (string Name, double Value)[] expected = Step(full, 0),
            actual = Step(half, 0);

        Assert.Equal(expected.Select(measure => measure.Name), actual.Select(measure => measure.Name));
        foreach (
            ((string name, double exact), double rounded) in expected
                .Where(measure => !Measure.IsShare(measure.Name))
                .Zip(actual.Where(measure => !Measure.IsShare(measure.Name)).Select(measure => measure.Value))
        )
            Assert.True(
                Math.Abs(exact - rounded) <= Tolerance * Math.Max(1, Math.Abs(exact)),
                $"{name}: {rounded} instead of {exact}"
            );
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void One_seed_repeats_bit_for_bit_and_no_tensor_is_left_behind(string preset)
    {
        using ImageModel model = Create(preset, ScalarType.BFloat16),
            again = Create(preset, ScalarType.BFloat16);
        for (int i = 0; i < 2; i++)
            Step(model, i);
        long before = LiveTensors.Count();

        for (int i = 2; i < 5; i++)
            Step(model, i);

        Assert.Equal(before, LiveTensors.Count());
        for (int i = 0; i < 5; i++)
            Step(again, i);
        Assert.Equal(ModelContractTests.State(model), ModelContractTests.State(again));
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Weights_are_saved_as_float32_and_make_the_same_images_there(string preset)
    {
        using TemporaryFolder folder = new();
        using ImageModel model = Create(preset, ScalarType.BFloat16),
            loaded = Create(preset, ScalarType.Float32);
        Step(model, 0);

        model.SaveWeights(folder["model.safetensors"]);
        loaded.LoadWeights(folder["model.safetensors"]);

        using (SafeTensors file = SafeTensorsFile.Read(folder["model.safetensors"]))
            Assert.DoesNotContain(file.Tensors.Values, tensor => tensor.dtype == ScalarType.BFloat16);
        using Tensor samples = model.Sample(8),
            same = loaded.Sample(8);
        Assert.Equal(ScalarType.Float32, samples.dtype);
        Assert.InRange(samples.sub(same).abs().mean().item<float>(), 0, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Weights_and_optimizers_return_to_float32(string preset)
    {
        using ImageModel model = Create(preset, ScalarType.BFloat16);
        Step(model, 0);

        model.ComputeIn(ScalarType.Float32);

        Assert.DoesNotContain(
            model.Networks.SelectMany(network => network.Module.parameters()),
            parameter => parameter.dtype == ScalarType.BFloat16
        );
        Assert.All(Step(model, 1), measure => Assert.True(double.IsFinite(measure.Value)));
    }

    [Fact]
    public void Other_types_are_refused()
    {
        using ImageModel model = Create("gan", ScalarType.Float32);

        Assert.Contains(
            "float32 or bfloat16",
            Assert.Throws<ArgumentException>(() => model.ComputeIn(ScalarType.Float16)).Message,
            StringComparison.Ordinal
        );
    }

    private static ImageModel Create(string preset, ScalarType precision)
    {
        ModelPreset entry = ModelCatalog.Find(preset);
        ImageDescription data = new(Shape, [8, 8]);
        return (ImageModel)
            entry
                .Create(((ClassModelOptions)entry.OptionsFor(data)) with { Conditional = true }, data, new SeededRandom(3))
                .ComputeIn(precision);
    }

    private static (string Name, double Value)[] Step(ImageModel model, int step)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new SeededRandom(9).Generator("step", step);
        Batch batch = new(rand([16, 1, 8, 8], generator: random), arange(16, ScalarType.Int64) % 2);
        return
        [
            .. model
                .TrainStep(batch, new TrainingMoment(step, step * 16, step / 100.0), new MersenneDraws(random))
                .Select(measure => (measure.Name, (double)measure.Value.item<float>())),
        ];
    }
}
