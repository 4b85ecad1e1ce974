using System.Globalization;
using System.Text.Json.Nodes;
using Figment.Models;
using Figment.Models.Images;
using Figment.Runs;
using Figment.Training;
using static TorchSharp.torch;

namespace Figment.Tests.Runs;

public sealed class RunFolderTests
{
    private static readonly Lazy<string> Data = new(() =>
        SmallData.WriteIdx(Directory.CreateTempSubdirectory("figment-test-").FullName)
    );

    // A run of one step, for tests that only look at it or damage a copy of it.
    private static readonly Lazy<string> OneStep = new(() =>
        Train(Path.Combine(Path.GetDirectoryName(Data.Value)!, "run"), steps: 1).Folder.Root
    );

    [Fact]
    public void A_run_leaves_everything_the_design_names()
    {
        using TemporaryFolder folder = new();

        (RunFolder run, TrainingResult result) = Train(folder["run"], steps: 4);

        Assert.Equal(4, result.Steps);
        Assert.Equal(
            ["losses.png", "metrics.jsonl", "model.safetensors", "options.json", "run.lock", "training.gif"],
            Directory.GetFiles(run.Root).Select(Path.GetFileName).Order()
        );
        Assert.Equal(["step-000000.png", "step-000002.png", "step-000004.png"], run.SampleFiles.Select(Path.GetFileName));
        Assert.Equal([2L, 4], run.ReadMetrics().Select(line => line.Step));
    }

    [Fact]
    public void A_run_can_be_opened_and_makes_the_same_images_again()
    {
        using TemporaryFolder folder = new();
        Train(folder["run"], steps: 2, data: "mnist");

        RunFolder run = RunFolder.Open(folder["run"]);
        using ImageModel first = run.LoadModel<ImageModel>(CPU),
            second = RunFolder.Open(run.Root).LoadModel<ImageModel>(CPU);

        using Tensor a = first.Sample(2),
            b = second.Sample(2);
        Assert.True(a.eq(b).all().item<bool>());
        Assert.Equal("classic", run.Options.Preset);
        Assert.Equal(("mnist", 60_000, 64), (run.Options.Data.Name, run.Options.Data.Count, run.Options.Data.Sha256.Length));
        Assert.Equal(0.0005, run.Options.Model.GetProperty("learningRate").GetDouble());
        Assert.Equal("cpu", run.Options.Environment.Device);
    }

    [Fact]
    public void Two_runs_of_one_seed_have_the_same_weights_byte_for_byte()
    {
        using TemporaryFolder folder = new();

        byte[] Model(string name, long seed) =>
            File.ReadAllBytes(Train(folder[name], steps: 5, seed, threads: 2).Folder.ModelFile);

        byte[] first = Model("a", 1);
        Assert.Equal(first, Model("b", 1));
        Assert.NotEqual(first, Model("c", 2));
    }

