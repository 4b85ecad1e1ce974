using System.Globalization;

namespace Figment.Backend;

/// <summary>How much memory the process takes, and how much it could.</summary>
internal static class ProcessMemory
{
    private const string OfSystem = "/proc/meminfo",
        Available = "MemAvailable:";

    /// <summary>
    /// Bytes that the process has and that are free for it beside: what the system could give, and no more than a container or a
    /// quota lets it have.
    /// </summary>
    internal static long WithinReach()
    {
        long most = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return FreeOnLinux() is long free ? Math.Min(most, free + Environment.WorkingSet) : most;
    }

    /// <summary>
    /// Does something, and says how much memory the process had at most meanwhile, looked at every millisecond.
    /// </summary>
    /// <param name="action">What to do, on this thread.</param>
    /// <returns>Bytes.</returns>
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
