using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Texts;
using Figment.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Models;

/// <summary>Layers that stay as they are while the others learn, for every preset.</summary>
public sealed class FrozenLayersTests
{
    private static readonly Dictionary<string, string> Small = new()
    {
        ["width"] = "16",
        ["deepWidth"] = "16",
        ["latentSize"] = "8",
        ["layers"] = "3",
        ["heads"] = "2",
        ["keyValueHeads"] = "2",
        ["context"] = "16",
        ["merges"] = "0",
        ["spectralNorm"] = "true",
        ["muon"] = "10",
        ["weightDecay"] = "0.1",
    };

    public static TheoryData<string, ScalarType> Presets
    {
        get
        {
            TheoryData<string, ScalarType> all = [];
            foreach (ModelPreset preset in ModelCatalog.Presets)
            {
                all.Add(preset.Name, ScalarType.Float32);
                all.Add(preset.Name, ScalarType.BFloat16);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void They_keep_every_bit_and_all_others_learn(string preset, ScalarType precision)
    {
        using DisposeScope scope = NewDisposeScope();
        using TrainableModel model = Create(preset);
        int all = model.LayersFromData.Count;
        Assert.InRange(all, 2, 64);
        model.Freeze(all - 1);
        model.ComputeIn(precision);
        Dictionary<string, Tensor> before = Weights(model);

        for (int i = 0; i < 3; i++)
            Step(model, i);

        string[] frozen = [.. model.Frozen.Select(layer => layer.Name + ".")];
        Assert.Equal(all - 1, frozen.Length);
        bool IsFrozen(string name) => frozen.Any(layer => name.StartsWith(layer, StringComparison.Ordinal));
        Dictionary<string, Tensor> after = Weights(model);
        string[] learned = [.. after.Keys.Where(name => !after[name].eq(before[name]).all().item<bool>())];
        Assert.DoesNotContain(learned, IsFrozen);
        string next = model.LayersFromData[all - 1].Name + ".";
        Assert.Contains(learned, name => name.StartsWith(next, StringComparison.Ordinal));
        Assert.Contains(after.Keys, IsFrozen);
    }

    [Fact]
    public void What_samples_are_made_with_has_the_frozen_layers_too()
    {
        using DisposeScope scope = NewDisposeScope();
        using TrainableModel model = Create("flow");
        for (int i = 0; i < 3; i++)
            Step(model, i);
        model.Freeze(2);
        Dictionary<string, Tensor> before = Weights(model);
        Assert.True(before["average.stem.weight"].eq(before["velocity.stem.weight"]).all().item<bool>());

        for (int i = 3; i < 6; i++)
            Step(model, i);

        Assert.True(before["average.stem.weight"].eq(Weights(model)["average.stem.weight"]).all().item<bool>());
        Assert.False(before["average.down.weight"].eq(Weights(model)["average.down.weight"]).all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void More_than_there_are_is_refused_with_their_names(string preset, ScalarType precision)
    {
        using TrainableModel model = Create(preset);
        model.ComputeIn(precision);
        int all = model.LayersFromData.Count;

        OptionsException e = Assert.Throws<OptionsException>(() => model.Freeze(all + 1));

        Assert.Contains($"{all + 1} layers cannot be frozen. Only {all} of", e.Message, StringComparison.Ordinal);
        Assert.All(model.LayersFromData, layer => Assert.Contains(layer.Name, e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_frozen_layer_does_not_count_where_gradients_are_shortened()
    {
        using DisposeScope scope = NewDisposeScope();
        using TorchSharp.Modules.Linear a = nn.Linear(2, 2, hasBias: false),
            b = nn.Linear(2, 2, hasBias: false);
        using FusedAdam optimizer = new([a, b]);
        foreach (TorchSharp.Modules.Parameter parameter in a.parameters().Concat(b.parameters()))
            parameter.grad = ones(2, 2);
        a.weight!.requires_grad_(false);

        Assert.Equal(2, optimizer.ClipGradients(100).item<float>(), 3);
    }

    private static Dictionary<string, Tensor> Weights(TrainableModel model)
    {
        using IDisposable exact = model.InFloat32();
        return ModelWeights.State(model.Networks).ToDictionary(entry => entry.Name, entry => entry.Value.detach().clone());
    }

    private static void Step(TrainableModel model, int i)
    {
        using DisposeScope scope = NewDisposeScope();
        using Draws draws = new SeededRandom(i).Draws("step");
        Batch batch =
            model is TextModel
                ? new Batch(randint(0, 200, [4, 17], ScalarType.Int64), null)
                : new Batch(rand(8, 1, 8, 8), tensor(new long[] { 0, 1, 0, 1, 0, 1, 0, 1 }));
        model.TrainStep(batch, new TrainingMoment(i, 8 * i, i / 10.0), draws);
    }

    private static TrainableModel Create(string preset)
    {
        ModelPreset found = ModelCatalog.Find(preset);
        found = found.WithChanges(Small.Where(change => found.OptionList.Any(option => option.Name == change.Key)));
        DataDescription data = found.Learns(new ImageDescription(new ImageShape(1, 8, 8)))
            ? new ImageDescription(new ImageShape(1, 8, 8), [5, 5])
            : new Figment.Data.Texts.TextDescription(1, 1000, 1000);
        return found.Create(found.OptionsFor(data), data, new SeededRandom(1));
    }
}
