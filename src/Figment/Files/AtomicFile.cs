namespace Figment;

/// <summary>Writes files that are either complete or absent.</summary>
internal static class AtomicFile
{
    private const int SuffixLength = 17,
        MostAttempts = 8,
        FirstWait = 10,
        SharingViolation = 32,
        LockViolation = 33;

    /// <summary>
    /// Writes to a temporary file beside the target, flushes it to disk, then renames it. If anything fails, the temporary file
    /// is removed and an existing target stays as it was.
    /// </summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="write">Writes the content to the given stream.</param>
    /// <exception cref="IOException">The disk is full, or the folder does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(write);
        if (IsDevice(path))
        {
            using FileStream device = new(path, FileMode.Open, FileAccess.ReadWrite);
            write(device);
            return;
        }

        string temporary = TemporaryName(path);
        FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            Patiently(() => File.Move(temporary, path, overwrite: true), OperatingSystem.IsWindows(), Thread.Sleep);
        }
        catch
        {
            Storage.Attempt(() => File.Delete(temporary)); // the first failure is the one to report
            throw;
        }
    }

    /// <summary>Whether a name is a temporary name of this class.</summary>
    /// <param name="path">The file.</param>
    internal static bool IsTemporary(string path) => path.Split('.') is [.., { Length: 8 }, { Length: 3 }, "tmp"];

    /// <summary>Whether a path is a device like <c>/dev/null</c>, which no file may replace.</summary>
    internal static bool IsDevice(string path)
    {
        string full = Path.GetFullPath(path);
        return full.StartsWith("/dev/", StringComparison.Ordinal)
            && !full.StartsWith("/dev/shm/", StringComparison.Ordinal)
            && File.Exists(full);
    }

    /// <summary>A unique temporary name beside a file.</summary>
    internal static string TemporaryName(string path)
    {
        string whole = Path.TrimEndingDirectorySeparator(path),
            name = Path.GetFileName(whole);
        string beginning = FileNames.Shorten(name, FileNames.MostBytes - SuffixLength);
        return $"{whole[..^name.Length]}{beginning}.{Path.GetRandomFileName()}.tmp";
    }

    /// <summary>
    /// Runs an action on a file that another program may hold open for a moment, and retries it: on Windows, a virus scanner or a
    /// reader without sharing blocks the replacement of a file. On other systems, and after the last attempt, the exception
    /// reaches the caller.
    /// </summary>
    /// <param name="action">Moves the file.</param>
    /// <param name="mayPass">Whether a retry may help.</param>
    /// <param name="wait">Waits between two attempts.</param>
    internal static void Patiently(Action action, bool mayPass, Action<TimeSpan> wait)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                action();
                return;
            }
            catch (Exception e) when (mayPass && attempt < MostAttempts && IsHeld(e)) // most failures are permanent
            {
                wait(TimeSpan.FromMilliseconds(FirstWait << (attempt - 1)));
            }
        }
    }

    private static bool IsHeld(Exception e) =>
        e is UnauthorizedAccessException || (e is IOException && (e.HResult & 0xFFFF) is SharingViolation or LockViolation);
}
