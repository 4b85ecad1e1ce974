using System.Globalization;

namespace Figment.Backend;

/// <summary>The memory that the process uses, and the memory that it could use.</summary>
internal static class ProcessMemory
{
    private const string OfSystem = "/proc/meminfo",
        Available = "MemAvailable:";

    /// <summary>
    /// The memory in bytes that the process could use: its own plus what is free, within the limit of a container or quota.
    /// </summary>
    internal static long WithinReach()
    {
        long most = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return FreeOnLinux() is long free ? Math.Min(most, free + Environment.WorkingSet) : most;
    }

    /// <summary>Runs an action and returns the peak memory of the process during it, measured every millisecond.</summary>
    /// <param name="action">The action, which runs on this thread.</param>
    /// <returns>The peak in bytes.</returns>
    internal static long Peak(Action action)
    {
        NativeHeap.Trim();
        long peak = Environment.WorkingSet;
        using ManualResetEventSlim ended = new();
        Thread watch = new(() =>
        {
            while (!ended.Wait(1))
                Look();
        })
        {
            IsBackground = true,
        };
        watch.Start();
        try
        {
            action();
            Look();
        }
        finally
        {
            ended.Set();
            watch.Join();
        }

        return Interlocked.Read(ref peak);

        void Look()
        {
            long now = Environment.WorkingSet;
            if (now > Interlocked.Read(ref peak))
                Interlocked.Exchange(ref peak, now);
        }
    }

    private static long? FreeOnLinux()
    {
        try
        {
            if (!OperatingSystem.IsLinux())
                return null;
            string? line = File.ReadLines(OfSystem).FirstOrDefault(line => line.StartsWith(Available, StringComparison.Ordinal));
            string? number = line?[Available.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
            return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long kilobytes)
                ? kilobytes * 1024
                : null;
        }
        catch (Exception e) when (Storage.IsFailure(e))
        {
            return null;
        }
    }
}
