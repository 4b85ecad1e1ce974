using Figment.Backend;
using Figment.Models;
using Figment.Runs;
using Figment.Training;
using static TorchSharp.torch;

namespace Figment.Tests.Runs;

/// <summary>Runs of several processes (here threads).</summary>
public sealed class GroupRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly int threads = get_num_threads();

    public void Dispose()
    {
        set_num_threads(threads);
        folder.Dispose();
    }

    [Fact]
    public void The_first_writes_one_run_that_any_number_goes_on_with()
    {
        RunResult?[] two = ThreadGroup.Run(2, group => GroupRun.Train(group, Request("mine", steps: 4)));

        Assert.Null(two[1]);
        RunOptions options = RunFolder.Open(folder["mine"]).Options;
        Assert.Equal((2, 4L), (options.Environment.Processes, two[0]!.Training.Steps));

        RunResult three = ThreadGroup.Run(3, group => GroupRun.Resume(group, Longer(8)))[0]!;
        RunResult one = TrainingRun.Resume(Longer(10));

        Assert.Equal((8L, 10L), (three.Training.Steps, one.Training.Steps));
        Assert.Equal([3, null], one.Folder.Options.Resumes.Select(resume => resume.Environment.Processes));
        Assert.Equal(
            [.. Enumerable.Range(1, 10).Select(step => (long)step)],
            one.Folder.ReadMetrics().Where(line => line.Measures.Count > 0).Select(line => line.Step).Distinct()
        );
    }

    [Fact]
    public void Two_runs_of_as_many_processes_are_the_same_and_one_stopped_goes_on_as_if_it_had_not()
    {
        RunFolder whole = ThreadGroup.Run(2, group => GroupRun.Train(group, Request("whole", steps: 6)))[0]!.Folder;
        ThreadGroup.Run(2, group => GroupRun.Train(group, Request("mine", steps: 3)));

        RunFolder resumed = ThreadGroup.Run(2, group => GroupRun.Resume(group, Longer(6)))[0]!.Folder;

        Assert.Equal(File.ReadAllBytes(whole.ModelFile), File.ReadAllBytes(resumed.ModelFile));
    }

    [Fact]
    public void Whoever_is_stopped_all_end_after_the_same_step_and_the_run_is_saved()
    {
        using CancellationTokenSource second = new();
        RunResult run = ThreadGroup.Run(
            2,
            group =>
                GroupRun.Train(
                    group,
                    Request("mine", steps: 100_000),
                    RunReport.Listener(report =>
                    {
                        if (report.Training.Step == 3)
                            second.Cancel();
                    }),
                    cancellationToken: group.Rank == 1 ? second.Token : default
                )
        )[0]!;

        Assert.True(run.Training.WasCancelled);
        Assert.InRange(run.Training.Steps, 3, 5);
        Assert.NotEmpty(run.Folder.Checkpoints.Steps);
    }

    [Theory]
    [InlineData("seed", "Rank 1 has other options than rank 0, so nothing was trained. Pass the same options to all.")]
    [InlineData("data", "Rank 1 has other data than rank 0, so nothing was trained. Copy the same files to all machines")]
    public void Others_are_refused_before_the_first_step(string what, string sentence)
    {
        FigmentException error = Assert.ThrowsAny<FigmentException>(() =>
            ThreadGroup.Run(
                2,
                group =>
                {
                    TrainingRequest request = Request("mine", steps: 4);
                    if (group.Rank == 1 && what == "seed")
                        request = request with { Training = request.Training with { Seed = 8 } };
                    if (group.Rank == 1 && what == "data")
                        request = request with { Data = SmallData.WriteIdx(folder.Root) };
                    return GroupRun.Train(group, request);
                }
            )
        );

        Assert.StartsWith(sentence, error.Message);
        Assert.True(GroupRun.AreAllTold(error));
        Assert.False(Directory.Exists(folder["mine"]));
    }

    [Theory]
    [InlineData("taken", 0, "")]
    [InlineData("unknown data", 0, "There is no data set")]
    [InlineData("unknown data", 1, "Rank 1: There is no data set")]
    [InlineData("no judge", 0, "")]
    public void An_error_before_the_first_step_ends_all_and_is_told_by_the_first(string what, int rank, string sentence)
    {
        Directory.CreateDirectory(folder["taken"]);
        File.WriteAllText(folder["taken/note.txt"], "mine");
        (FigmentException Error, bool IsTold)[] errors = ThreadGroup.Run(
            2,
            group =>
            {
                TrainingRequest request = Request(what == "taken" ? "taken" : "mine", steps: 4);
                if (group.Rank == rank && what == "unknown data")
                    request = request with { Data = folder["nowhere"] };
                if (what == "no judge")
                    request = request with { Features = folder["nowhere.safetensors"] };
                FigmentException error = Assert.ThrowsAny<FigmentException>(() => GroupRun.Train(group, request));
                return (error, GroupRun.AreAllTold(error));
            }
        );

        Assert.All(errors, each => Assert.True(each.IsTold, each.Error.Message));
        Assert.StartsWith(sentence, errors[0].Error.Message);
        Assert.False(Directory.Exists(folder["mine"]));
    }

    [Fact]
    public void A_run_that_cannot_go_on_ends_all_and_is_told_by_the_first()
    {
        ThreadGroup.Run(2, group => GroupRun.Train(group, Request("mine", steps: 3)));

        FigmentException[] errors = ThreadGroup.Run(
            2,
            group => Assert.ThrowsAny<FigmentException>(() => GroupRun.Resume(group, Longer(3)))
        );

        Assert.Contains("is complete", errors[0].Message);
        Assert.All(errors, error => Assert.True(GroupRun.AreAllTold(error)));
    }

    [Fact]
    public void More_processes_than_items_are_refused_before_there_is_a_folder()
    {
        TrainingRequest request = Request("mine", steps: 3);
        request = request with { Training = request.Training with { BatchSize = 2 } };

        FigmentException[] errors = ThreadGroup.Run(
            3,
            group => Assert.ThrowsAny<FigmentException>(() => GroupRun.Train(group, request))
        );

        Assert.StartsWith("A batch of 2 cannot be divided among 3 processes", errors[0].Message);
        Assert.All(errors, error => Assert.True(GroupRun.AreAllTold(error)));
        Assert.False(Directory.Exists(folder["mine"]));
    }

    [Fact]
    public void A_group_that_adds_up_wrongly_on_a_device_is_refused_before_there_is_a_folder()
    {
        FigmentException[] errors = ThreadGroup.Run(
            2,
            group => Assert.ThrowsAny<FigmentException>(() => GroupRun.Train(new BrokenGroup(group), Request("mine", steps: 3)))
        );

        Assert.All(
            errors,
            error =>
                Assert.Equal(
                    "Each of the 2 processes added 1 to a sum on cpu, but the result was 1, so the processes cannot train "
                        + "together on this device. Try the device cpu.",
                    error.Message
                )
        );
        Assert.All(errors, error => Assert.True(GroupRun.AreAllTold(error)));
        Assert.False(Directory.Exists(folder["mine"]));
    }

    private TrainingRequest Request(string name, int steps) =>
        new()
        {
            Preset = ModelCatalog.Find("gan"),
            Folder = folder[name],
            Precision = "fp32",
            Threads = 1,
            Features = TrainingRun.NoFeatures,
            Training = new TrainingOptions
            {
                Length = TrainingLength.OfSteps(steps),
                BatchSize = 6,
                ReportEvery = 1,
                SampleEvery = 100,
                SampleCount = 1,
                CheckpointEvery = 3,
            },
        };

    private ResumeRequest Longer(int steps) =>
        new()
        {
            Folder = folder["mine"],
            Threads = 1,
            Training = options => options with { Length = TrainingLength.OfSteps(steps) },
        };

    /// <summary>A group that claims to have summed where the numbers are, but has not.</summary>
    private sealed class BrokenGroup(ITrainingGroup group) : ITrainingGroup
    {
        public int Rank => group.Rank;

        public int Size => group.Size;

        public bool TrySum(Device device, IntPtr numbers, long count) => true;

        public void Sum(Span<float> numbers) => group.Sum(numbers);

        public void Sum(Span<double> numbers) => group.Sum(numbers);

        public void Broadcast(Span<byte> bytes) => group.Broadcast(bytes);
    }
}
