using Figment.Cli.Commands;
using Figment.Mpi;
using Figment.Runs;

namespace Figment.Tests.Cli;

/// <summary><c>mpirun -n 2 figment train</c>, by each engine that is installed.</summary>
public sealed class TogetherCommandTests : IDisposable
{
    private const int Steps = 10;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(MpiEngine.OpenMpi)]
    [InlineData(MpiEngine.Mpich)]
    public void Two_processes_train_what_one_does_and_rank_0_speaks(MpiEngine engine)
    {
        (int code, string output, string error) = Launch(engine, [.. Training, "--threads", "1", "--out", "two"]);
        Assert.True(code == 0, output + error);
        Assert.Single(output.Split('\n'), line => line.StartsWith("Training vae on mnist", StringComparison.Ordinal));
        Assert.Contains("with 1 threads in each of 2 processes", output);
        (code, _, error) = CommandRunner.Run(folder.Root, null, [.. Training, "--threads", "2", "--out", "one"]);
        Assert.True(code == 0, error);

        MetricsLine[] one = Losses("one"),
            two = Losses("two");
        Assert.Equal(Steps, two.Length);
        Assert.All(one.Zip(two), pair => Assert.Equal(1, pair.Second.Measures["loss"] / pair.First.Measures["loss"], 1e-5));
    }

    [Theory]
    [InlineData(MpiEngine.OpenMpi)]
    [InlineData(MpiEngine.Mpich)]
    public void Data_that_is_missing_in_all_is_told_once_and_nothing_is_left(MpiEngine engine)
    {
        (int code, string output, string error) = Launch(engine, "train", "gan", "--data", "nowhere", "--out", "two");

        Assert.NotEqual(0, code);
        Assert.Single(
            (output + error).Split('\n'),
            line => line.Contains("There is no data set 'nowhere'", StringComparison.Ordinal)
        );
        Assert.False(Directory.Exists(folder["two"]));
    }

    [Fact]
    public void Which_gpu_each_process_has_is_said_by_machine_and_how_they_add_up()
    {
        string[] hosts = ["node01", "node01", "node02"];
        Assert.Equal(
            ["Devices by rank: cuda:0, cuda:1 on node01; cuda:0 on node02.", "NCCL 2.27.3 adds up the gradients."],
            LaunchedTogether.SayDevices(new GroupDevices(["cuda:0", "cuda:1", "cuda:0"], "2.27.3", null, null), hosts)
        );
        Assert.Equal(
            [
                "Devices by rank: cuda:0, cuda:0 on node01; cpu on node02.",
                "Ranks 0, 1 share one.",
                "The gradients are added up in host memory, which is slower than NCCL: No NCCL.",
            ],
            LaunchedTogether.SayDevices(
                new GroupDevices(["cuda:0", "cuda:0", "cpu"], null, "No NCCL.", "Ranks 0, 1 share one."),
                hosts
            )
        );
    }

    private static string[] Training =>
        ["train", "vae", "--steps", $"{Steps}", "--sample-every", "1", "--precision", "fp32", "--features", "none"];

    private MetricsLine[] Losses(string run) =>
        [.. RunFolder.Open(folder[run]).ReadMetrics().Where(line => line.Measures.Count > 0)];

    private (int ExitCode, string Output, string Error) Launch(MpiEngine engine, params string[] arguments)
    {
        MpiFinding found = MpiLibrary.Look(Environment.GetEnvironmentVariable("PATH")).Single(each => each.Engine == engine);
        Assert.SkipWhen(found.Missing is not null, found.Missing ?? "");
        string[] own = engine == MpiEngine.OpenMpi ? ["--oversubscribe", "-x", "TERM=dumb"] : [];
        Dictionary<string, string?> environment = new()
        {
            ["OMPI_ALLOW_RUN_AS_ROOT"] = "1",
            ["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1",
        };
        return CommandRunner.RunProgram(
            found.LauncherPath!,
            folder.Root,
            environment,
            [.. own, "-n", "2", CommandRunner.DotnetHost, CommandRunner.CommandFile, .. arguments]
        );
    }
}
