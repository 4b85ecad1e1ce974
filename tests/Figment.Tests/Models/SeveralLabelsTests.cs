using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Export;
using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Models;

/// <summary>What every preset makes from images with two labels, one combination of which never occurs.</summary>
public sealed class SeveralLabelsTests
{
    private const int PerClass = 4,
        Band = 32,
        Unseen = 7;
    private static readonly ImageShape Shape = new(1, 12, 8);

    // Three bands of four rows each are dark or bright; bright, dark, bright does not occur.
    private static readonly LabelTable Table = new(
        ["top", "middle", "bottom"],
        [.. Enumerable.Range(0, 8).Where(k => k != 5).Select(k => (string[])[Shade(k & 4), Shade(k & 2), Shade(k & 1)])]
    );

    private static readonly LabelTable Two = new(
        ["top", "bottom"],
        [
            ["dark", "dark"],
            ["dark", "bright"],
            ["bright", "bright"],
        ]
    );

    public static TheoryData<string> Presets => [.. ImagePresets.All.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Presets))]
    public void Networks_are_told_a_value_of_each_column_and_ONNX_computes_the_same(string preset)
    {
        using TemporaryFolder folder = new();
        using ImageModel model = Create(preset);
        using ImageDataset data = Bands();
        foreach (int step in (int[])[0, 1])
            Step(model, data, step, 2);

        Assert.Equal((7, 8), (model.ClassCounts.Count, model.Askable));
        using Tensor asked = model.Sample(2, new SampleOptions { Classes = [Unseen] });
        Assert.Contains(
            "no class 8",
            Assert.Throws<OptionsException>(() => model.Sample(1, new SampleOptions { Classes = [8] })).Message,
            StringComparison.Ordinal
        );

        foreach (string file in (string[])["fp32", "fp16"])
        {
            string path = model
                .WriteOnnx(
                    folder[file],
                    new Dictionary<string, string>(),
                    file == "fp16" ? ScalarType.Float16 : ScalarType.Float32
                )[0]
                .Path;
            Assert.InRange(ExportCheck.LargestDifference(model, path, 7), 0, file == "fp16" ? 0.05 : 1e-5);
            if (file == "fp32")
                Assert.InRange(OfUnseen(model, path), 0, 1e-5);
        }
    }

    [Theory]
    [InlineData("gan", 150)]
    [InlineData("conv-vae", 150)]
    [InlineData("flow", 200)]
    public void A_combination_that_was_never_seen_is_made_of_its_labels(string preset, int steps)
    {
        using ImageModel model = Create(preset);
        using ImageDataset data = Bands();
        for (int step = 0; step < steps; step++)
            Step(model, data, step, steps);

        using DisposeScope scope = NewDisposeScope();
        Tensor made = model.Sample(8, new SampleOptions { Classes = [Unseen] });
        float[] bands =
        [
            .. Enumerable.Range(0, 3).Select(band => made[.., .., (4 * band)..(4 * (band + 1))].mean().item<float>()),
        ];
        TestContext.Current.TestOutputHelper?.WriteLine($"{preset}: {string.Join(", ", bands)}");
        Assert.True(Math.Min(bands[0], bands[2]) > bands[1] + 0.1, $"{preset}: {string.Join(", ", bands)}");
    }

    [Fact]
    public void What_is_left_open_is_drawn_as_the_data_has_it_and_image_k_is_always_the_same()
    {
        using ImageModel model = Create("gan", Two);
        SampleOptions options = new() { Seed = 3, Among = ClassChoice.Parse(["top=dark,bright"], [], Two) };

        long[] labels = [.. Latents.OfSamples(model, [.. Enumerable.Range(0, 400)], options).Labels!.data<long>()];
        using Tensor many = model.Sample(20, options),
            few = model.Sample(3, options);

        // Dark at the top comes with dark (4 images) or bright (12) at the bottom, bright only with bright.
        Assert.All(Enumerable.Range(0, 200), k => Assert.Equal(2, labels[(2 * k) + 1]));
        Assert.InRange(labels.Count(label => label == 1) / 200.0, 0.66, 0.84);
        Assert.Equal(0, labels.Count(label => label > 2));
        Assert.True(many[..3].eq(few).all().item<bool>());
    }

    [Fact]
    public void A_look_at_more_combinations_than_images_shows_some_from_all_over_the_list()
    {
        LabelTable many = new(["a", "b"], [.. Enumerable.Range(0, 40).Select(k => (string[])[$"{k / 8}", $"{k % 8}"])]);
        using ImageModel model = Create("gan", many);
        using Tensor expected = model.Sample(4, new SampleOptions { Classes = [0, 10, 20, 30] });

        Assert.Equal(ImageBatch.FromTensor(expected)[3].ToArray(), ((ImageSamples)model.MakeSamples(4, 0)).Images[3].ToArray());
    }

    /// <summary>
    /// The largest difference between the library's and an ONNX file's images of the combination that was never seen.
    /// </summary>
    private static double OfUnseen(ImageModel model, string path)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor latents = Latents.OfSamples(model, [0, 1]).Values,
            labels = full(2, (long)Unseen, ScalarType.Int64);
        using OnnxSession session = OnnxSession.Open(File.ReadAllBytes(path), path);
        return (session.Run(model.OnnxInputs(latents, labels), ["images"])[0] - model.Generate(latents, labels))
            .abs()
            .max()
            .item<float>();
    }

    private static ImageModel Create(string preset, LabelTable? table = null)
    {
        ModelPreset entry = ModelCatalog.Find(preset);
        entry = entry.WithChanges(
            entry
                .OptionList.Where(option => option.Name is "width" or "deepWidth")
                .Select(option => KeyValuePair.Create(option.Name, option.Name == "width" ? "16" : "32"))
        );
        table ??= Table;
        ImageDescription data = new(Shape, [.. table.Classes.Select((_, number) => number == 1 ? 3 * PerClass : PerClass)])
        {
            Table = table,
        };
        return (ImageModel)
            entry.Create(((ClassModelOptions)entry.OptionsFor(data)) with { Conditional = true }, data, new SeededRandom(0));
    }

    private static string Shade(int bit) => bit == 0 ? "dark" : "bright";

    private static ImageDataset Bands()
    {
        byte[] labels = [.. Enumerable.Range(0, 7 * PerClass).Select(i => (byte)(i % 7))];
        byte[] pixels =
        [
            .. labels.SelectMany(
                (label, image) =>
                    Enumerable
                        .Range(0, Shape.Size)
                        .Select(at =>
                            (byte)(
                                (Table.Classes[label][at / Band] == "dark" ? 50 : 205)
                                + (((image * Shape.Size) + at) * 7919 % 51)
                                - 25
                            )
                        )
            ),
        ];
        return new ImageDataset("bands", Shape, pixels, labels, [.. Table.Classes.Select(LabelTable.Named)]) { Table = Table };
    }

    private static void Step(ImageModel model, ImageDataset data, long step, int steps)
    {
        using DisposeScope scope = NewDisposeScope();
        using Draws random = new SeededRandom(9).Draws("step", step);
        Batch batch = data.Gather(arange(data.Count, ScalarType.Int64));
        model.TrainStep(batch, new TrainingMoment(step, step * data.Count, (double)step / steps), random);
    }
}
