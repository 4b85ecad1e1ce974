using System.Diagnostics;
using System.Globalization;
using Figment.Formats;
using Figment.Imaging;
using Figment.Runs;

namespace Figment.Tests.Cli;

/// <summary>
/// Trainings that are killed, as often as <c>FIGMENT_KILLS</c> says (8 by default), and resumed; run by <c>tests/kill.sh</c>,
/// since each kill takes seconds.
/// </summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const string Steps = "40";

    private readonly TemporaryFolder folder = new();
    private string data = "";

    public void Dispose() => folder.Dispose();

    [Fact(Explicit = true)]
    public void A_training_killed_at_random_moments_ends_as_the_one_that_was_not()
    {
        int kills = int.Parse(Environment.GetEnvironmentVariable("FIGMENT_KILLS") ?? "8", CultureInfo.InvariantCulture);
        string[] presets = kills <= 8 ? ["gan", "classic"] : [.. ImagePresets.All.Select(preset => preset.Name)];
        data = WriteData();
        string[] said = new string[presets.Length];

        // Two presets at a time, each on its own core.
        Parallel.For(
            0,
            presets.Length,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            i => said[i] = KillAndResume(presets[i], (kills + presets.Length - 1 - i) / presets.Length)
        );

        foreach (string line in said)
            output.WriteLine(line);
    }

    private string KillAndResume(string preset, int kills)
    {
        RunFolder reference = Reference(preset);
        Random random = new(kills);
        List<long> steps = [];
        int done = 0,
            runs = 0,
            beforeTheFirst = 0;
        while (done < kills)
        {
            string run = folder[$"{preset}{++runs}"];
            while (true)
            {
                // What a start that was killed leaves behind is not a run yet, and a new one may not begin in it.
                if (Directory.Exists(run) && !RunFolder.Is(run))
                    Directory.Delete(run, recursive: true);
                bool isLast = done >= kills;
                bool ended = RunAndKill(
                    Directory.Exists(run) ? ["resume", run] : Train(preset, run),
                    isLast ? null : TimeSpan.FromSeconds(0.3 + (random.NextDouble() * 1.5))
                );
                if (ended)
                    break;
                done++;
                if (!RunFolder.Is(run))
                    continue;
                AssertWhole(run);
                IReadOnlyList<long> checkpoints = RunFolder.Open(run).Checkpoints.Steps;
                if (checkpoints.Count == 0)
                    beforeTheFirst++;
                else
                    steps.Add(checkpoints[^1]);
            }

            SameRuns.AssertSame(reference, RunFolder.Open(run));
            Assert.Equal(File.ReadAllBytes(reference.BestModelFile), File.ReadAllBytes(RunFolder.Open(run).BestModelFile));
            AssertWhole(run);
            Directory.Delete(run, recursive: true);
        }

        return $"{preset}: {done} kills in {runs} runs, {beforeTheFirst} of them before the first checkpoint, the others "
            + $"after checkpoints of {steps.Distinct().Count()} different steps; all ended as if there had been none.";
    }

    private RunFolder Reference(string preset)
    {
        string path = folder[$"reference-{preset}"];
        (int code, _, string error) = CommandRunner.Run(folder.Root, null, Train(preset, path));
        Assert.True(code == 0, error);
        return RunFolder.Open(path);
    }

    private string[] Train(string preset, string run) =>
        [
            "train",
            preset,
            "--data",
            data,
            "--steps",
            Steps,
            "--batch",
            "8",
            "--checkpoint-every",
            "3",
            "--sample-every",
            "20",
            "--threads",
            "1",
            "--precision",
            "fp32",
            "--out",
            run,
        ];

    private string WriteData()
    {
        string path = folder["sixty-idx3-ubyte"];
        File.WriteAllBytes(
            path,
            [
                0,
                0,
                8,
                3,
                0,
                0,
                0,
                60,
                0,
                0,
                0,
                28,
                0,
                0,
                0,
                28,
                .. Enumerable.Range(0, 60 * 784).Select(i => (byte)(i * 7919 % 251)),
            ]
        );
        return path;
    }

    /// <summary>Whether the command came to its end before it was killed.</summary>
    private bool RunAndKill(string[] arguments, TimeSpan? after)
    {
        using Process process = CommandRunner.Start(folder.Root, arguments);
        Task<string> said = process.StandardOutput.ReadToEndAsync(),
            error = process.StandardError.ReadToEndAsync();
        bool ended = process.WaitForExit(after ?? TimeSpan.FromMinutes(2));
        if (!ended)
            process.Kill(); // SIGKILL
        process.WaitForExit();
        Assert.True(ended || after is not null, "did not come to its end");

        // Already complete, if the kill came between the last file and the end of the process.
        if (ended)
            Assert.True(
                process.ExitCode == 0 || error.Result.Contains("is complete", StringComparison.Ordinal),
                error.Result + said.Result
            );
        return ended;
    }

    /// <summary>Every file under its final name can be read.</summary>
    private static void AssertWhole(string run)
    {
        RunFolder folder = RunFolder.Open(run);
        foreach (string file in Directory.EnumerateFiles(run, "*", SearchOption.AllDirectories))
        {
            switch (Path.GetExtension(file))
            {
                case ".safetensors":
                    SafeTensorsFile.Read(file).Dispose();
                    break;
                case ".png":
                    PictureDecoder.Decode(file);
                    break;
            }
        }

        if (File.Exists(folder.MetricsFile))
            folder.ReadMetrics();
    }
}
