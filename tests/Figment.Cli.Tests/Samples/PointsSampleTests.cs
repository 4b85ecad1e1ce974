using System.Diagnostics;
using Figment.Runs;

namespace Figment.Tests.Samples;

/// <summary>A kind of data that a program adds from outside: <c>samples/points.cs</c>.</summary>
public sealed class PointsSampleTests(PointsProgram program) : IClassFixture<PointsProgram>
{
    private const int Steps = 500;

    [Fact]
    public void A_kind_of_data_is_one_short_file()
    {
        Assert.InRange(File.ReadAllLines(PointsProgram.Source).Length, 50, 250);
    }

    [Fact]
    public void A_run_of_points_that_was_killed_goes_on_bit_for_bit_and_its_samples_are_drawn()
    {
        using TemporaryFolder folder = new();
        (int code, string output, string error) = program.Run(folder.Root, "train", "whole", $"{Steps}");
        Assert.True(code == 0, $"{output}\n{error}");

        program.KillOnceItHasSaved(folder.Root, folder["killed"], "train", "killed", $"{Steps}");
        RunFolder killed = RunFolder.Open(folder["killed"]);
        Assert.InRange(killed.Checkpoints.Steps[^1], 1, Steps - 1);
        (code, output, error) = program.Run(folder.Root, "resume", "killed", $"{Steps}");
        Assert.True(code == 0, $"{output}\n{error}");

        Assert.Equal(File.ReadAllBytes(folder["whole/model.safetensors"]), File.ReadAllBytes(folder["killed/model.safetensors"]));
        Assert.Equal(LastSamples("whole"), LastSamples("killed"));
        Assert.True(LastSamples("whole").Length > 5_000);
        Assert.True(File.Exists(folder["whole/losses.png"]) && File.Exists(folder["whole/training.gif"]));
        Assert.Contains("\"points\":", File.ReadLines(folder["whole/metrics.jsonl"]).First(), StringComparison.Ordinal);

        byte[] LastSamples(string run) => File.ReadAllBytes(RunFolder.Open(folder[run]).SampleFiles[^1]);
    }

    [Fact]
    public void A_program_that_does_not_know_the_kind_shows_what_is_common_and_says_why_it_can_do_no_more()
    {
        using TemporaryFolder folder = new();
        (int code, string output, string error) = program.Run(folder.Root, "train", "run", "4");
        Assert.True(code == 0, $"{output}\n{error}");
        string options = File.ReadAllText(folder["run/options.json"]);

        RunFolder run = RunFolder.Open(folder["run"]);
        (int resumed, _, string problem) = CommandInside.Run(folder.Root, "resume", "run", "--steps", "+5");
        (int made, _, string why) = CommandInside.Run(folder.Root, "generate", "run");

        Assert.Equal(("points", "ring", 8_000), (run.Options.Kind.Name, run.Options.Data.Name, run.Options.Data.Count));
        Assert.Equal(4, run.ReadMetrics()[^1].Step);
        Assert.Equal((1, 1), (resumed, made));
        Assert.Contains("points, a kind of data that this program does not know", problem, StringComparison.Ordinal);
        Assert.Contains("points, a kind of data that this program does not know", why, StringComparison.Ordinal);
        Assert.Equal(options, RunOptionsJson.Write(run.Options)); // nothing that it cannot read is lost
    }
}

/// <summary>
/// The sample, compiled once and run as a program of its own: a program started by <c>dotnet run</c> could not be killed by its
/// process id.
/// </summary>
public sealed class PointsProgram
{
    private readonly string program;

    public PointsProgram()
    {
        // Where it is put by default: another output folder would also apply to the library, and compile all of it again.
        string[] build = ["build", Source, "-v", "quiet", "-t:Build", "-getProperty:TargetPath"];
        (int code, string output, string error) = CommandRunner.RunProgram(
            CommandRunner.DotnetHost,
            Repository.Root,
            null,
            build
        );
        Assert.True(code == 0, $"{output}\n{error}");
        program = output.Trim();
    }

    internal static string Source => SamplePrograms.FileOf("points.cs");

    internal (int Code, string Output, string Error) Run(string workingFolder, params string[] arguments) =>
        CommandRunner.RunProgram(CommandRunner.DotnetHost, workingFolder, null, [program, .. arguments]);

    internal void KillOnceItHasSaved(string workingFolder, string run, params string[] arguments)
    {
        string[] command = [program, .. arguments];
        ProcessStartInfo start = new(CommandRunner.DotnetHost, command)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        Stopwatch waited = Stopwatch.StartNew();
        while (!(RunFolder.Is(run) && RunFolder.Open(run).Checkpoints.Steps.Count > 0))
        {
            Assert.False(process.HasExited, "it ended before it had saved");
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(2), "it saved nothing in two minutes");
            Thread.Sleep(10);
        }

        process.Kill();
        process.WaitForExit();
    }
}
