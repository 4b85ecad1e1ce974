using System.Diagnostics;
using System.Globalization;

namespace Figment.Mpi.Tests;

/// <summary>Processes that a launcher starts add up, wait for each other, and end together when one is lost.</summary>
public sealed class MpiGroupTests
{
    // A launcher ends the others within a second or less and may not pass on what they print in that time; then it reports itself
    // which one was lost.
    private const string Killed = "Rank 1 \\(process |process rank 1 |RANK 1 PID|EXIT CODE: 9";
    private const int Limit = 30_000; // milliseconds

    public static TheoryData<MpiEngine, int> EnginesAndSizes() =>
        new(from engine in Enum.GetValues<MpiEngine>() from size in (int[])[2, 4] select (engine, size));

    public static TheoryData<MpiEngine> Engines() => [.. Enum.GetValues<MpiEngine>()];

    [Theory]
    [MemberData(nameof(EnginesAndSizes))]
    public void All_ranks_have_the_same_bytes_in_every_run(MpiEngine engine, int size)
    {
        Ended ended = Start(engine, size, "sum", 100_003);
        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.Matches("^OK [0-9a-f]{64} [0-9.]+ ms", ended.Output); // one hash of all ranks and all repeats
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Ranks_with_a_GPU_each_find_each_other_and_add_up_by_NCCL(MpiEngine engine)
    {
        using StandIn devices = StandIn.Compile();
        Ended ended = Start(engine, 2, "device", 100_003, devices.Folder);
        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.StartsWith("OK True NCCL 2.27.3: cuda:0 cuda:1", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_rank_that_is_killed_while_NCCL_adds_up_ends_all(MpiEngine engine)
    {
        using StandIn devices = StandIn.Compile();
        Ended ended = Start(engine, 2, "deviceDie", 1, devices.Folder);
        Assert.NotEqual(0, ended.ExitCode);
        Assert.Single(ended.Output.Split('\n'), line => line.StartsWith("OK True", StringComparison.Ordinal)); // of the first sum
        Assert.Matches(Killed, ended.Output + ended.Errors);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_rank_that_is_slow_is_waited_for(MpiEngine engine)
    {
        Ended ended = Start(engine, 2, "slow", 7); // the probe's patience is 5 s
        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.StartsWith("OK 4", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_rank_that_is_killed_ends_all(MpiEngine engine)
    {
        Ended ended = Start(engine, 2, "die", 1);
        Assert.NotEqual(0, ended.ExitCode);
        Assert.Matches(Killed, ended.Output + ended.Errors);
    }

    [Theory]
    [InlineData(MpiEngine.OpenMpi, 4)]
    [InlineData(MpiEngine.Mpich, 2)]
    public void A_rank_that_stands_still_is_named_once_and_all_end(MpiEngine engine, int size)
    {
        Ended ended = Start(engine, size, "stop", size == 2 ? 1 : 0);
        Assert.NotEqual(0, ended.ExitCode);
        string line = Assert.Single(
            ended.Errors.Split('\n'),
            line => line.Contains("has not been heard of for 5 s.", StringComparison.Ordinal)
        );
        Assert.StartsWith(size == 2 ? "Rank 1 (process " : "Rank 0 (process ", line, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_rank_that_gives_up_ends_all_with_its_own_sentence_only(MpiEngine engine)
    {
        Ended ended = Start(engine, 2, "abort", 1);
        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains("This one cannot go on.", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Rank ", ended.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_rank_that_leaves_while_others_go_on_is_named(MpiEngine engine)
    {
        Ended ended = Start(engine, 2, "leave", 1);
        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains("has left, and rank 0", ended.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void The_launcher_of_another_MPI_is_refused(MpiEngine engine)
    {
        MpiEngine other = engine == MpiEngine.OpenMpi ? MpiEngine.Mpich : MpiEngine.OpenMpi;
        Launcher(other);
        Ended ended = Start(engine, 2, "wrong", 0);
        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains(
            $"The launcher started 2 processes, but {EngineFacts.Of(other).Title}",
            ended.Errors,
            StringComparison.Ordinal
        );
        Assert.Contains($"'{EngineFacts.Of(other).Launcher}'", ended.Errors, StringComparison.Ordinal);
    }

    private static string Launcher(MpiEngine engine)
    {
        MpiFinding finding = MpiLibrary
            .Look(Environment.GetEnvironmentVariable("PATH"))
            .Single(finding => finding.Engine == engine);
        Assert.SkipWhen(finding.Missing is not null, finding.Missing ?? "");
        return finding.LauncherPath!;
    }

    private static Ended Start(MpiEngine engine, int size, string what, int number, string? libraries = null)
    {
        ProcessStartInfo start = new(Launcher(engine)) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] own = engine == MpiEngine.OpenMpi ? ["--oversubscribe", "-x", "TERM=dumb"] : [];
        string[] shared =
        [
            "-n",
            size.ToString(CultureInfo.InvariantCulture),
            Path.Combine(AppContext.BaseDirectory, "Figment.Mpi.Probe"),
        ];
        foreach (string argument in (string[])[.. own, .. shared, what, number.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        start.Environment["OMP_NUM_THREADS"] = "1";
        if (libraries is not null)
            start.Environment["LD_LIBRARY_PATH"] = libraries;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(),
            errors = process.StandardError.ReadToEndAsync();
        bool hasEnded = process.WaitForExit(Limit);
        if (!hasEnded)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        Ended ended = new(
            process.ExitCode,
            output.Result.Replace("\r", "", StringComparison.Ordinal),
            errors.Result.Replace("\r", "", StringComparison.Ordinal)
        );
        Assert.True(hasEnded, $"It goes on. {ended}");
        return ended;
    }

    private sealed record Ended(int ExitCode, string Output, string Errors);
}
