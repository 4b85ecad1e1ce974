using System.Text.Json.Nodes;
using Figment.Models;
using Figment.Runs;
using Figment.Training;
using Tensorboard;

namespace Figment.Tests.Runs;

/// <summary>Logs that runs keep for other programs.</summary>
public sealed class RunLogsTests : IDisposable
{
    private const string Name = "tensorboard";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_keeps_none_unless_it_is_asked_to_and_is_the_same_with_one()
    {
        RunFolder plain = Train("plain", logs: []),
            logged = Train("logged");

        Assert.False(Path.Exists(plain.LogFolderOf(Name)));
        Assert.Equal([Name], RunFolder.Open(logged.Root).Options.Logs);
        SameRuns.AssertSame(plain, logged);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void A_run_that_goes_on_shows_what_it_would_have_shown(int stopAt)
    {
        RunFolder begun = Train("run", stopAt: stopAt);
        string first = Assert.Single(EventRecords.Files(begun.LogFolderOf(Name)));
        byte[] before = File.ReadAllBytes(first);

        RunFolder run = TrainingRun.Resume(new ResumeRequest { Folder = begun.Root }).Folder;

        Assert.Equal([Name], run.Options.Logs);
        Assert.Equal(2, EventRecords.Files(run.LogFolderOf(Name)).Length);
        Assert.Equal(before, File.ReadAllBytes(first));
        AssertShows(run);
    }

    /// <summary>As a killed training leaves it: steps after the last checkpoint, and half a record.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(900)]
    public void What_a_killed_training_left_half_written_costs_nothing_that_is_not_made_anew(int missing)
    {
        RunFolder run = Train("run");
        foreach (long step in run.Checkpoints.Steps.Where(step => step > 8))
            File.Delete(run.Checkpoints.FileOf(step));
        File.Delete(run.ChartFile);
        string first = Assert.Single(EventRecords.Files(run.LogFolderOf(Name)));
        using (FileStream file = File.OpenWrite(first))
            file.SetLength(file.Length - missing);
        int whole = EventRecords.Read(first).Count;

        run = TrainingRun.Resume(new ResumeRequest { Folder = run.Root }).Folder;

        Assert.Equal(whole, EventRecords.Read(first).Count);
        Event start = EventRecords.Read(EventRecords.Files(run.LogFolderOf(Name))[1])[1];
        Assert.Equal((8L, SessionLog.Types.SessionStatus.Start), (start.Step, start.SessionLog.Status));
        AssertShows(run);
    }

    [Fact]
    public void A_run_can_begin_a_log_later_and_end_it()
    {
        RunFolder run = Train("run", logs: [], stopAt: 8);

        run = TrainingRun.Resume(new ResumeRequest { Folder = run.Root, Logs = [Name] }).Folder;
        run = TrainingRun
            .Resume(
                new ResumeRequest
                {
                    Folder = run.Root,
                    Logs = [],
                    Training = options => options with { Length = TrainingLength.OfSteps(16) },
                }
            )
            .Folder;

        Assert.Empty(RunFolder.Open(run.Root).Options.Logs);
        Assert.Equal([8, 10, 12], StepsOf(run, "loss/d_loss"));
    }

    [Fact]
    public void A_log_that_is_not_known_is_refused_with_all_else_that_is_wrong_and_before_there_is_a_folder()
    {
        OptionsException error = Assert.Throws<OptionsException>(() =>
            TrainingRun.Train(Request("run") with { Logs = ["tensorboar\u001b[2J", Name, "x"], Threads = 0 })
        );

        Assert.Equal(3, error.Details.Count);
        Assert.Contains("x is not known. Use tensorboard.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', error.Message);
        Assert.False(Path.Exists(folder["run"]));
        RunFolder run = Train("stopped", stopAt: 8);
        Assert.Throws<OptionsException>(() => TrainingRun.Resume(new ResumeRequest { Folder = run.Root, Logs = ["x"] }));
    }

    [Theory]
    [InlineData("""["../../elsewhere"]""", "a log called '../../elsewhere'")]
    [InlineData("""[null]""", "options.json")]
    [InlineData("null", "options.json")]
    public void Options_with_a_strange_log_are_refused(string logs, string said)
    {
        RunFolder run = Train("run", stopAt: 8);
        string file = folder["run/options.json"];
        JsonObject json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        json["logs"] = JsonNode.Parse(logs);
        File.WriteAllText(file, json.ToJsonString());

        ResumeRequest request = new() { Folder = run.Root };
        string message = Assert.ThrowsAny<FigmentException>(() => TrainingRun.Resume(request)).Message;

        Assert.Contains(said, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_cannot_be_begun_ends_the_training_before_its_first_step_with_the_reason()
    {
        RunFolder run = Train("run", logs: [], stopAt: 8);
        File.WriteAllText(run.LogFolderOf(Name), "a file in its place");

        ResumeRequest request = new() { Folder = run.Root, Logs = [Name] };
        string said = Assert.Throws<RunFolderException>(() => TrainingRun.Resume(request)).Message;

        Assert.Contains("cannot be written", said, StringComparison.Ordinal);
        Assert.Equal([8L], run.Checkpoints.Steps);
        SameRuns.AssertSame(Train("whole", logs: []), TrainingRun.Resume(request with { Logs = [] }).Folder);
    }

    [Fact]
    public void A_full_disk_ends_the_training_with_its_reason_and_the_run_goes_on_once_there_is_room()
    {
        using SmallDisk disk = SmallDisk.MountOrSkip("4m");
        RunFolder begun = Train("run", stopAt: 8);
        Directory.Delete(begun.LogFolderOf(Name), recursive: true);
        string log = Path.Combine(disk.Root, "log"),
            ballast = Path.Combine(disk.Root, "ballast");
        Directory.CreateDirectory(log);
        Directory.CreateSymbolicLink(begun.LogFolderOf(Name), log);

        RunFolderException error = Assert.Throws<RunFolderException>(() =>
            TrainingRun.Resume(
                new ResumeRequest { Folder = begun.Root },
                RunReport.Listener(report =>
                {
                    if (report.Training.Step == 10)
                        disk.Fill(ballast, room: 0);
                })
            )
        );
        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
        File.Delete(ballast);

        SameRuns.AssertSame(Train("whole", logs: []), TrainingRun.Resume(new ResumeRequest { Folder = begun.Root }).Folder);
        Assert.Equal([8, 10, 12], StepsOf(begun, "loss/d_loss"));
    }

    [Fact]
    public void Of_several_processes_the_first_writes_it()
    {
        TrainingRequest request = Request("run"); // this also writes the data

        RunFolder run = ThreadGroup.Run(2, group => GroupRun.Train(group, request))[0]!.Folder;

        Assert.Single(EventRecords.Files(run.LogFolderOf(Name)));
        AssertShows(run);
    }

    private static void AssertShows(RunFolder run)
    {
        TensorBoardLogTests.AssertCurvesAreThoseOf(run, EventRecords.Shown(run.LogFolderOf(Name)));
        Assert.Equal([.. run.SampleSteps], StepsOf(run, "samples/pictures"));
    }

    private static long[] StepsOf(RunFolder run, string tag) =>
        [.. EventRecords.Shown(run.LogFolderOf(Name)).Where(each => each.Value.Tag == tag).Select(each => each.Step)];

    private RunFolder Train(string name, IReadOnlyList<string>? logs = null, long? stopAt = null)
    {
        using CancellationTokenSource stop = new();
        return TrainingRun
            .Train(
                Request(name) with
                {
                    Logs = logs ?? [Name],
                },
                clock: stopAt is long step ? new StopClock(stop, step) : null,
                cancellationToken: stop.Token
            )
            .Folder;
    }

    private TrainingRequest Request(string name) =>
        new()
        {
            Preset = ModelCatalog.Find("gan").WithChanges(new Dictionary<string, string> { ["latentSize"] = "8" }),
            Data = SmallData.WriteIdx(folder.Root),
            Device = "cpu",
            Precision = "fp32",
            Threads = 1,
            Folder = folder[name],
            Features = TrainingRun.NoFeatures,
            Logs = [Name],
            Training = new()
            {
                Length = TrainingLength.OfSteps(12),
                BatchSize = 8,
                ReportEvery = 2,
                SampleEvery = 4,
                KeepEvery = 8,
                CheckpointEvery = 100,
                SampleCount = 16,
            },
        };
}
