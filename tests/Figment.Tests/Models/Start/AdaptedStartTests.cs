using Figment.Backend;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Models.Texts;
using static TorchSharp.torch;

namespace Figment.Tests.Models;

/// <summary>What a model makes if it started from one with other classes, colours or sizes, for every preset.</summary>
public sealed class AdaptedStartTests : IDisposable
{
    private static readonly Dictionary<string, string> Plain = new()
    {
        ["width"] = "16",
        ["deepWidth"] = "16",
        ["latentSize"] = "8",
        ["clusters"] = "0",
        ["guidanceScale"] = "1",
        ["likelihood"] = "bernoulli",
    };

    private static readonly ImageShape Grey = new(1, 8, 8),
        Colour = new(3, 8, 8);

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Presets => [.. ImagePresets.All.Select(preset => preset.Name)];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_class_is_made_by_its_name_whatever_number_it_has(string preset)
    {
        using ImageModel source = Stirred(preset, Grey, 3),
            model = Create(preset, Grey, 4, seed: 2);

        ModelStart start = Take(model, source, StartClasses.ByName(["cat", "dog", "bird"], ["bird", "fish", "Cat", "dog"]));

        Assert.Equal(["bird", "Cat", "dog"], start.KeptClasses);
        Assert.Equal(["fish"], start.NewClasses);
        Assert.Empty(start.Anew);
        Assert.All(start.Adapted, tensor => Assert.Equal(["classes"], tensor.By));
        AssertClose(Made(source, [2, 0, 1]), Made(model, [0, 2, 3]));
        Assert.False(Made(source, [2]).allclose(Made(model, [1])));
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Classes_come_to_a_model_without_any_and_say_nothing_at_first(string preset)
    {
        using ImageModel source = Stirred(preset, Grey, 0),
            model = Create(preset, Grey, 2, seed: 2);

        ModelStart start = Take(model, source, StartClasses.ByName([], ["cat", "dog"]));

        Assert.Empty(start.Anew);
        AssertClose(Made(source, []), Made(model, [0]));
        AssertClose(Made(source, []), Made(model, [1]));
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Grey_pictures_are_the_same_in_a_model_of_colours(string preset)
    {
        using ImageModel source = Stirred(preset, Grey, 2),
            model = Create(preset, Colour, 2, seed: 2);

        ModelStart start = Take(model, source, StartClasses.ByName(["a", "b"], ["a", "b"]));

        Assert.Empty(start.Anew);
        Assert.All(start.Adapted, tensor => Assert.Equal(["pixels"], tensor.By));
        AssertClose(Made(source, [0]).expand(-1, 3, -1, -1), Made(model, [0]));
    }

    [Theory]
    [InlineData("gan")]
    [InlineData("classic")]
    [InlineData("vae")]
    public void Dense_layers_make_and_read_the_same_picture_in_another_size(string preset)
    {
        using ImageModel source = Stirred(preset, Grey, 0),
            model = Create(preset, new ImageShape(1, 16, 16), 0, seed: 2);

        ModelStart start = Take(model, source, StartClasses.ByNumber);

        Assert.Empty(start.Anew);
        Tensor small = Made(source, []).logit(1e-6);
        Tensor large = nn.functional.interpolate(small, size: [16, 16], mode: InterpolationMode.Bilinear, align_corners: false);
        AssertClose(large.sigmoid(), Made(model, []), 1e-4);
    }

    [Theory]
    [InlineData("0.1")]
    [InlineData("0")]
    public void A_new_class_of_a_flow_begins_as_none_in_particular_or_where_that_was_not_learned_as_the_mean(string labelDropout)
    {
        KeyValuePair<string, string> change = new("labelDropout", labelDropout);
        using ImageModel source = Stirred("flow", Grey, 3, change),
            model = Create("flow", Grey, 2, seed: 2, change);

        Take(model, source, StartClasses.ByName(["a", "b", "c"], ["c", "new"]));

        Tensor before = Table(source),
            now = Table(model),
            none = labelDropout == "0" ? before[..3].mean([0]) : before[3];
        Assert.True(now[0].eq(before[2]).all().item<bool>());
        Assert.True(now[1].eq(none).all().item<bool>());
        static Tensor Table(ImageModel of) =>
            ModelWeights.State(of.Networks).Single(entry => entry.Name == "velocity.classes.weight").Value;
    }

    [Fact]
    public void Clusters_are_no_classes_so_each_class_begins_as_their_mean()
    {
        ConditionPart clusters = new(4, HasNames: false),
            classes = new(2);
        Tensor rows = tensor(new float[] { 1, 2, 3, 6, 10, 20, 30, 60 }, [4, 2]);

        Tensor made = classes.From(rows, clusters, StartClasses.ByName([], ["a", "b"]))!;

        Assert.Equal([11f, 22, 11, 22], made.data<float>().ToArray());
    }

    [Fact]
    public void A_language_model_goes_on_with_another_context_and_more_blocks()
    {
        GptOptions options = new()
        {
            Layers = 2,
            Width = 32,
            Heads = 2,
            KeyValueHeads = 2,
            Context = 16,
        };
        using Gpt source = Gpt.Create(options, new SeededRandom(1));
        using Gpt longer = Gpt.Create(options with { Context = 40 }, new SeededRandom(2));
        using Gpt deeper = Gpt.Create(options with { Layers = 3 }, new SeededRandom(2));

        Assert.Empty(Take(longer, source, StartClasses.ByNumber).Anew);
        ModelStart start = Take(deeper, source, StartClasses.ByNumber);

        Tensor tokens = arange(16, ScalarType.Int64).unsqueeze(0);
        AssertClose(source.Logits(tokens), longer.Logits(tokens));
        Assert.NotEmpty(start.Anew);
        Assert.All(start.Anew, name => Assert.StartsWith("decoder.blocks.2.", name, StringComparison.Ordinal));
    }

    private ModelStart Take(TrainableModel model, TrainableModel source, StartClasses classes)
    {
        source.SaveState(folder["state"], new Dictionary<string, string>());
        return ModelStart.Take(model, source, folder["state"], classes);
    }

    /// <summary>Images by class, from latents that are the same for every channel.</summary>
    private static Tensor Made(ImageModel model, long[] classes)
    {
        using Draws draws = new SeededRandom(9).Draws("latents");
        Tensor latents =
            model is FlowMatching
                ? draws.Normal("latents", [1, 1, 8, 8]).expand(1, model.Shape.Channels, 8, 8).contiguous()
                : draws.Normal("latents", [1, 8]);
        return classes.Length == 0
            ? model.Generate(latents)
            : cat([.. classes.Select(label => model.Generate(latents, tensor([label])))]);
    }

    private static void AssertClose(Tensor expected, Tensor found, double tolerance = 1e-5)
    {
        Assert.Equal(expected.shape, found.shape);
        Assert.InRange(expected.sub(found).abs().max().item<float>(), 0, tolerance);
    }

    /// <summary>A model in which no weight or statistic has its initial value.</summary>
    private static ImageModel Stirred(string preset, ImageShape shape, int classes, params KeyValuePair<string, string>[] changes)
    {
        ImageModel model = Create(preset, shape, classes, seed: 1, changes);
        using IDisposable noGradients = no_grad();
        using Draws draws = new SeededRandom(3).Draws("stir");
        foreach ((string name, Tensor value) in ModelWeights.State(model.Networks))
            if (!name.StartsWith("average.", StringComparison.Ordinal) && value.is_floating_point())
                value.add_(draws.Uniform(name, value.shape).sub_(0.5).mul_(0.2));
        foreach ((string name, Tensor value) in ModelWeights.State(model.Networks))
        {
            string twin = name.Replace("average.", model is FlowMatching ? "velocity." : "generator.", StringComparison.Ordinal);
            if (twin != name)
                value.copy_(ModelWeights.State(model.Networks).Single(entry => entry.Name == twin).Value);
        }

        return model;
    }

    private static ImageModel Create(
        string preset,
        ImageShape shape,
        int classes,
        long seed,
        params KeyValuePair<string, string>[] changes
    )
    {
        ModelPreset found = ModelCatalog.Find(preset);
        found = found.WithChanges(
            Plain
                .Where(change => found.OptionList.Any(option => option.Name == change.Key))
                .Append(new("conditional", classes > 0 ? "true" : "false"))
                .Concat(changes)
        );
        ImageDescription data = new(shape, [.. Enumerable.Repeat(5, classes)]);
        return (ImageModel)found.Create(found.OptionsFor(data), data, new SeededRandom(seed));
    }
}