    [Fact]
    public void A_folder_that_holds_something_is_refused_and_not_touched()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["precious.txt"], "mine");

        RunFolderException e = Assert.Throws<RunFolderException>(() => Train(folder.Root, steps: 1));

        Assert.Contains("exists and is not empty", e.Message, StringComparison.Ordinal);
        Assert.Equal(["precious.txt"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName));
    }

    [Fact]
    public void A_path_that_cannot_be_a_folder_is_refused_before_training()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["file"], "");

        Assert.Contains(
            "is a file",
            Assert.Throws<RunFolderException>(() => Train(folder["file"], steps: 1)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "cannot be written",
            Assert.Throws<RunFolderException>(() => Train(Path.Combine(folder["file"], "run"), steps: 1)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_full_disk_ends_the_training_with_its_reason_and_leaves_whole_files()
    {
        using SmallDisk disk = SmallDisk.MountOrSkip("16m");

        // Room for two models of 6 MB, the old one and its replacement, but not for the ballast beside them.
        RunFolderException e = Assert.Throws<RunFolderException>(() =>
            Train(
                Path.Combine(disk.Root, "run"),
                steps: 50,
                onReport: report =>
                {
                    if (report.Step == 4)
                        File.WriteAllBytes(Path.Combine(disk.Root, "ballast"), new byte[7 << 20]);
                }
            )
        );

        Assert.Contains("No space left on device", e.Message, StringComparison.Ordinal);
        Assert.Contains("Everything saved before is intact", e.Message, StringComparison.Ordinal);
        RunFolder run = RunFolder.Open(Path.Combine(disk.Root, "run"));
        using ImageModel model = run.LoadModel<ImageModel>(CPU);
        Assert.Empty(Directory.GetFiles(run.Root, "*.tmp", SearchOption.AllDirectories));
        Assert.NotEmpty(run.ReadMetrics());
    }

    [Fact]
    public void Files_of_gigabytes_are_refused_unread()
    {
        using TemporaryFolder folder = new();
        using (FileStream options = File.Create(folder["options.json"]))
            options.SetLength(3L << 30); // sparse: nothing is written
        using (FileStream metrics = File.Create(folder["metrics.jsonl"]))
            metrics.SetLength(3L << 30);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains(
            "3,221,225,472 bytes",
            Assert.Throws<RunFolderException>(() => RunFolder.Open(folder.Root)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "a line of more than",
            Assert.Throws<FileFormatException>(() => MetricsLog.Read(folder["metrics.jsonl"])).Message,
            StringComparison.Ordinal
        );
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Fact]
    public void A_folder_that_is_no_run_is_refused()
    {
        using TemporaryFolder folder = new();
        Assert.Contains(
            "not the folder of a run",
            Assert.Throws<RunFolderException>(() => RunFolder.Open(folder.Root)).Message,
            StringComparison.Ordinal
        );

        File.WriteAllText(folder["options.json"], "{\"preset\": ");
        Assert.Contains(
            "cannot be read",
            Assert.Throws<RunFolderException>(() => RunFolder.Open(folder.Root)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_damaged_model_is_refused()
    {
        using TemporaryFolder folder = new();
        RunFolder run = RunFolder.Open(TemporaryFolder.Copy(OneStep.Value, folder["run"]));
        using (FileStream stream = File.OpenWrite(run.ModelFile))
            stream.SetLength(stream.Length - 1);

        Assert.Throws<FileFormatException>(() => run.LoadModel<ImageModel>(CPU));

        File.Delete(run.ModelFile);
        Assert.Contains(
            "no model.safetensors",
            Assert.Throws<RunFolderException>(() => run.LoadModel<ImageModel>(CPU)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void New_names_say_what_is_inside_and_two_runs_of_one_moment_never_share_a_folder()
    {
        using TemporaryFolder folder = new();
        RunOptions options = RunFolder.Open(OneStep.Value).Options;
        DateTimeOffset time = new(2026, 11, 23, 15, 45, 0, TimeSpan.Zero);
        string[] names = new string[8];

        string parent = folder["runs"];
        Parallel.For(0, names.Length, i => names[i] = Path.GetFileName(NewRunFolder.CreateBelow(parent, time, options).Root));

        Assert.Equal(
            [
                "small-idx3-ubyte-classic-20261123-154500",
                .. Enumerable.Range(2, 7).Select(i => $"small-idx3-ubyte-classic-20261123-154500-{i}"),
            ],
            names.Order()
        );
    }

    [Fact]
    public void A_folder_without_a_name_is_refused()
    {
        Assert.Contains(
            "is empty",
            Assert.Throws<RunFolderException>(() => Train(" ", steps: 1)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("model", "null")]
    [InlineData("model", "5")]
    [InlineData("model", "{\"latentSize\": 0}")]
    [InlineData("model", "{\"unknown\": 1}")]
    [InlineData("preset", "\"stylegan\"")]
    [InlineData("training", "null")]
    [InlineData("data", "null")]
    public void Damaged_options_are_refused_in_words(string property, string value)
    {
        using TemporaryFolder folder = new();
        RunFolder run = RunFolder.Open(TemporaryFolder.Copy(OneStep.Value, folder["run"]));
        string file = Path.Combine(run.Root, "options.json");
        JsonObject json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        json[property] = JsonNode.Parse(value);
        File.WriteAllText(file, json.ToJsonString());

        RunFolderException e = Assert.Throws<RunFolderException>(() =>
            RunFolder.Open(run.Root).LoadModel<ImageModel>(CPU).Dispose()
        );

        Assert.Contains("options.json", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_full_to_its_last_byte_is_reported_by_its_own_name()
    {
        using SmallDisk disk = SmallDisk.MountOrSkip("24m");

        RunFolderException e = Assert.Throws<RunFolderException>(() =>
            Train(
                Path.Combine(disk.Root, "run"),
                steps: 500,
                sampleEvery: 10_000,
                onReport: report =>
                {
                    if (report.Step == 2)
                        Fill(Path.Combine(disk.Root, "ballast"));
                }
            )
        );

        Assert.Contains("No space left on device", e.Message, StringComparison.Ordinal);
        Assert.NotEmpty(MetricsLog.Read(Path.Combine(disk.Root, "run", "metrics.jsonl")));

        static void Fill(string path)
        {
            using FileStream stream = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            try
            {
                while (true)
                    stream.Write(new byte[512]);
            }
            catch (IOException)
            {
                // The disk is full now.
            }
        }
    }

    [Fact]
    public void The_number_of_threads_of_one_run_does_not_stay_for_the_next()
    {
        using TemporaryFolder folder = new();
        int before = get_num_threads();

        Train(folder["run"], steps: 1, threads: before + 1);

        Assert.Equal(before, get_num_threads());
        Assert.Equal(before + 1, RunFolder.Open(folder["run"]).Options.Environment.Threads);
    }

    [Theory]
    [InlineData("photos (1)", "photos-1-classic-20261126-140000")]
    [InlineData("../../evil\u001b[2J", "evil-2J-classic-20261126-140000")]
    [InlineData("long", null)]
    public void A_run_is_named_after_its_data_in_characters_that_every_list_and_address_takes(string data, string? name)
    {
        using TemporaryFolder folder = new();
        RunOptions options = RunFolder.Open(OneStep.Value).Options;
        options = options with { Data = options.Data with { Name = data == "long" ? new string('画', 90) : data } };
        DateTimeOffset now = new(2026, 11, 26, 14, 0, 0, TimeSpan.Zero);

        IEnumerable<RunFolder> made = Enumerable.Range(0, 2).Select(_ => NewRunFolder.CreateBelow(folder["runs"], now, options));
        string[] names = [.. made.Select(run => Path.GetFileName(run.Root))];

        Assert.All(names, each => Assert.True(RunFolder.IsName(each), each));
        if (name is not null)
            Assert.Equal([name, $"{name}-2"], names);
        Assert.Equal(2, Directory.GetDirectories(folder["runs"]).Length);
    }

    [Fact]
    public void A_lock_that_cannot_be_taken_says_why()
    {
        using TemporaryFolder folder = new();
        RunFolder run = RunFolder.Open(TemporaryFolder.Copy(OneStep.Value, folder["run"]));
        using (RunLock held = RunLock.Take(run.Root))
            Assert.Contains(
                "Another training",
                Assert.Throws<RunFolderException>(() => RunLock.Take(run.Root)).Message,
                StringComparison.Ordinal
            );
        using ReadOnlyFolder mounted = ReadOnlyFolder.MountOrSkip(run.Root);

        string said = Assert
            .Throws<RunFolderException>(() => TrainingRun.Resume(new ResumeRequest { Folder = run.Root }))
            .Message;

        Assert.Contains("Read-only file system", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Another training", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_found_before_the_data_is_read()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["file"], "");

        string said = Assert
            .Throws<RunFolderException>(() => Train(folder["file/run"], steps: 1, data: folder["no such data"]))
            .Message;

        Assert.Contains($"{folder["file"]} is a file", said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_checkpoint_says_of_itself_is_read_without_its_weights()
    {
        using TemporaryFolder folder = new();
        RunFolder run = Train(folder["run"], steps: 2).Folder;
        long before = LiveTensors.Count();

        Assert.Equal("last checkpoint, step 2", run.Model.Describe(Checkpoint.Last));
        Assert.Equal("2", run.ExportMetadata(Checkpoint.Last)["step"]);
        Assert.Equal(before, TorchSharp.torch.Tensor.TotalCount);
    }

    [Fact]
    public void The_latest_run_is_found()
    {
        using TemporaryFolder folder = new();
        Assert.Null(RunFolder.Latest(folder["none"]));
        for (int i = 0; i < 3; i++)
        {
            Directory.CreateDirectory(folder[$"run{i}"]);
            File.WriteAllText(Path.Combine(folder[$"run{i}"], "options.json"), "{}");
            File.SetLastWriteTimeUtc(
                Path.Combine(folder[$"run{i}"], "options.json"),
                DateTime.Parse($"2026-01-0{(i * 2 % 3) + 1}", CultureInfo.InvariantCulture)
            );
        }

        Assert.Equal(folder["run1"], RunFolder.Latest(folder.Root));
    }

    internal static (RunFolder Folder, TrainingResult Result) Train(
        string path,
        long steps,
        long seed = 0,
        int sampleEvery = 2,
        int? threads = null,
        string? data = null,
        Action<TrainingProgress>? onReport = null
    )
    {
        RunResult result = TrainingRun.Train(
            new TrainingRequest
            {
                Preset = ModelCatalog.Find("classic"),
                Model = new ClassicGanOptions { LearningRate = 0.0005 },
                Training = new TrainingOptions
                {
                    Length = TrainingLength.OfSteps(steps),
                    BatchSize = 8,
                    ReportEvery = 2,
                    SampleEvery = sampleEvery,
                    Seed = seed,
                },
                Data = data ?? Data.Value,
                Device = "cpu",
                Threads = threads,
                Folder = path,
                Features = TrainingRun.NoFeatures,
            },
            onReport is null ? null : new ReportList<RunReport>(report => onReport(report.Training))
        );
        return (result.Folder, result.Training);
    }
}
