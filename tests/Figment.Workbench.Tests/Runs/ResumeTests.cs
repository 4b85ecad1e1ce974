using Figment.Models;
using Figment.Runs;
using Figment.Training;

namespace Figment.Tests.Runs;

/// <summary>Runs that go on.</summary>
public sealed class ResumeTests(ResumeTests.WholeRun reference) : IClassFixture<ResumeTests.WholeRun>, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RunFolder whole = reference.Folder;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(7)] // between two reports
    [InlineData(8)] // at a report
    [InlineData(12)] // at a picture
    public void A_run_that_was_stopped_goes_on_to_what_it_would_have_been(long stoppedAt)
    {
        StopAt("stopped", stoppedAt);

        RunResult resumed = TrainingRun.Resume(new ResumeRequest { Folder = folder["stopped"] });

        Assert.False(resumed.Training.WasCancelled);
        Assert.Equal(20, resumed.Training.Steps);
        SameRuns.AssertSame(whole, resumed.Folder);
        Assert.Equal([stoppedAt], resumed.Folder.Options.Resumes.Select(resume => resume.Step));
    }

    [Fact]
    public void A_run_without_a_checkpoint_begins_again()
    {
        RunFolder begun = RunFolder.Open(TemporaryFolder.Copy(whole.Root, folder["begun"]));
        begun.Checkpoints.Remove(_ => true);
        File.Delete(begun.ModelFile);

        SameRuns.AssertSame(whole, TrainingRun.Resume(new ResumeRequest { Folder = begun.Root }).Folder);
    }

    [Fact]
    public void What_a_killed_writer_left_half_done_is_removed()
    {
        StopAt("stopped", 8);
        string remains = folder["stopped/checkpoints/step-000009.safetensors.abcdefgh.xyz.tmp"],
            own = folder["stopped/notes.tmp"];
        File.WriteAllText(remains, "half");
        File.WriteAllText(own, "a user's");
        File.AppendAllText(folder["stopped/metrics.jsonl"], "{\"step\": 9, \"ima");

        RunFolder run = TrainingRun.Resume(new ResumeRequest { Folder = folder["stopped"] }).Folder;

        Assert.False(File.Exists(remains));
        Assert.True(File.Exists(own));
        Assert.Equal(whole.Options.Training.Length.Steps, run.ReadMetrics()[^1].Step);
    }

    [Fact]
    public void A_run_may_become_longer_and_says_so()
    {
        TemporaryFolder.Copy(whole.Root, folder["run"]);

        RunResult longer = TrainingRun.Resume(
            new ResumeRequest
            {
                Folder = folder["run"],
                Training = options => options with { Length = TrainingLength.OfSteps(30), SampleEvery = 5 },
            }
        );

        Assert.Equal(30, longer.Training.Steps);
        Assert.Equal(
            ["length: 20 steps → 30 steps", "sampleEvery: 6 → 5"],
            Assert.Single(RunFolder.Open(folder["run"]).Options.Resumes).Changes
        );
        Assert.Equal(30, longer.Folder.ReadMetrics()[^1].Step);
    }

    [Fact]
    public void A_complete_run_is_not_trained_again()
    {
        TemporaryFolder.Copy(whole.Root, folder["run"]);

        Assert.Contains(
            "20 of 20 steps",
            Assert.Throws<FigmentException>(() => TrainingRun.Resume(new ResumeRequest { Folder = folder["run"] })).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Options_that_would_make_another_model_are_refused_with_the_difference()
    {
        string precision = StopAt("run", 8).Options.Environment.Precision,
            other = precision == "fp32" ? "bf16" : "fp32"; // the default depends on the machine
        byte[] before = File.ReadAllBytes(folder["run/options.json"]);

        OptionsException e = Assert.Throws<OptionsException>(() =>
            TrainingRun.Resume(
                new ResumeRequest
                {
                    Folder = folder["run"],
                    Training = options => options with { BatchSize = 16, Seed = 3, CheckpointEvery = 2 },
                    Model = [new("latentSize", "64"), new("learningRate", "0.001")],
                    Precision = other,
                }
            )
        );

        Assert.All(
            ["batchSize: 8 → 16", "seed: 0 → 3", "latentSize: 100 → 64", $"precision: {precision} → {other}", "checkpointEvery"],
            text => Assert.Contains(text, e.Message, StringComparison.Ordinal)
        );
        Assert.DoesNotContain("learningRate", e.Message, StringComparison.Ordinal); // which is as it was
        Assert.Equal(before, File.ReadAllBytes(folder["run/options.json"]));
    }

    [Fact]
    public void Other_data_is_refused()
    {
        StopAt(folder, "run", 8);
        byte[] bytes = File.ReadAllBytes(folder["small-idx3-ubyte"]);
        bytes[^1] ^= 1;
        File.WriteAllBytes(folder["small-idx3-ubyte"], bytes);

        Assert.Contains(
            "The data has changed",
            Assert.Throws<FigmentException>(() => TrainingRun.Resume(new ResumeRequest { Folder = folder["run"] })).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Two_at_once_on_one_run_are_not_possible_and_a_lock_of_the_dead_does_not_count()
    {
        StopAt("run", 8);
        Assert.True(File.Exists(folder["run/run.lock"])); // left behind, but not held
        using (RunLock.Take(folder["run"]))
            Assert.Contains(
                "Another training run is writing to",
                Assert.Throws<RunFolderException>(() => TrainingRun.Resume(new ResumeRequest { Folder = folder["run"] })).Message,
                StringComparison.Ordinal
            );

        Assert.Equal(20, TrainingRun.Resume(new ResumeRequest { Folder = folder["run"] }).Training.Steps);
    }

    [Fact]
    public void The_last_checkpoint_stays_and_those_that_were_asked_for()
    {
        RunFolder plain = Train("plain", options => options with { CheckpointEvery = 3 }).Folder,
            keeping = Train("keeping", options => options with { KeepEvery = 8 }).Folder;

        Assert.Equal([20], plain.Checkpoints.Steps);
        Assert.Equal([8, 16, 20], keeping.Checkpoints.Steps);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("one bit changed")]
    [InlineData("of another model")]
    public void A_checkpoint_that_is_no_longer_whole_is_refused_with_a_way_out(string how)
    {
        RunFolder run = StopAt("run", 9);
        string file = run.Checkpoints.FileOf(9);
        byte[] bytes = File.ReadAllBytes(file);
        if (how == "of another model")
            File.Copy(run.ModelFile, file, overwrite: true);
        else
            File.WriteAllBytes(
                file,
                how == "cut" ? bytes[..^100] : [.. bytes[..^4000], (byte)(bytes[^4000] ^ 1), .. bytes[^3999..]]
            );

        FigmentException e = Assert.Throws<RunFolderException>(() => TrainingRun.Resume(new ResumeRequest { Folder = run.Root }));

        Assert.Contains("Remove it to start from the first step", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_lost_lines_is_refused()
    {
        RunFolder run = StopAt("run", 9);
        File.WriteAllText(run.MetricsFile, "");

        Assert.Contains(
            "is damaged",
            Assert.Throws<FileFormatException>(() => TrainingRun.Resume(new ResumeRequest { Folder = run.Root })).Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>
    /// Each case leaves less room: only the next checkpoint does not fit, no weights fit, no picture fits, nothing at all fits.
    /// </summary>
    [Theory]
    [InlineData(20 << 20)]
    [InlineData(4 << 20)]
    [InlineData(16 << 10)]
    [InlineData(0)]
    public void A_full_disk_costs_the_steps_since_the_last_checkpoint_and_no_more(int room)
    {
        using SmallDisk disk = SmallDisk.MountOrSkip("60m"); // a checkpoint is 24 MB, and the next one is written beside it
        string data = SmallData.WriteIdx(folder.Root),
            run = Path.Combine(disk.Root, "run"),
            ballast = Path.Combine(disk.Root, "ballast");

        RunFolderException e = Assert.Throws<RunFolderException>(() =>
            Train(
                run,
                options => options with { CheckpointEvery = 4 },
                report =>
                {
                    if (report.Training.Step == 8)
                        disk.Fill(ballast, room);
                },
                data
            )
        );
        Assert.Contains("cannot be written", e.Message, StringComparison.Ordinal);
        Assert.Equal([8], RunFolder.Open(run).Checkpoints.Steps);
        File.Delete(ballast);

        SameRuns.AssertSame(whole, TrainingRun.Resume(new ResumeRequest { Folder = run }).Folder);
    }

    [Fact]
    public void A_folder_that_becomes_read_only_costs_the_steps_since_the_last_checkpoint_and_no_more()
    {
        string data = SmallData.WriteIdx(folder.Root),
            run = folder["run"];
        ReadOnlyFolder? guard = null;

        RunFolderException e = Assert.Throws<RunFolderException>(() =>
            Train(
                "run",
                options => options with { CheckpointEvery = 4 },
                report =>
                {
                    if (report.Training.Step == 8)
                        guard = ReadOnlyFolder.MountOrSkip(Path.Combine(run, "checkpoints"));
                },
                data
            )
        );
        guard!.Dispose();

        Assert.Contains("cannot be written", e.Message, StringComparison.Ordinal);
        SameRuns.AssertSame(whole, TrainingRun.Resume(new ResumeRequest { Folder = run }).Folder);
    }

    [Fact]
    public void A_folder_that_goes_away_ends_the_training_with_words()
    {
        RunFolderException e = Assert.Throws<RunFolderException>(() =>
            Train(
                "run",
                null,
                report =>
                {
                    if (report.Training.Step == 4)
                        Directory.Delete(folder["run"], recursive: true);
                }
            )
        );

        Assert.Contains("cannot be written", e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    private RunResult Train(
        string name,
        Func<TrainingOptions, TrainingOptions>? change = null,
        Action<RunReport>? onReport = null,
        string? data = null,
        CancellationToken cancellationToken = default
    ) => Train(folder, name, change, onReport, data, cancellationToken);

    private static RunResult Train(
        TemporaryFolder folder,
        string name,
        Func<TrainingOptions, TrainingOptions>? change = null,
        Action<RunReport>? onReport = null,
        string? data = null,
        CancellationToken cancellationToken = default
    )
    {
        TrainingOptions options = new()
        {
            Length = TrainingLength.OfSteps(20),
            BatchSize = 8,
            ReportEvery = 4,
            SampleEvery = 6,
        };
        return TrainingRun.Train(
            new TrainingRequest
            {
                Preset = ModelCatalog.Find("classic"),
                Training = change?.Invoke(options) ?? options,
                Data = data ?? SmallData.WriteIdx(folder.Root),
                Device = "cpu",
                Folder = Path.Combine(folder.Root, name),
            },
            onReport is null ? null : new ReportList<RunReport>(onReport),
            cancellationToken: cancellationToken
        );
    }

    /// <summary>A run that was stopped by hand after the given step: a copy of the shared one.</summary>
    private RunFolder StopAt(string name, long step) =>
        RunFolder.Open(TemporaryFolder.Copy(reference.StoppedAt(step).Root, folder[name]));

    private static RunFolder StopAt(TemporaryFolder folder, string name, long step)
    {
        using CancellationTokenSource stop = new();
        StopClock clock = new(stop, step);
        RunResult result = TrainingRun.Train(
            new TrainingRequest
            {
                Preset = ModelCatalog.Find("classic"),
                Training = new()
                {
                    Length = TrainingLength.OfSteps(20),
                    BatchSize = 8,
                    ReportEvery = 4,
                    SampleEvery = 6,
                },
                Data = SmallData.WriteIdx(folder.Root),
                Device = "cpu",
                Folder = folder[name],
            },
            clock: clock,
            cancellationToken: stop.Token
        );
        Assert.True(result.Training.WasCancelled);
        Assert.Equal([step], result.Folder.Checkpoints.Steps);
        return result.Folder;
    }

    /// <summary>The uninterrupted training with which the others are compared, and those that were stopped.</summary>
    public sealed class WholeRun : IDisposable
    {
        private readonly TemporaryFolder folder = new();
        private readonly Dictionary<long, RunFolder> stopped = [];

        public WholeRun() => Folder = Train(folder, "whole").Folder;

        internal RunFolder Folder { get; }

        internal RunFolder StoppedAt(long step)
        {
            if (!stopped.TryGetValue(step, out RunFolder? run))
                stopped[step] = run = StopAt(folder, $"stopped {step}", step);
            return run;
        }

        public void Dispose() => folder.Dispose();
    }
}
