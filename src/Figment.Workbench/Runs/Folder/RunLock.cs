namespace Figment.Runs;

/// <summary>
/// Reserves a run's folder for one writer. The operating system releases the lock when the process ends, however it ends, so a
/// lock is never stale; the empty file <c>run.lock</c> stays.
/// </summary>
internal sealed class RunLock : IDisposable
{
    private const int SharingViolation = 32,
        LockViolation = 33,
        WouldBlockOfLinux = 11,
        WouldBlockOfBsd = 35;
    private readonly FileStream stream;

    private RunLock(FileStream stream) => this.stream = stream;

    /// <summary>Locks a run's folder for writing.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <exception cref="RunFolderException">
    /// Another training run, in this process or another one, is writing to the folder, or the folder cannot be written to.
    /// </exception>
    public static RunLock Take(string folder) =>
        RunStorage.Write(folder, () => TryTake(folder))
        ?? throw new RunFolderException(
            $"Another training run is writing to {folder}. Wait until it ends, or stop it; two training runs would damage each "
                + $"other's files. Nothing was changed."
        );

    /// <summary>The lock, or null if someone else holds it.</summary>
    /// <param name="folder">An existing folder.</param>
    public static RunLock? TryTake(string folder)
    {
        string path = Path.Combine(folder, "run.lock");
        try
        {
            return new RunLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1));
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
    }

    /// <summary>
    /// Whether the error means that someone else has the file open, and not that the disk is read-only or that there are no
    /// handles left.
    /// </summary>
    private static bool IsHeld(IOException e) =>
        OperatingSystem.IsWindows()
            ? (e.HResult & 0xFFFF) is SharingViolation or LockViolation
            : e.HResult == (OperatingSystem.IsMacOS() || OperatingSystem.IsFreeBSD() ? WouldBlockOfBsd : WouldBlockOfLinux);

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
