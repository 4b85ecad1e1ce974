namespace Figment;

/// <summary>Writes files that are either whole or not there.</summary>
internal static class AtomicFile
{
    private const int SuffixLength = 17,
        MostAttempts = 8,
        FirstWait = 10,
        SharingViolation = 32,
        LockViolation = 33;

    /// <summary>
    /// Writes to a temporary name beside the target, flushes to disk, then renames. If anything fails the temporary
    /// file is removed and an existing target stays as it was.
    /// </summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="write">Writes the content to the stream it is given.</param>
    /// <exception cref="IOException">The disk is full, or the folder does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
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

    /// <summary>Whether a name is one of those that this class writes to before it renames.</summary>
    /// <param name="path">A file.</param>
    internal static bool IsTemporary(string path) => path.Split('.') is [.., { Length: 8 }, { Length: 3 }, "tmp"];

    /// <summary>Whether a path is one like <c>/dev/null</c>, which no file may replace.</summary>
    internal static bool IsDevice(string path)
    {
        string full = Path.GetFullPath(path);
        return full.StartsWith("/dev/", StringComparison.Ordinal)
            && !full.StartsWith("/dev/shm/", StringComparison.Ordinal)
            && File.Exists(full);
    }

    /// <summary>A name that nobody else takes, beside the file that it is to become.</summary>
    internal static string TemporaryName(string path)
    {
        string whole = Path.TrimEndingDirectorySeparator(path),
            name = Path.GetFileName(whole);
        string beginning = FileNames.Shorten(name, FileNames.MostBytes - SuffixLength);
        return $"{whole[..^name.Length]}{beginning}.{Path.GetRandomFileName()}.tmp";
    }

    /// <summary>
    /// Does something with a file that another program may have open for a moment: on Windows a virus scanner, or a reader that
    /// does not share, lets nobody replace it. Elsewhere, and in the end, the failure is the caller's.
    /// </summary>
    /// <param name="action">Moves the file.</param>
    /// <param name="mayPass">Whether it is worth while to try again.</param>
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
            catch (Exception e) when (mayPass && attempt < MostAttempts && IsHeld(e)) // not every failure: most do not pass
            {
                wait(TimeSpan.FromMilliseconds(FirstWait << (attempt - 1)));
            }
        }
    }

    private static bool IsHeld(Exception e) =>
        e is UnauthorizedAccessException || (e is IOException && (e.HResult & 0xFFFF) is SharingViolation or LockViolation);
}
