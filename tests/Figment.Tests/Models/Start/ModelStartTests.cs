using Figment.Backend;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using static TorchSharp.torch;

namespace Figment.Tests.Models;

/// <summary>What a model takes over from another one's weights, for every preset of images.</summary>
public sealed class ModelStartTests : IDisposable
{
    private static readonly Dictionary<string, string> Narrow = new()
    {
        ["width"] = "16",
        ["deepWidth"] = "16",
        ["latentSize"] = "8",
    };

    private static readonly ImageShape Small = new(1, 8, 8),
        Wide = new(1, 8, 16),
        Colour = new(3, 8, 8);

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Presets => [.. ImagePresets.All.Select(preset => preset.Name)];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Presets))]
    public void The_same_build_takes_all_and_no_tensor_stays_behind(string preset)
    {
        using ImageModel source = Create(preset, Small, [5, 5], seed: 1),
            model = Create(preset, Small, [5, 5], seed: 2);
        source.SaveState(folder["state"], new Dictionary<string, string>());
        long before = LiveTensors.Count();

        ModelStart start = Take(model, source, "state");

        Assert.Equal(before, LiveTensors.Count());
        Assert.Empty(start.Anew);
        Assert.Equal((start.Numbers, 64), (start.Taken, start.Sha256.Length));
        AssertSame(source, model);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Of_a_model_that_computed_in_bfloat16_the_originals_are_taken(string preset)
    {
        using ImageModel source = Create(preset, Small, [5, 5], seed: 1),
            model = Create(preset, Small, [5, 5], seed: 2);
        using ImageModel built = Create(preset, Small, [5, 5], seed: 3);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> exact = WeightsOf(source)
            .ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone());
        source.ComputeIn(ScalarType.BFloat16).SaveState(folder["state"], new Dictionary<string, string>());

        Take(model, built, "state");

        foreach ((string name, Tensor now) in ModelWeights.State(model.Networks))
            Assert.True(now.eq(exact[name]).all().item<bool>(), name);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Another_shape_is_taken_or_adapted_and_all_the_rest_stays(string preset)
    {
        using ImageModel source = Create(preset, Small, [5, 5], seed: 1);
        source.SaveState(folder["state"], new Dictionary<string, string>());
        (ImageShape, int[])[] others = [(Wide, [5, 5]), (Colour, [5, 5]), (Small, [3, 3, 3]), (Small, [])];
        foreach ((ImageShape shape, int[] classes) in others)
        {
            using ImageModel model = Create(preset, shape, classes, seed: 2),
                untouched = Create(preset, shape, classes, seed: 2);
            Dictionary<string, Tensor> before = WeightsOf(untouched),
                saved = WeightsOf(source);

            ModelStart start = Take(model, source, "state");

            string[] adapted = [.. start.Adapted.Select(tensor => tensor.Name)];
            foreach ((string name, Tensor now) in ModelWeights.State(model.Networks))
            {
                if (adapted.Contains(name))
                    continue;
                Tensor expected = start.Anew.Contains(name) ? before[name] : saved[name];
                Assert.True(now.eq(expected).all().item<bool>(), name);
            }

            Assert.All(start.Anew, name => Assert.StartsWith("clusters.", name, StringComparison.Ordinal));
            Assert.InRange(start.Taken, 1, start.Numbers);
        }
    }

    [Fact]
    public void A_file_that_holds_the_average_alone_gives_it_to_the_network_that_learns_too()
    {
        using ImageModel source = Create("flow", Small, [], seed: 1),
            model = Create("flow", Small, [], seed: 2);
        source.SaveWeights(folder["model.safetensors"]);

        Assert.Empty(Take(model, source, "model.safetensors").Anew);
        AssertSame(source, model);
    }

    [Fact]
    public void A_file_of_which_nothing_fits_is_refused()
    {
        using ImageModel source = Create("vae", Small, [], seed: 1),
            model = Create("flow", Small, [], seed: 2);
        source.SaveWeights(folder["model.safetensors"]);

        FileFormatException e = Assert.Throws<FileFormatException>(() => Take(model, source, "model.safetensors"));

        Assert.Contains("Nothing in ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_weights_depend_on_is_kept_and_the_rest_is_fitted_anew()
    {
        ModelPreset flow = ModelCatalog.Find("flow"),
            small = flow.WithChanges([new("width", "48")]);
        ImageDescription before = new(Colour, [5, 5]),
            now = new(new ImageShape(3, 64, 64), []);
        ModelPreset begun = flow.BegunFrom(OptionsJson.ToElement(small.OptionsFor(before)));

        FlowOptions options = (FlowOptions)begun.OptionsFor(now);

        Assert.Equal(48, options.Width);
        Assert.Equal(((FlowOptions)small.OptionsFor(before)).Target, options.Target);
        Assert.False(options.Conditional);
        Assert.Equal(2.286, options.TimeShift);
    }

    private ModelStart Take(TrainableModel model, TrainableModel source, string file) =>
        ModelStart.Take(model, source, folder[file], StartClasses.ByNumber);

    private static void AssertSame(ImageModel source, ImageModel model)
    {
        Dictionary<string, Tensor> taken = WeightsOf(model);
        foreach ((string name, Tensor value) in WeightsOf(source))
            Assert.True(value.eq(taken[name]).all().item<bool>(), name);
    }

    private static Dictionary<string, Tensor> WeightsOf(ImageModel model) =>
        ModelWeights.State(model.Networks).ToDictionary(entry => entry.Name, entry => entry.Value);

    private static ImageModel Create(string preset, ImageShape shape, int[] classes, long seed)
    {
        ModelPreset found = ModelCatalog.Find(preset);
        found = found.WithChanges(
            Narrow
                .Where(change => found.OptionList.Any(option => option.Name == change.Key))
                .Append(new("conditional", classes.Length > 0 ? "true" : "false"))
        );
        ImageDescription data = new(shape, classes);
        return (ImageModel)found.Create(found.OptionsFor(data), data, new SeededRandom(seed));
    }
}
