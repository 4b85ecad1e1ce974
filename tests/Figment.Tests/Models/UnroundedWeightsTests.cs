using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Export;
using Figment.Formats;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Figment.Tests.Models;

/// <summary>
/// Whatever is made from a training in bfloat16 uses the float32 weights that its optimizers keep, for every preset.
/// </summary>
public sealed class UnroundedWeightsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<string> Presets => [.. ImagePresets.All.Select(preset => preset.Name)];

    public static TheoryData<string> PresetsWithAnAverage =>
        [.. ImagePresets.All.Where(preset => HalfLife(preset.Options) > 0).Select(preset => preset.Name)];

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Saved_weights_are_the_optimizers_bit_for_bit(string preset)
    {
        using ImageModel model = Trained(preset, steps: 3);

        model.SaveWeights(folder["model.safetensors"]);
        model.WriteSafeTensors(folder["exported"], new Dictionary<string, string>());

        using SafeTensors saved = SafeTensorsFile.Read(folder["model.safetensors"]),
            exported = SafeTensorsFile.Read(Path.Combine(folder["exported"], "model.safetensors"));
        int compared = 0;
        foreach (NamedNetwork network in model.SamplingNetworks)
        {
            foreach ((string name, Parameter parameter) in network.Module.named_parameters())
            {
                Tensor kept = Original(model, parameter),
                    written = saved.Tensors[$"{network.Name}.{name}"];
                Assert.Equal(ScalarType.Float32, written.dtype);
                Assert.Equal(kept.bytes.ToArray(), written.bytes.ToArray());
                Assert.Equal(kept.bytes.ToArray(), exported.Tensors[$"{network.Name}.{name}"].bytes.ToArray());
                if (kept.dim() > 1)
                    Assert.True(
                        LowBits(written) > 0.9,
                        $"{name}: {LowBits(written):P0} of the weights have more digits than bfloat16 holds"
                    );
                compared++;
            }
        }

        Assert.True(compared > 0);
        Assert.Equal(ScalarType.BFloat16, model.Precision);
    }

    [Theory]
    [MemberData(nameof(PresetsWithAnAverage))]
    public void Averages_are_those_of_the_optimizers_weights(string preset)
    {
        using ImageModel model = Create(preset, ScalarType.BFloat16);
        double halfLife = HalfLife(ModelCatalog.Find(preset).Options);
        Parameter[] learning = [.. model.Networks[0].Module.parameters()],
            average = [.. model.SamplingNetworks[0].Module.parameters()];
        Tensor[] expected = [.. average.Select(parameter => parameter.to(ScalarType.Float64))];

        for (int step = 0; step < 8; step++)
        {
            Step(model, step);
            double decay = Math.Pow(0.5, Batch / Math.Min(halfLife, (step + 1) * Batch * 0.1));
            for (int i = 0; i < expected.Length; i++)
                expected[i] = Original(model, learning[i]).to(ScalarType.Float64).mul(1 - decay).add(expected[i].mul(decay));
        }

        foreach ((Tensor mean, Parameter actual) in expected.Zip(average))
            Assert.InRange(actual.to(ScalarType.Float64).sub(mean).abs().max().item<double>(), 0, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Samples_while_it_trains_are_those_of_the_saved_weights_and_change_nothing(string preset)
    {
        using ImageModel model = Trained(preset, steps: 2),
            loaded = Create(preset, ScalarType.Float32);
        byte[] before = ModelContractTests.State(model);

        model.SaveWeights(folder["model.safetensors"]);
        loaded.LoadWeights(folder["model.safetensors"]);
        using Tensor samples = model.Sample(8),
            same = loaded.Sample(8);

        Assert.Equal(same.bytes.ToArray(), samples.bytes.ToArray());
        Assert.Equal(before, ModelContractTests.State(model));
        long live = LiveTensors.Count();
        model.Sample(8).Dispose();
        Assert.Equal(live, LiveTensors.Count());
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_model_that_returns_to_float32_gets_them_back(string preset)
    {
        using ImageModel model = Trained(preset, steps: 2);
        byte[][] kept =
        [
            .. model.Optimizers.SelectMany(optimizer => optimizer.Copies()).Select(weights => weights.bytes.ToArray()),
        ];

        model.ComputeIn(ScalarType.Float32);

        Assert.Equal(
            kept,
            model
                .Optimizers.SelectMany(optimizer => optimizer.Networks)
                .SelectMany(network => network.parameters())
                .Select(parameter => parameter.bytes.ToArray())
        );
    }

    [Theory]
    [InlineData("vae")]
    [InlineData("classic")]
    public void Weights_that_are_read_into_a_training_in_bfloat16_are_written_as_they_were_read(string preset)
    {
        using ImageModel model = Trained(preset, steps: 2),
            other = Trained(preset, steps: 1);
        model.SaveWeights(folder["model.safetensors"]);

        other.LoadWeights(folder["model.safetensors"]);
        other.SaveWeights(folder["again.safetensors"]);

        Assert.Equal(File.ReadAllBytes(folder["model.safetensors"]), File.ReadAllBytes(folder["again.safetensors"]));
        Assert.Equal(ModelContractTests.State(other).Length, ModelContractTests.State(model).Length);
        Step(other, 2);
    }

    private const int Batch = 16;

    /// <summary>What part of the weights has a bit set among the 16 that bfloat16 cuts off.</summary>
    private static double LowBits(Tensor weights)
    {
        int[] bits = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(weights.bytes).ToArray();
        return bits.Count(word => (word & 0xFFFF) != 0) / (double)bits.Length;
    }

    /// <summary>
    /// What an optimizer keeps of a parameter; for an average, which no optimizer trains, the parameter itself.
    /// </summary>
    private static Tensor Original(ImageModel model, Parameter parameter)
    {
        FusedAdam? optimizer = model.Optimizers.FirstOrDefault(optimizer =>
            optimizer.Networks.SelectMany(network => network.parameters()).Any(own => ReferenceEquals(own, parameter))
        );
        return optimizer?.Weights(parameter) ?? parameter;
    }

    private static double HalfLife(ModelOptions options) =>
        options is GanOptions gan ? gan.EmaHalfLife
        : options is FlowOptions flow ? flow.EmaHalfLife
        : 0;

    private static ImageModel Create(string preset, ScalarType precision)
    {
        ModelPreset entry = ModelCatalog.Find(preset);
        ImageDescription data = new(new ImageShape(1, 8, 8), [8, 8]);
        return (ImageModel)
            entry
                .Create(((ClassModelOptions)entry.OptionsFor(data)) with { Conditional = true }, data, new SeededRandom(3))
                .ComputeIn(precision);
    }

    private static ImageModel Trained(string preset, int steps)
    {
        ImageModel model = Create(preset, ScalarType.BFloat16);
        for (int step = 0; step < steps; step++)
            Step(model, step);
        return model;
    }

    private static void Step(ImageModel model, int step)
    {
        using DisposeScope stepScope = NewDisposeScope();
        using Generator random = new SeededRandom(9).Generator("step", step);
        Batch batch = new(rand([Batch, 1, 8, 8], generator: random), arange(Batch, ScalarType.Int64) % 2);
        model.TrainStep(batch, new TrainingMoment(step, step * Batch, step / 100.0), new MersenneDraws(random));
    }
}
