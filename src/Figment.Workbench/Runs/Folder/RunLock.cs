namespace Figment.Runs;

/// <summary>
/// Keeps a run's folder for one writer. The operating system holds the lock and lets go of it when the process ends, in
/// whatever way, so that none is ever stale; the empty file <c>run.lock</c> stays.
/// </summary>
internal sealed class RunLock : IDisposable
{
    private const int SharingViolation = 32,
        LockViolation = 33,
        WouldBlockOfLinux = 11,
        WouldBlockOfBsd = 35;
    private readonly FileStream stream;

    private RunLock(FileStream stream) => this.stream = stream;

    /// <summary>Takes a run's folder for writing.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <exception cref="RunFolderException">
    /// Another process, or this one, writes there already, or the folder cannot be written.
    /// </exception>
    public static RunLock Take(string folder) =>
        RunStorage.Write(folder, () => TryTake(folder))
        ?? throw new RunFolderException(
            $"{folder} is being written by another training. Wait for its end, or stop it; two would spoil each other's "
                + $"files. Nothing was changed."
        );

    /// <summary>The lock, or null where somebody else has it.</summary>
    /// <param name="folder">The folder, which exists.</param>
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
    /// Whether it failed because somebody else has the file; a disk that may not be written, or a lack of handles, is something
    /// else.
    /// </summary>
    private static bool IsHeld(IOException e) =>
        OperatingSystem.IsWindows()
            ? (e.HResult & 0xFFFF) is SharingViolation or LockViolation
            : e.HResult == (OperatingSystem.IsMacOS() || OperatingSystem.IsFreeBSD() ? WouldBlockOfBsd : WouldBlockOfLinux);

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
