using System.Diagnostics;
using System.Text.Json;
using Figment.Models;
using Figment.Models.Images;
using Figment.Runs;
using Figment.Runs.Images;

namespace Figment.Tests.Cli;

/// <summary>The command as a user meets it: what it prints, what it leaves, how it ends.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData]
    [InlineData("train")]
    [InlineData("generate")]
    [InlineData("interpolate")]
    [InlineData("reconstruct")]
    [InlineData("project")]
    [InlineData("map")]
    [InlineData("arithmetic")]
    [InlineData("evaluate")]
    [InlineData("compare")]
    [InlineData("likelihood")]
    [InlineData("evaluator")]
    [InlineData("evaluator", "train")]
    [InlineData("summary")]
    [InlineData("data")]
    [InlineData("doctor")]
    public void Help_ends_in_examples(params string[] command)
    {
        (int code, string output, string error) = Run([.. command, "--help"]);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Examples:", output, StringComparison.Ordinal);
        Assert.Contains($"  figment {string.Join(' ', command)}".TrimEnd(), output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_help_of_train_names_every_preset()
    {
        string output = Run("train", "--help").Output;

        Assert.All(ModelCatalog.Presets, preset => Assert.Contains(preset.Name, output, StringComparison.Ordinal));
    }

    [Fact]
    public void Train_in_a_pipe_prints_plain_lines_and_says_where_things_are()
    {
        (int code, string output, string error) = RunProgram("train", "--steps", "3", "--batch", "8", "--out", "run");

        Assert.Equal((0, ""), (code, error));
        Assert.DoesNotContain('\u001b', output);
        Assert.Contains(
            "Training gan on mnist (60,000 images of 1×28×28), 3 steps, batch 8, seed 0, cpu",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains("step 3  images 24", output, StringComparison.Ordinal);
        Assert.Contains("Done: 3 steps (24 images)", output, StringComparison.Ordinal);
        Assert.All(
            ["samples/step-000003.png", "training.gif", "losses.png", "model.safetensors"],
            file =>
            {
                Assert.Contains(file, output, StringComparison.Ordinal);
                Assert.True(File.Exists(Path.Combine(folder["run"], file)), file);
            }
        );
    }

    [Fact]
    public void A_batch_in_pieces_is_said_and_recorded()
    {
        (int code, string output, _) = RunProgram(
            "train",
            "vae",
            "--steps",
            "2",
            "--batch",
            "8",
            "--accumulate",
            "4",
            "--features",
            "none",
            "--out",
            "run"
        );

        Assert.Equal(0, code);
        Assert.Contains("batch 8 in 4 pieces", output, StringComparison.Ordinal);
        Assert.Contains("\"accumulate\": 4", File.ReadAllText(folder["run/options.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public void More_pieces_than_items_are_refused_before_there_is_a_folder()
    {
        (int code, _, string error) = RunProgram(
            "train",
            "dcgan",
            "--steps",
            "2",
            "--batch",
            "8",
            "--accumulate",
            "5",
            "--out",
            "run"
        );

        Assert.Equal(1, code);
        Assert.Contains("use fewer pieces (--accumulate 4)", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void Without_a_folder_named_the_run_goes_below_runs_and_generate_finds_it()
    {
        Assert.Equal(0, Run("train", "--steps", "1", "--batch", "8", "--set", "latentSize=16").ExitCode);

        string run = Assert.Single(Directory.GetDirectories(folder["runs"]));
        Assert.StartsWith("mnist-gan-2", Path.GetFileName(run), StringComparison.Ordinal);
        JsonElement model = RunFolder.Open(run).Options.Model;
        Assert.Equal(16, model.GetProperty("latentSize").GetInt32());
        // What was left to the data
        Assert.Equal((1.0, true), (model.GetProperty("r1").GetDouble(), model.GetProperty("conditional").GetBoolean()));
        (int code, string output, _) = Run("generate", "--count", "5", "--out", "five.npy");
        Assert.Equal(0, code);
        Assert.Contains("5 images by runs/mnist-gan-", output, StringComparison.Ordinal);
        Assert.Equal(128 + (5 * 784 * 4), new FileInfo(folder["five.npy"]).Length);
    }

    [Fact]
    public void Everything_wrong_with_a_training_comes_in_one_message()
    {
        (int code, string output, string error) = RunProgram(
            "train",
            "clasic",
            "--steps",
            "0",
            "--batch",
            "1",
            "--sample-every",
            "0",
            "--threads",
            "0",
            "--out",
            "run"
        );

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("5 problems:", error, StringComparison.Ordinal);
        Assert.Contains("Did you mean classic?", error, StringComparison.Ordinal);
        Assert.Contains("number of steps", error, StringComparison.Ordinal);
        Assert.Contains("batch size", error, StringComparison.Ordinal);
        Assert.Contains("sample interval", error, StringComparison.Ordinal);
        Assert.Contains("threads", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Theory]
    [InlineData("The learning rate must be above 0", "--learning-rate", "0")]
    [InlineData("The learning rate must be above 0", "--set", "learningRate=-1")]
    [InlineData("'gan'", "--set", "dropout=0.3")]
    [InlineData("not both", "--conditional", "--unconditional")]
    [InlineData("one of nonSaturating, leastSquares, hinge, wasserstein, relativistic", "--set", "loss=cosine")]
    [InlineData("uses no labels, so there is nothing to smooth", "--set", "loss=hinge", "--set", "labelSmoothing=0.1")]
    [InlineData("is not NAME=VALUE", "--set", "latentSize")]
    [InlineData("not both", "--steps", "5", "--seconds", "5")]
    [InlineData("threads must be between", "--threads", "0")]
    [InlineData("many", "--steps", "many")]
    [InlineData("not '0,001'", "--learning-rate", "0,001")]
    [InlineData("not 'NaN'", "--learning-rate", "NaN")]
    [InlineData("does not accept 'Infinity'", "--set", "beta1=Infinity")]
    [InlineData("no device 'gpu'", "--device", "gpu")]
    [InlineData("no option '--stepz'", "--stepz", "3")]
    public void Wrong_usage_is_answered_in_words_and_with_code_2(string message, params string[] arguments)
    {
        (int code, _, string error) = Run(["train", "--out", "run", .. arguments]);

        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Theory]
    [InlineData("no data set 'mnits'", "train", "--data", "mnits")]
    [InlineData("no data set 'cats.idx'", "data", "cats.idx")]
    [InlineData("holds no pictures", "train", "--data", ".")]
    [InlineData("holds no pictures", "data", ".")]
    [InlineData("no run in runs/", "generate")]
    [InlineData("not the folder of a run", "generate", ".")]
    public void What_cannot_be_done_is_answered_in_words_and_with_code_1(string message, params string[] arguments)
    {
        (int code, string output, string error) = Run(arguments);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Root));
    }

    [Fact]
    public void CUDA_where_there_is_none_is_refused_with_a_way_out()
    {
        Assert.SkipWhen(Figment.Backend.ComputeDevice.IsCudaAvailable(), "this machine has CUDA");

        (int code, _, string error) = Run("train", "--device", "cuda", "--out", "run");

        Assert.Equal(1, code);
        Assert.Contains("Use the device cpu", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void A_damaged_data_file_is_refused_with_its_name()
    {
        File.WriteAllBytes(folder["broken-idx3-ubyte"], [0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 28, 0, 0, 0, 28, 1, 2, 3]);

        (int code, _, string error) = RunProgram("train", "--data", "broken-idx3-ubyte");

        Assert.Equal(1, code);
        Assert.Contains("broken-idx3-ubyte ends before the 7,056 values", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["runs"]));
    }

    [Theory]
    [InlineData("SIGINT")]
    [InlineData("SIGTERM")]
    public async Task An_interruption_ends_cleanly_with_everything_saved(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "signals are sent with kill");
        Assert.SkipWhen(CommandRunner.IsIgnored(signal), CommandRunner.IgnoredSignal);
        using Process process = CommandRunner.Start(folder.Root, "train", "--steps", "1000000", "--batch", "8", "--out", "run");
        string metrics = Path.Combine(folder["run"], "metrics.jsonl");
        Assert.True(
            SpinWait.SpinUntil(() => File.Exists(metrics) && new FileInfo(metrics).Length > 0, TimeSpan.FromSeconds(60)),
            "no step was reported"
        );

        Process.Start("kill", ["-s", signal[3..], $"{process.Id}"])!.WaitForExit();
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        bool hasEnded = process.WaitForExit(TimeSpan.FromSeconds(60));
        if (!hasEnded)
            process.Kill();

        Assert.True(hasEnded, $"a minute after {signal} it still ran");
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("everything up to this point is saved", await output, StringComparison.Ordinal);
        RunFolder run = RunFolder.Open(folder["run"]);
        using ImageModel model = run.LoadModel<ImageModel>(TorchSharp.torch.CPU);
        Assert.True(File.Exists(run.AnimationFile) && File.Exists(run.ChartFile));
        Assert.Equal($"step-{run.ReadMetrics()[^1].Step:D6}.png", Path.GetFileName(run.SampleFiles[^1]));
    }

    [Fact]
    public void Summary_prints_the_tutorials_counts_and_the_options()
    {
        string output = Run("summary", "classic").Output;

        Assert.All(
            ["1,493,520", "3,584", "533,505", "learningRate", "0.001"],
            text => Assert.Contains(text, output, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Summary_tells_what_options_come_to_that_are_left_to_the_data() =>
        Assert.Contains(
            "  2.286 ",
            Run("summary", "flow", "--shape", "3x64x64")
                .Output.Split('\n')
                .Single(line => line.Contains("timeShift", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );

    [Fact]
    public void Data_prints_counts_balance_and_mean_and_draws_samples()
    {
        (int code, string output, _) = Run("data", "mnist", "--out", "grid.png");

        Assert.Equal(0, code);
        Assert.All(
            ["60,000 images of 1×28×28", "mean 0.1306605", "6,742", "11.2%"],
            text => Assert.Contains(text, output, StringComparison.Ordinal)
        );
        Assert.True(new FileInfo(folder["grid.png"]).Length > 5000);
    }

    [Fact]
    public void Data_shows_a_folder_of_pictures_with_the_names_of_its_classes()
    {
        foreach ((string name, byte value) in ((string, byte)[])[("cats", 50), ("dogs", 200), ("o\u001b[31mwls", 90)])
        {
            Directory.CreateDirectory(folder[$"pets/{name}"]);
            File.WriteAllBytes(folder[$"pets/{name}/1.png"], Png.Write(2, 2, [value, value, value, value]));
        }

        File.WriteAllText(folder["pets/readme.txt"], "");

        (int code, string output, string error) = Run("data", "pets");

        Assert.Equal((0, ""), (code, error));
        Assert.All(
            [
                "pets: 3 images of 1×2×2",
                "class cats ",
                "class dogs ",
                "class o\ufffd[31mwls ",
                "readme.txt",
                "samples: pets-samples.png",
            ],
            text => Assert.Contains(text, output, StringComparison.Ordinal)
        );
        using ImageMagick.MagickImage picture = new(folder["pets-samples.png"]);
        using ImageMagick.IUnsafePixelCollection<byte> pixels = picture.GetPixelsUnsafe();
        Assert.Equal([50, 200, 90], ((int[])[3, 9, 15]).Select(x => pixels.GetPixel(x, 3).GetChannel(0)));
    }

    [Fact]
    public void Data_check_names_what_is_wrong_and_says_what_training_would_do()
    {
        WritePets();

        (int code, string output, _) = Run("data", "check", "pets");
        (int skipping, string skipped, string error) = Run("data", "check", "pets", "--skip-broken", "--size", "8");

        Assert.Equal(1, code);
        Assert.All(
            [
                "pets: 4 picture files, 3 of them readable (3 grey, 0 in colour)",
                "9×8: 2, for example cats/1.png",
                "cats/3.jpg: it is empty",
                "cats/1.png = cats/2.png",
                "dogs: 1 (33.3%)",
                "training would reject this data: ",
            ],
            text => Assert.Contains(text, output, StringComparison.Ordinal)
        );
        Assert.Equal((0, ""), (skipping, error));
        Assert.All(
            [
                "training would learn from 3 images of 1×8×8 in 2 classes",
                "cropped to 8×8",
                "3 images are few",
                "as training would see them: pets-check.png",
            ],
            text => Assert.Contains(text, skipped, StringComparison.Ordinal)
        );
        Assert.True(new FileInfo(folder["pets-check.png"]).Length > 50);
    }

    [Fact]
    public void Data_pack_makes_one_file_which_is_looked_at_checked_and_trained_with()
    {
        WritePets();

        (int refused, _, string reason) = Run("data", "pack", "pets");
        (int packed, string said, string error) = Run("data", "pack", "pets", "--skip-broken", "--size", "8");
        (int shown, string data, _) = Run("data", "pets.safetensors");
        (int whole, string check, _) = Run("data", "check", "pets.safetensors");
        (int trained, _, string trouble) = Run(
            "train",
            "classic",
            "--data",
            "pets.safetensors",
            "--shift",
            "2",
            "--flip",
            "--steps",
            "2",
            "--batch",
            "2",
            "--out",
            "run"
        );
        (int resumed, _, string difference) = Run("resume", "run", "--steps", "+2");

        Assert.Equal(
            (1, 0, "", 0, 0, 0, "", 0, ""),
            (refused, packed, error, shown, whole, trained, trouble, resumed, difference)
        );
        Assert.Contains("cats/3.jpg", reason, StringComparison.Ordinal);
        Assert.All(
            ["pets.safetensors: 3 images of 1×8×8 in 2 classes", "left out: cats/3.jpg", "train --data pets.safetensors"],
            text => Assert.Contains(text, said, StringComparison.Ordinal)
        );
        Assert.All(
            ["pets: 3 images of 1×8×8", "class cats", "left out: cats/3.jpg"],
            text => Assert.Contains(text, data, StringComparison.Ordinal)
        );
        Assert.All(
            ["pets.safetensors is intact", "training would learn from 3 images"],
            text => Assert.Contains(text, check, StringComparison.Ordinal)
        );
        RunOptions options = RunFolder.Open(folder["run"]).Options;
        Assert.Equal(
            (true, 2),
            (
                ((Figment.Training.Images.ImageTrainingOptions)options.Training).Flip,
                ((Figment.Training.Images.ImageTrainingOptions)options.Training).Shift
            )
        );
        Assert.Empty(Directory.GetFiles(folder.Root, "*.tmp"));
    }

    [Fact]
    public void A_run_of_resized_pictures_goes_on_and_knows_what_it_learned_from()
    {
        WritePets();

        (int code, string output, string error) = Run(
            "train",
            "classic",
            "--data",
            "pets",
            "--skip-broken",
            "--size",
            "16x8",
            "--steps",
            "2",
            "--batch",
            "2",
            "--out",
            "run"
        );
        (int resumed, _, string trouble) = Run("resume", "run", "--steps", "+2");

        Assert.Equal((0, "", 0, ""), (code, error, resumed, trouble));
        Assert.Contains("left out: cats/3.jpg", output, StringComparison.Ordinal);
        Assert.Contains("They are cropped to 16×8 around the centre", output, StringComparison.Ordinal);
        // The memory is that of the whole process, which can be more than a gigabyte after other tests.
        Assert.Matches(@"A step takes about \d+(\.\d+)? s and (\d+ MB|\d+\.\d GB) of memory \(batch 2\)\.", output);
        RunOptions options = RunFolder.Open(folder["run"]).Options;
        Figment.Data.Images.PictureOptions read = new() { Size = new Figment.Imaging.PictureSize(16, 8), SkipBroken = true };
        Assert.Equal((read, 3), (((ImageRunData)options.Data).Pictures, options.Data.Notes.Count));
    }

    [Fact]
    public void A_folder_that_is_called_like_a_data_set_is_never_mistaken_for_it_unsaid()
    {
        WritePets();
        File.Delete(folder["pets/cats/3.jpg"]);
        Directory.Move(folder["pets"], folder["MNIST"]);

        string other = Run("data", "MNIST").Output,
            sized = Run("data", "MNIST", "--size", "8").Output;
        Assert.All(
            [other, sized],
            output =>
                Assert.Contains(
                    "MNIST is taken as the file or folder of that name in the current folder; for the data set, use mnist.",
                    output,
                    StringComparison.Ordinal
                )
        );
        Assert.Contains("MNIST: 3 images of 1×8×8", sized, StringComparison.Ordinal);
        Directory.Move(folder["MNIST"], folder["mnist"]);

        string name = Run("data", "mnist").Output,
            path = Run("data", "./mnist", "--size", "8").Output;
        (int code, _, string error) = Run("data", "mnist", "--size", "8");

        Assert.All(
            ["mnist: 60,000 images", "for the file or folder of that name in the current folder, use ./mnist"],
            text => Assert.Contains(text, name, StringComparison.Ordinal)
        );
        Assert.Contains("mnist: 3 images of 1×8×8", path, StringComparison.Ordinal);
        Assert.Equal(1, code);
        Assert.Contains("To use the file or folder of that name here, write ./mnist.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_into_the_data_is_no_part_of_it_the_next_time()
    {
        WritePets();
        File.Delete(folder["pets/cats/3.jpg"]);
        string pets = folder["pets"];

        string first = RunIn(pets, "data", "check", ".").Output;
        (int trained, _, string error) = RunIn(
            pets,
            "train",
            "classic",
            "--data",
            ".",
            "--size",
            "8",
            "--steps",
            "2",
            "--batch",
            "2",
            "--features",
            "none"
        );
        string run = Assert.Single(Directory.GetDirectories(Path.Combine(pets, "runs")));
        (int resumed, _, string trouble) = RunIn(pets, "resume", run, "--steps", "+2");
        string second = RunIn(pets, "data", "check", ".").Output;

        Assert.Equal((0, "", 0, ""), (trained, error, resumed, trouble));
        Assert.Equal(first.Split('\n')[0], second.Split('\n')[0]);
        Assert.Contains("1 folder is a Figment run and was skipped: runs/", second, StringComparison.Ordinal);
        Assert.Contains(
            "1 picture is an overview made by Figment and was skipped: pets-check.png.",
            second,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void More_folders_than_classes_train_without_them_and_classes_cannot_be_asked_for()
    {
        for (int i = 0; i < 257; i++)
        {
            Directory.CreateDirectory(folder[$"people/{i}"]);
            File.WriteAllBytes(
                folder[$"people/{i}/0.png"],
                Png.Write(8, 8, [.. Enumerable.Range(i, 64).Select(value => (byte)value)])
            );
        }

        string[] train = ["train", "classic", "--data", "people", "--steps", "2", "--features", "none", "--out"];
        (int code, string output, _) = Run([.. train, "run"]);
        (int refused, _, string reason) = Run([.. train, "other", "--conditional"]);

        Assert.Equal((0, 2), (code, refused));
        Assert.All(
            [output, reason],
            text => Assert.Contains("There are 257 classes, but the limit is 256", text, StringComparison.Ordinal)
        );
        Assert.Empty(RunFolder.Open(folder["run"]).Options.Data.Classes);
    }

    private void WritePets()
    {
        foreach (
            (string name, int width, byte value) in ((string, int, byte)[])
                [("cats/1", 9, 50), ("cats/2", 9, 50), ("dogs/1", 12, 200)]
        )
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[$"pets/{name}.png"])!);
            File.WriteAllBytes(folder[$"pets/{name}.png"], Png.Write(width, 8, [.. Enumerable.Repeat(value, width * 8)]));
        }

        File.WriteAllBytes(folder["pets/cats/3.jpg"], []);
    }

    [Fact]
    public void Train_takes_an_array_of_numpy()
    {
        File.WriteAllBytes(
            folder["small.npy"],
            NumpyFiles.Npy("|u1", "(16, 8, 8)", [.. Enumerable.Range(0, 1024).Select(i => (byte)i)])
        );

        (int code, string output, string error) = Run(
            "train",
            "--data",
            "small.npy",
            "--steps",
            "1",
            "--batch",
            "8",
            "--out",
            "run"
        );

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("on small (16 images of 1×8×8)", output, StringComparison.Ordinal);
        Assert.Equal("small.npy", RunFolder.Open(folder["run"]).Options.Data.Source);
    }

    [Fact]
    public void Data_that_is_not_between_0_and_1_is_explained()
    {
        File.WriteAllBytes(folder["raw.npy"], NumpyFiles.Npy("<f4", "(1, 1, 2)", NumpyFiles.Encode("<f4", 0, 255)));

        (int code, _, string error) = Run("train", "--data", "raw.npy");

        Assert.Equal(1, code);
        Assert.Contains("divide by 255", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_finds_this_machine_well()
    {
        Dictionary<string, string?> environment = new() { ["FIGMENT_NCCL"] = "/nowhere" };
        (int code, string output, string error) = CommandRunner.Run(folder.Root, environment, "doctor");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("NCCL        No NCCL was found at /nowhere.", output, StringComparison.Ordinal); // which nobody needs
        Assert.All(
            ["optimised", "libtorch", "TorchSharp", "threads", "cache", "can be written", "Everything works."],
            text => Assert.Contains(text, output, StringComparison.Ordinal)
        );
        Assert.DoesNotContain("NOT optimised", output, StringComparison.Ordinal);

        // What auto chooses for every preset, as in a training.
        foreach (ModelPreset preset in ModelCatalog.Presets)
        {
            string line = Assert.Single(
                output.Split('\n'),
                line =>
                    line.StartsWith("precision ", StringComparison.Ordinal)
                    && line.Split(':')[0].Split([' ', ',']).Contains(preset.Name)
            );
            Assert.Contains(
                $"auto uses {AutoPrecision.For(preset, TorchSharp.torch.CPU).Word} for",
                line,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void The_run_says_everything_needed_to_repeat_it()
    {
        Run("train", "--steps", "1", "--batch", "8", "--seed", "42", "--threads", "1", "--out", "run");

        using JsonDocument options = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["run"], "options.json")));
        JsonElement root = options.RootElement;
        Assert.Equal("gan", root.GetProperty("preset").GetString());
        Assert.Equal("1 steps", root.GetProperty("training").GetProperty("length").GetString());
        Assert.Equal(42, root.GetProperty("training").GetProperty("seed").GetInt64());
        Assert.Equal(1, root.GetProperty("environment").GetProperty("threads").GetInt32());
        Assert.Equal("2.10", root.GetProperty("environment").GetProperty("libTorch").GetString());
        Assert.Equal(64, root.GetProperty("data").GetProperty("sha256").GetString()!.Length);
    }

    private static (int ExitCode, string Output, string Error) RunIn(string folder, params string[] arguments) =>
        CommandInside.Run(folder, arguments);

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) =>
        CommandInside.Run(folder.Root, arguments);

    /// <summary>In a process of its own, as users run it: this way, each exit code is seen at least once.</summary>
    private (int ExitCode, string Output, string Error) RunProgram(params string[] arguments) =>
        CommandRunner.Run(folder.Root, null, arguments);
}
