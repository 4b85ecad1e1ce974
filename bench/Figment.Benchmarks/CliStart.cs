using System.Diagnostics;

namespace Figment.Benchmarks;

/// <summary>One start of the command as a process of its own.</summary>
/// <param name="Exit">From the start of the process to its end.</param>
/// <param name="FirstStep">
/// From the start of the process to the end of the first step, when its checkpoint begins to be written; null where nothing is
/// trained.
/// </param>
/// <param name="PeakMegabytes">Peak resident memory, read every few milliseconds while the process lived.</param>
internal sealed record CliStart(TimeSpan Exit, TimeSpan? FirstStep, double PeakMegabytes)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    internal static CliStart Help(string cli) => Measure(cli, checkpoints: null, "--help");

    /// <summary>
    /// Trains one step into a temporary folder, which is deleted again. Samples are not judged: a training judges its last step,
    /// which here is the first.
    /// </summary>
    internal static CliStart TrainOneStep(string cli)
    {
        string folder = Path.Combine(Path.GetTempPath(), $"figment-startup-{Guid.NewGuid():N}");
        try
        {
            return Measure(
                cli,
                Path.Combine(folder, "checkpoints"),
                "train",
                "--steps",
                "1",
                "--features",
                "none",
                "--out",
                folder
            );
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    private static CliStart Measure(string cli, string? checkpoints, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [cli, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(),
            errors = process.StandardError.ReadToEndAsync();
        TimeSpan? firstStep = null;
        long peak = 0;
        do
        {
            peak = Math.Max(peak, PeakSoFar(process));
            if (
                firstStep is null
                && checkpoints is not null
                && Directory.Exists(checkpoints)
                && Directory.EnumerateFiles(checkpoints).Any()
            )
                firstStep = Stopwatch.GetElapsedTime(begin);
        } while (!process.WaitForExit(Interval));

        TimeSpan exit = Stopwatch.GetElapsedTime(begin);
        Task.WaitAll(output, errors);
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"'figment {string.Join(' ', arguments)}' ended with code {process.ExitCode}: {errors.Result}"
            );
        if (checkpoints is not null && firstStep is null)
            throw new InvalidOperationException($"'figment {string.Join(' ', arguments)}' wrote nothing into {checkpoints}.");
        return new CliStart(exit, firstStep, peak / 1048576.0);
    }

    private static long PeakSoFar(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0; // It has ended just now.
        }
    }
}
