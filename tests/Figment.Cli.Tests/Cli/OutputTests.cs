using System.Diagnostics;
using Figment.Runs;

namespace Figment.Tests.Cli;

/// <summary>What a command does when its output cannot be written, and when its terminal goes.</summary>
public sealed class OutputTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public OutputTests() => SmallData.WriteIdx(folder.Root);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_full_disk_behind_the_output_ends_no_training()
    {
        (int code, _, string error) = Shell(
            "train classic --data small-idx3-ubyte --steps 4 --batch 8 --features none --out run > /dev/full"
        );

        Assert.Equal((1, $"The output cannot be written: no space left on device.{Environment.NewLine}"), (code, error));
        RunFolder run = RunFolder.Open(folder["run"]);
        Assert.Equal(4, run.ReadMetrics()[^1].Step);
        Assert.True(File.Exists(run.ChartFile) && File.Exists(run.AnimationFile));
    }

    [Theory]
    [InlineData("data small-idx3-ubyte > /dev/full", 1, "no space left on device")]
    [InlineData("summary classic > /dev/full", 1, "no space left on device")]
    [InlineData("--help > /dev/full", 1, "no space left on device")]
    [InlineData("data small-idx3-ubyte >&-", 1, "The output cannot be written")]
    [InlineData("data small-idx3-ubyte 2> /dev/full", 0, "")]
    [InlineData("nonsense 2> /dev/full", 2, "")]
    [InlineData("summary classic | head -1; exit ${PIPESTATUS[0]}", 0, "")]
    public void Output_that_cannot_be_written_is_said_in_a_sentence_and_a_closed_pipe_is_quiet(
        string command,
        int expected,
        string said
    )
    {
        (int code, _, string error) = Shell(command);

        Assert.Equal(expected, code);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.DoesNotContain("This is a bug", error, StringComparison.Ordinal);
        if (said.Length == 0)
            Assert.Equal("", error);
    }

    [Fact]
    public void A_live_view_on_a_terminal_that_is_gone_ends_no_training()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/python3"), "a terminal is made with Python");
        Assert.SkipWhen(CommandRunner.IsIgnored("HUP"), CommandRunner.IgnoredSignal);
        File.WriteAllText(
            folder["hangup.py"],
            """
            import os, pty, sys, time
            child, terminal = pty.fork()
            if child == 0: os.execvp(sys.argv[1], sys.argv[1:])
            while not os.path.exists('run/metrics.jsonl'): os.read(terminal, 65536)
            os.close(terminal)  # hangs up: SIGHUP, and every write fails from then on
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            """
        );

        (int code, string output, string error) = CommandRunner.RunProgram(
            "/usr/bin/python3",
            folder.Root,
            null,
            [
                "hangup.py",
                CommandRunner.DotnetHost,
                CommandRunner.CommandFile,
                "train",
                "classic",
                "--data",
                "small-idx3-ubyte",
                "--steps",
                "1000000",
                "--batch",
                "8",
                "--sample-every",
                "20",
                "--features",
                "none",
                "--out",
                "run",
            ]
        );

        Assert.Equal((0, "130"), (code, output.Trim()));
        Assert.Equal("", error);
        RunFolder run = RunFolder.Open(folder["run"]);
        Assert.True(File.Exists(run.AnimationFile) && File.Exists(run.ChartFile));
        Assert.Equal(run.Checkpoints.Steps[^1], run.ReadMetrics()[^1].Step);
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("QUIT")]
    [InlineData("HUP HUP HUP")] // a shell passes it on, so it comes more than once
    public void Signals_end_a_training_with_everything_saved(string signals)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "signals are sent with kill");
        Assert.SkipWhen(signals.Split(' ').Any(CommandRunner.IsIgnored), CommandRunner.IgnoredSignal);
        using Process process = CommandRunner.Start(
            folder.Root,
            "train",
            "classic",
            "--data",
            "small-idx3-ubyte",
            "--steps",
            "1000000",
            "--batch",
            "8",
            "--features",
            "none",
            "--out",
            "run"
        );
        WaitForSteps();

        foreach (string signal in signals.Split(' '))
            Kill(signal, process.Id);
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60)), $"a minute after SIG{signals} it still ran");

        Assert.Equal(130, process.ExitCode);
        Assert.True(File.Exists(RunFolder.Open(folder["run"]).ChartFile));
    }

    [Fact]
    public void What_was_told_to_outlive_its_terminal_does()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "signals are sent with kill");
        using Process process = CommandRunner.StartProgram(
            "nohup",
            folder.Root,
            null,
            [
                CommandRunner.DotnetHost,
                CommandRunner.CommandFile,
                "train",
                "classic",
                "--data",
                "small-idx3-ubyte",
                "--steps",
                "1000000",
                "--batch",
                "8",
                "--features",
                "none",
                "--out",
                "run",
            ]
        );
        WaitForSteps();

        Kill("HUP", process.Id);
        Assert.False(process.WaitForExit(TimeSpan.FromSeconds(1.5)), "it ended");
        Kill("TERM", process.Id);
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60)));
    }

    private void WaitForSteps()
    {
        string metrics = folder["run/metrics.jsonl"];
        Assert.True(
            SpinWait.SpinUntil(() => File.Exists(metrics) && new FileInfo(metrics).Length > 0, TimeSpan.FromSeconds(60)),
            "no step was reported"
        );
    }

    private static void Kill(string signal, int process) => Process.Start("kill", ["-s", signal, $"{process}"])!.WaitForExit();

    private (int Code, string Output, string Error) Shell(string command)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is Linux's");
        return CommandRunner.RunProgram(
            "bash",
            folder.Root,
            null,
            ["-c", $"'{CommandRunner.DotnetHost}' '{CommandRunner.CommandFile}' {command}"]
        );
    }
}
