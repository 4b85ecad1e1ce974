using System.Diagnostics;
using Figment.Backend;
using Figment.Data.Images;
using Figment.Models;
using Figment.Models.Images;
using Figment.Onnx;
using ImageMagick;

namespace Figment.Tests.Cli;

/// <summary>The commands that use a trained model, as a user meets them.</summary>
public sealed class UseCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Generate_makes_one_column_per_class()
    {
        WriteRun("run", conditional: true);

        (int code, string output, string error) = Run("generate", "run", "--classes", "0-2", "--truncation", "0.7");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains(
            "24 images by run (last checkpoint, step 0), seed 0, are in generated.png.",
            output,
            StringComparison.Ordinal
        );
        Assert.Equal((3, 8), GridOf("generated.png"));
        Assert.Equal(
            0,
            Run("generate", "run", "--class", "shirt", "--class", "bag", "--count", "5", "--out", "odd.png").ExitCode
        );
        Assert.Equal((3, 2), GridOf("odd.png")); // 5 do not fill rows of two, so the grid is close to a square
    }

    [Fact]
    public void Export_writes_a_network_that_tells_where_it_comes_from_and_was_compared()
    {
        WriteRun("run", conditional: true);

        (int code, string output, string error) = Run("export", "run", "--license", "CC0-1.0");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains($"{Path.Combine("run", "export", "generator.onnx")} (", output, StringComparison.Ordinal);
        Assert.Matches("the largest difference between values in \\[0, 1\\] is [0-9.]+e-[6-9]", output);
        OnnxRuntimeLibrary.Load(); // or its first session would send telemetry to its maker
        using Microsoft.ML.OnnxRuntime.InferenceSession session = new(folder["run/export/generator.onnx"]);
        Dictionary<string, string> metadata = session.ModelMetadata.CustomMetadataMap;
        Assert.Equal(
            ("CC0-1.0", "1,8,8", """["Trouser","Shirt","Bag"]"""),
            (metadata["license"], metadata["shape"], metadata["classes"])
        );
        Assert.Equal(0, Run("export", "run", "--format", "safetensors", "--precision", "fp16", "--out", "weights").ExitCode);
        Assert.True(File.Exists(folder["weights/model.safetensors"]));
        Assert.Equal(0, Run("export", "run", "--format", "npy", "--out", "arrays").ExitCode);
        Assert.True(File.Exists(folder["arrays/generator.0.weight.npy"]));
        Assert.Equal(0, Run("export", "run", "--format", "card", "--language", "zh", "--out", "shown").ExitCode);
        Assert.True(File.Exists(folder["shown/card.png"]));
        (code, _, error) = Run("export", "run", "--language", "zh");
        Assert.Equal(2, code);
        Assert.Contains("--language is the language of a card", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_that_cannot_be_written_or_would_mix_with_a_run_is_refused_before_the_work()
    {
        WriteRun("run", conditional: true);
        WriteRun("other", conditional: true);
        File.WriteAllText(folder["f"], "");
        string[] before = Directory.GetFileSystemEntries(folder["other"]);

        foreach (
            (string place, string words) in ((string, string)[])
                [
                    ("f", "f cannot be written: it is a file. Name a folder"),
                    ("f/deeper", "f is a file"),
                    ("other", "it is the folder of a run"),
                ]
        )
        {
            (int code, _, string error) = Run("export", "run", "--out", place);
            Assert.Equal(1, code);
            Assert.Contains(words, error, StringComparison.Ordinal);
            Assert.DoesNotContain("This is a bug", error, StringComparison.Ordinal);
        }

        Assert.Equal(before, Directory.GetFileSystemEntries(folder["other"]));
        using ReadOnlyFolder mounted = ReadOnlyFolder.MountOrSkip(folder["run"]);
        string said = Run("export", "run").Error;
        Assert.All(
            ["run/export cannot be written: read-only file system", "(--out)"],
            text => Assert.Contains(text, said, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("SIGINT")]
    [InlineData("SIGTERM")]
    [InlineData("SIGHUP")]
    [InlineData("SIGQUIT")]
    public async Task Serve_answers_until_it_is_interrupted_also_while_requests_run(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "signals are sent with kill");
        Assert.SkipWhen(CommandRunner.IsIgnored(signal), CommandRunner.IgnoredSignal);
        WriteRun("run", conditional: true);
        using Process process = CommandRunner.Start(folder.Root, "serve", "run", "--port", "0");
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string said =
            await process
                .StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
                .AsTask()
                .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)
            ?? await errors;
        Assert.Matches(@"^run \(last checkpoint, step 0\) is served at http://127\.0\.0\.1:\d+$", said);
        using HttpClient client = new() { BaseAddress = new Uri(said.Split(' ')[^1]) };
        File.WriteAllBytes(
            folder["made.png"],
            await client.GetByteArrayAsync("/images.png?count=6&class=bag&columns=3", TestContext.Current.CancellationToken)
        );
        Assert.Equal((3, 2), GridOf("made.png"));

        Task[] asking = [.. Enumerable.Range(0, 8).Select(_ => AskUntilItIsGone(client))];
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Process.Start("kill", ["-s", signal[3..], $"{process.Id}"])!.WaitForExit();
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        bool hasEnded = process.WaitForExit(TimeSpan.FromSeconds(30));
        if (!hasEnded)
            process.Kill();

        Assert.True(hasEnded, $"half a minute after {signal} it still ran");
        Assert.Equal(0, process.ExitCode);
        Assert.EndsWith($"Closed.{Environment.NewLine}", await output, StringComparison.Ordinal);
        Assert.DoesNotContain("failed", await errors, StringComparison.Ordinal);
        await Task.WhenAll(asking);

        static async Task AskUntilItIsGone(HttpClient client)
        {
            try
            {
                while (true)
                    await client.GetByteArrayAsync("/images?count=256", TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException)
            {
                // The server is closed, which is what was waited for.
            }
        }
    }

    [Fact]
    public async Task Serve_warns_of_an_address_that_others_reach()
    {
        WriteRun("run", conditional: false);
        using Process process = CommandRunner.Start(folder.Root, "serve", "run", "--port", "0", "--host", "0.0.0.0");

        string? warning = await process
            .StandardError.ReadLineAsync(TestContext.Current.CancellationToken)
            .AsTask()
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        process.Kill();

        Assert.StartsWith("Everyone who can reach 0.0.0.0 gets answers, without a password", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Serve_says_what_is_wrong_before_it_begins()
    {
        WriteRun("run", conditional: false);

        (int code, _, string error) = Run("serve", "nowhere");
        (int wrong, _, string problems) = Run(
            "serve",
            "run",
            "--port",
            "99999",
            "--queue",
            "-1",
            "--timeout",
            "0",
            "--host",
            "nowhere.example"
        );

        Assert.Equal(1, code);
        Assert.Contains("nowhere is not the folder of a run", error, StringComparison.Ordinal);
        Assert.Equal(2, wrong);
        foreach (
            string expected in (string[])
                [
                    "The port must be",
                    "between 0 and 10000",
                    "between 1 and 3600 seconds",
                    "--host nowhere.example is not an address",
                ]
        )
            Assert.Contains(expected, problems, StringComparison.Ordinal);
    }

    [Fact]
    public void Interpolate_writes_a_strip_or_an_animation_that_comes_back()
    {
        WriteRun("run", conditional: false);

        (int code, string output, string error) = Run("interpolate", "run", "--images", "0,5,300", "--steps", "6");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains(
            "A walk through images 0, 5, 300 by run (last checkpoint, step 0), seed 0, is in walk.png.",
            output,
            StringComparison.Ordinal
        );
        Assert.Equal((6, 2), GridOf("walk.png"));
        Assert.Equal(0, Run("interpolate", "run", "--steps", "4", "--linear", "--out", "new/walk.gif").ExitCode);
        using MagickImageCollection frames = new(folder["new/walk.gif"]);
        Assert.Equal(8, frames.Count);
    }

    [Fact]
    public void Interpolate_walks_from_class_to_class_with_a_row_for_each_image()
    {
        WriteRun("run", conditional: true);

        (int code, string output, string error) = Run(
            "interpolate",
            "run",
            "--from-class",
            "bag",
            "--to-class",
            "shirt,trouser",
            "--images",
            "0,5,7",
            "--steps",
            "4"
        );

        Assert.Equal((0, ""), (code, error));
        Assert.Contains(
            "A walk from class to class (Bag, Shirt, Trouser) of images 0, 5, 7 "
                + "by run (last checkpoint, step 0), seed 0, is in walk.png.",
            output,
            StringComparison.Ordinal
        );
        Assert.Equal((8, 3), GridOf("walk.png"));
        Assert.Equal(
            0,
            Run(
                "interpolate",
                "run",
                "--from-class",
                "bag",
                "--to-class",
                "0",
                "--images",
                "1,2",
                "--steps",
                "3",
                "--out",
                "walk.gif"
            ).ExitCode
        );
        using MagickImageCollection frames = new(folder["walk.gif"]);
        Assert.Equal((6, true), (frames.Count, frames[0].Width > frames[0].Height)); // there and back, both images side by side
    }

    [Fact]
    public void Project_shows_the_images_above_the_nearest_and_saves_the_latents()
    {
        WriteRun("run", conditional: true);
        WriteData();

        (int code, string output, string error) = Run(
            "project",
            "run",
            "--steps",
            "3",
            "--starts",
            "2",
            "--count",
            "2",
            "--latents",
            "z.npy"
        );

        Assert.Equal((0, ""), (code, error));
        Assert.Contains(
            "2 of data-images-idx3-ubyte, with the closest images that run (last checkpoint, step 0) makes below them, are in "
                + "projected.png.",
            output,
            StringComparison.Ordinal
        );
        Assert.Matches("image 1: mean pixel error [0-9.]+%, class (Trouser|Shirt|Bag)", output);
        Assert.Equal((2, 2), GridOf("projected.png"));
        Assert.Equal(128 + (2 * 100 * 4), new FileInfo(folder["z.npy"]).Length);
        File.WriteAllBytes(folder["one.png"], Png.Write(8, 8, new byte[64]));
        Assert.Contains(
            "class Bag",
            Run("project", "run", "--image", "one.png", "--steps", "1", "--class", "bag").Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Arithmetic_of_samples_needs_no_encoder()
    {
        WriteRun("run", conditional: false);

        (int code, string output, string error) = Run(
            "arithmetic",
            "run",
            "--samples",
            "--from",
            "3,4,5",
            "--subtract",
            "5,8",
            "--add",
            "300"
        );

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("From top to bottom: images and the results by run", output, StringComparison.Ordinal);
        Assert.Equal((3, 2), GridOf("arithmetic.png"));
    }

    [Fact]
    public void With_an_encoder_images_are_reconstructed_mapped_and_calculated_with()
    {
        string preset = PresetWithEncoder();
        WriteRun("run", conditional: false, preset, new() { ["latentSize"] = "2" });
        WriteData();
        WriteLabels();

        (int code, string output, string error) = Run("reconstruct", "run", "--count", "3");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("3 of data-images-idx3-ubyte, with the reconstructions by", output, StringComparison.Ordinal);
        Assert.Matches("mean pixel error [0-9.]+% of the range", output);
        Assert.Equal((3, 2), GridOf("reconstructed.png"));

        (code, output, error) = Run("map", "run", "--size", "5");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("map-classes.png", output, StringComparison.Ordinal);
        Assert.Equal((5, 5), GridOf("map.png"));
        Assert.True(File.Exists(folder["map-classes.png"]));

        (code, output, error) = Run("arithmetic", "run", "--from", "0", "--add", "1-2");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(
            "From top to bottom: images, their reconstructions and the results by run",
            output,
            StringComparison.Ordinal
        );
        Assert.Equal((2, 3), GridOf("arithmetic.png"));
    }

    [Fact]
    public void A_model_that_is_told_the_class_asks_for_it()
    {
        string preset = PresetWithEncoder();
        WriteRun("run", conditional: true, preset, new() { ["latentSize"] = "2" });
        WriteData();

        Assert.Contains(
            "Name the class with --class: 0 Trouser, 1 Shirt, 2 Bag",
            Run("reconstruct", "run").Error,
            StringComparison.Ordinal
        );
        Assert.Contains("Name one with --class", Run("map", "run").Error, StringComparison.Ordinal);
        Assert.Equal(0, Run("reconstruct", "run", "--class", "bag").ExitCode);
        Assert.Equal(0, Run("map", "run", "--class", "bag", "--size", "3").ExitCode);
        Assert.False(File.Exists(folder["map-classes.png"])); // there are no labels
        WriteLabels();
        Assert.Contains(
            "receives the class",
            Run("arithmetic", "run", "--from", "0", "--add", "1").Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("'figment project' searches", "reconstruct", "run")]
    [InlineData("--samples --from 3", "arithmetic", "run", "--from", "bag", "--add", "shirt")]
    [InlineData("this model's have 100", "map", "run")]
    [InlineData("2×1 pixels, but the model makes 8×8", "project", "run", "--image", "small.png")]
    [InlineData(
        "data-images-idx3-ubyte, the run's folder and those above it. Bring it back, or name other images with --data.",
        "project",
        "run"
    )]
    public void What_a_model_cannot_do_is_a_failure_with_a_way_out(string says, params string[] arguments)
    {
        WriteRun("run", conditional: false);
        File.WriteAllBytes(folder["small.png"], Png.Write(2, 1, [51, 204]));

        (int code, string output, string error) = Run(arguments);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Did you mean Shirt?", "generate", "run", "--class", "shrt")]
    [InlineData("There is no class '3'", "generate", "run", "--class", "3")]
    [InlineData("omit --solver. The preset flow has this option", "export", "run", "--solver", "heun:4")]
    [InlineData("npy supports only fp32", "export", "run", "--format", "npy", "--precision", "fp16")]
    [InlineData(
        "Name the class to walk to with --to-class: one of 0 Trouser, 1 Shirt, 2 Bag",
        "interpolate",
        "run",
        "--from-class",
        "bag"
    )]
    [InlineData("name the same class", "interpolate", "run", "--from-class", "bag", "--to-class", "2")]
    [InlineData("--from-class takes one class", "interpolate", "run", "--from-class", "0-2", "--to-class", "2", "--class", "1")]
    [InlineData("Omit it; the preset flow takes it", "generate", "run", "--guidance", "2")]
    [InlineData("truncation must be above 0", "generate", "run", "--truncation", "0")]
    public void What_does_not_fit_a_model_by_class_is_wrong_usage(string says, params string[] arguments)
    {
        WriteRun("run", conditional: true);

        (int code, string output, string error) = Run(arguments);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("was trained without classes", "generate", "run", "--class", "1")]
    [InlineData("cannot walk from class to class", "interpolate", "run", "--from-class", "1", "--to-class", "2")]
    [InlineData("at least two points", "interpolate", "run", "--images", "3")]
    [InlineData("not '3;4'", "interpolate", "run", "--images", "3;4")]
    [InlineData("ends in .png or .gif", "interpolate", "run", "--out", "walk.jpg")]
    [InlineData("Say what to start from", "arithmetic", "run", "--samples")]
    [InlineData("Say what to add", "arithmetic", "run", "--from", "3")]
    [InlineData("number of steps must be between", "project", "run", "--image", "x.png", "--steps", "0")]
    [InlineData("ends in .npy", "project", "run", "--latents", "z.csv")]
    [InlineData("at most 100", "map", "run", "--size", "101")]
    [InlineData("more than 3,000 images", "interpolate", "run", "--steps", "2000")]
    public void What_does_not_fit_a_model_without_classes_is_wrong_usage(string says, params string[] arguments)
    {
        WriteRun("run", conditional: false);

        (int code, string output, string error) = Run(arguments);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) =>
        CommandInside.Run(folder.Root, arguments);

    /// <summary>A run of an untrained model of 8 × 8 pixels.</summary>
    private void WriteRun(
        string name,
        bool conditional,
        string presetName = "classic",
        Dictionary<string, string>? changes = null
    ) => UntrainedRun.Write(folder[name], conditional, presetName, changes);

    /// <summary>What the run says it was trained on, or the beginning of it.</summary>
    private void WriteData() =>
        File.WriteAllBytes(
            folder["data-images-idx3-ubyte"],
            [0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 8, 0, 0, 0, 8, .. Enumerable.Range(0, 256).Select(i => (byte)(i * 7919 % 251))]
        );

    private void WriteLabels() => File.WriteAllBytes(folder["data-labels-idx1-ubyte"], [0, 0, 8, 1, 0, 0, 0, 4, 0, 0, 1, 2]);

    /// <summary>The first preset with an encoder that takes a latent size.</summary>
    private static string PresetWithEncoder()
    {
        ImageDescription data = new(UntrainedRun.Shape);
        ModelPreset? found = ImagePresets.All.FirstOrDefault(preset =>
        {
            using ImageModel model = (ImageModel)preset.Create(preset.OptionsFor(data), data, new SeededRandom(0));
            return model is ILatentEncoder && preset.OptionList.Any(option => option.Name == "latentSize");
        });
        Assert.SkipWhen(found is null, "no preset has an encoder");
        return found!.Name;
    }

    /// <summary>Columns and rows of a grid of images of 8 × 8 pixels at four times their size.</summary>
    private (int Columns, int Rows) GridOf(string name)
    {
        using MagickImage grid = new(folder[name]);
        return ((int)grid.Width / 36, (int)grid.Height / 36);
    }
}
