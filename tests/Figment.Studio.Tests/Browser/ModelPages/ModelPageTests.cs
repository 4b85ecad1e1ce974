using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Data.Sounds;
using Figment.Export;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Networks.Sounds;
using Figment.Runs.Images;
using Figment.Runs.Pages;
using Microsoft.Playwright;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Studio.Tests.Browser;

/// <summary>A model as a page that is opened from a file.</summary>
public sealed class ModelPageTests(StudioFixture studio) : IDisposable
{
    private const string Hostile = "</script><b onclick=alert(1)>cat</b>";
    private readonly string folder = Directory.CreateTempSubdirectory("figment-page-").FullName;
    private readonly List<string> problems = [];

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("gan", false)]
    [InlineData("flow", false)]
    [InlineData("flow", true)]
    public async Task It_makes_what_the_library_makes_asks_nobody_and_fits_a_phone(string preset, bool isSound)
    {
        using ImageModel model = isSound ? SoundModel() : PictureModel(preset, [5, 3]);
        long began = Stopwatch.GetTimestamp();
        IPage page = await Open(model, "en-GB");
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 15);

        Assert.InRange(await Difference(page, model), 0, 1e-4);
        await page.Accessible();
        await page.Context.CloseAsync();
        Assert.Empty(problems);
    }

    [Fact]
    public async Task Pictures_are_chosen_by_number_class_and_variation_walked_and_saved()
    {
        using ImageModel model = PictureModel("gan", [5, 3]);
        IPage page = await Open(model, "en-GB");
        ILocator caption = page.Locator("#caption"),
            grid = page.Locator("#grid button[data-made]");
        await Assertions.Expect(grid).ToHaveCountAsync(24);
        string before = await Pixels(page, "made");

        await page.Locator("#seed").FillAsync("7");
        await Assertions.Expect(caption).ToContainTextAsync("number 7 · ");
        string seventh = await Pixels(page, "made");
        Assert.NotEqual(before, seventh);
        await page.GetByRole(AriaRole.Radio, new() { Name = "dog" }).CheckAsync();
        await Assertions.Expect(caption).ToHaveTextAsync("number 7 · dog");
        await page.Locator("#variation").FillAsync("50");
        await TrainingTests.Eventually(async () => await Pixels(page, "made") != seventh);
        await grid.Nth(2).ClickAsync();
        await Assertions.Expect(caption).ToHaveTextAsync("number 103 · dog");
        await Assertions.Expect(grid.Nth(2)).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Locator("#another").ClickAsync();
        await Assertions.Expect(caption).Not.ToHaveTextAsync("number 103 · dog");

        string start = await Pixels(page, "between");
        await page.Locator("#go").ClickAsync();
        await Assertions.Expect(page.Locator("#go")).ToHaveTextAsync("Stop");
        await TrainingTests.Eventually(async () => await Pixels(page, "between") != start);
        await page.Locator("#go").ClickAsync();
        await Assertions.Expect(page.Locator("#go")).ToHaveTextAsync("Play the way");
        await page.Locator("#seed").FillAsync("9");
        await Assertions.Expect(caption).ToHaveTextAsync("number 9 · dog");
        byte[] saved = await page.Saved("#save", "pets-9.png");
        Assert.Equal(
            (512, 512),
            (BinaryPrimitives.ReadInt32BigEndian(saved.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(saved.AsSpan(20)))
        );
        await page.Saved("#save-all", "pets-101-124.png");
        await page.Context.CloseAsync();
        Assert.Empty(problems);
    }

    [Fact]
    public async Task Sounds_are_played_and_saved_as_WAV()
    {
        using ImageModel model = SoundModel();
        IPage page = await Open(model, "zh-CN");
        await page.EvaluateAsync(
            "() => { const start = AudioBufferSourceNode.prototype.start; window.begun = []; "
                + "AudioBufferSourceNode.prototype.start = function () { begun.push([this.buffer.length, "
                + "this.buffer.sampleRate]); start.call(this); }; }"
        );

        await page.Locator("#play").ClickAsync();

        await TrainingTests.Eventually(() =>
            page.EvaluateAsync<bool>("begun.length === 1 && begun[0][0] === 1024 && begun[0][1] === 8000")
        );
        byte[] saved = await page.Saved("#save", "pets-1.wav");
        Assert.Equal("RIFF", Encoding.ASCII.GetString(saved, 0, 4));
        using MemoryStream stream = new(saved);
        Audio.Sound sound = Audio.SoundDecoder.Decode(stream, 60).Sound;
        Assert.Equal((8000, 1024), (sound.Rate, sound.Length));
        await page.Context.CloseAsync();
        Assert.Empty(problems);
    }

    [Fact]
    public async Task Names_stay_names_and_groups_that_have_none_get_numbers()
    {
        using ImageModel hostile = PictureModel("gan", [5, 3]),
            clusters = PictureModel("gan", [], "8");
        IPage page = await Open(hostile, "en-GB", Hostile);
        Assert.Equal(["any", Hostile, "dog"], await page.Locator(".chip").AllInnerTextsAsync());
        Assert.Equal(0, await page.Locator("b").CountAsync());
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("pets");
        await page.Context.CloseAsync();

        page = await Open(clusters, "en-GB");
        await Assertions.Expect(page.Locator("#classes legend")).ToContainTextAsync("Group");
        Assert.Equal(["any", "1", "2", "3", "4", "5", "6", "7", "8"], await page.Locator(".chip").AllInnerTextsAsync());
        Assert.InRange(await Difference(page, clusters), 0, 1e-4);
        await page.Context.CloseAsync();
        Assert.Empty(problems);
    }

    [Fact]
    public async Task A_browser_that_cannot_unpack_it_is_told_so()
    {
        using ImageModel model = PictureModel("gan", []);
        IPage page = await Open(model, "en-GB", before: "delete window.DecompressionStream", isThere: false);
        await Assertions.Expect(page.Locator("#status")).ToContainTextAsync("This browser is too old");
        await page.Context.CloseAsync();
    }

    /// <summary>The largest difference between what the page and the library make of the same latents.</summary>
    private static async Task<double> Difference(IPage page, ImageModel model)
    {
        double largest = 0;
        for (int seed = 0; seed < 3; seed++)
        {
            float[] expected;
            (double[] latents, int? label) = ([], null); // Playwright has no float
            using (DisposeScope scope = NewDisposeScope())
            {
                using Draws random = new SeededRandom(seed, model.Randomness).Draws("page");
                Tensor drawn = model.DrawLatents(1, random);
                Tensor? labels = model.IsConditional ? tensor(new long[] { seed % 2 }) : null;
                foreach ((string name, Tensor value) in model.OnnxInputs(drawn, labels))
                {
                    if (name == "latents")
                        latents = value.to(ScalarType.Float64).contiguous().data<double>().ToArray();
                    else
                        label = (int)value.item<long>();
                }

                Tensor images = model.Generate(drawn, labels);
                expected = (model.Meaning?.Of(images) ?? images).contiguous().data<float>().ToArray();
            }

            float[] made = await page.EvaluateAsync<float[]>(
                "async ([latents, label]) => [...(await figment.make(latents, label)).data]",
                new object?[] { latents, label }
            );
            Assert.Equal(expected.Length, made.Length);
            Assert.True(expected.Max() - expected.Min() > 0.05, "There is nothing to see in it.");
            largest = Math.Max(largest, expected.Zip(made, (a, b) => Math.Abs(a - b)).Max());
        }

        return largest;
    }

    private static Task<string> Pixels(IPage page, string canvas) =>
        page.EvaluateAsync<string>($"document.getElementById('{canvas}').toDataURL()");

    /// <summary>Opens the page of a model on a phone without a network, and waits for what it shows first.</summary>
    private async Task<IPage> Open(
        ImageModel model,
        string language,
        string name = "cat",
        string? before = null,
        bool isThere = true
    )
    {
        Dictionary<string, string> metadata = new()
        {
            ["preset"] = "small",
            ["data"] = "pets",
            ["step"] = "12",
            ["figment"] = "1.2.3",
            ["license"] = "CC0-1.0",
            ["classes"] = OptionsJson.WriteLine(new[] { name, "dog" }),
            ["rate"] = "8000",
        };
        string path = Path.Combine(folder, "a page.html");
        await File.WriteAllTextAsync(
            path,
            ModelPage.Join(SamplePage.Parts, SamplePage.Of(model, metadata, null), model.SamplerAsOnnx(metadata))
        );
        IPage page = await studio.OpenFile(path, language, problems, before);
        if (isThere)
            await Assertions.Expect(page.Locator("#caption")).Not.ToBeEmptyAsync(new() { Timeout = 20_000 });
        return page;
    }

    private static ImageModel PictureModel(string preset, int[] classes, string clusters = "0") =>
        Create(
            preset,
            preset == "flow"
                ? new()
                {
                    ["width"] = "8",
                    ["deepWidth"] = "16",
                    ["solver"] = "euler:2",
                }
                : new() { ["latentSize"] = "8", ["clusters"] = clusters },
            new ImageDescription(new ImageShape(preset == "flow" ? 3 : 1, 16, 16), classes)
        );

    private static ImageModel SoundModel() =>
        Create(
            "flow",
            new()
            {
                ["width"] = "8",
                ["deepWidth"] = "16",
                ["solver"] = "euler:2",
            },
            new SoundDescription(
                SoundGrid.Of(
                    new SoundForm
                    {
                        Hop = 64,
                        Bands = 16,
                        Levels = [.. Enumerable.Repeat(-10.0, 16)],
                    },
                    new Audio.SoundShape(1, 1_024, 8_000)
                ),
                [4, 4]
            )
        );

    /// <summary>
    /// An untrained model whose weights are as they might be after training: what begins at 0 would hide what is wrong.
    /// </summary>
    private static ImageModel Create(string preset, Dictionary<string, string> changes, DataDescription data)
    {
        ModelPreset recipe = ModelCatalog.Find(preset).WithChanges(changes);
        ModelOptions options = ((ClassModelOptions)recipe.OptionsFor(data)) with
        {
            Conditional = data is ImageDescription { ClassCounts.Count: > 0 } or SoundDescription,
        };
        ImageModel model = (ImageModel)recipe.Create(options, data, new SeededRandom(1));
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Generator generator = new(5);
        foreach (Tensor weights in model.SamplingNetworks.SelectMany(network => network.Module.parameters()))
            weights.add_(randn(weights.shape, generator: generator).mul(0.02));
        return model;
    }
}
