namespace Figment.Backend;

/// <summary>Where Figment keeps what it can make again: the patched native library, fonts, downloads.</summary>
public static class CacheFolder
{
    /// <summary>
    /// The per-user cache folder: <c>$XDG_CACHE_HOME/figment</c> or <c>~/.cache/figment</c> on Linux,
    /// <c>~/Library/Caches/figment</c> on macOS, <c>%LOCALAPPDATA%\figment\cache</c> on Windows; a folder under the
    /// system's temporary files where the user has no home.
    /// </summary>
    public static string Root { get; } = Path.Combine(BaseFolder(), OperatingSystem.IsWindows() ? @"figment\cache" : "figment");

    /// <summary>
    /// Returns the path of a cached file, writing it first if it is absent or differs. The write is atomic, so two
    /// processes may do it at once.
    /// </summary>
    /// <param name="relativePath">Path below <see cref="Root"/>.</param>
    /// <param name="content">The bytes that the file must hold.</param>
    /// <exception cref="BackendException">Neither the cache nor the temporary folder can be written.</exception>
    public static string Ensure(string relativePath, ReadOnlySpan<byte> content)
    {
        Exception? first = null;
        foreach (string root in (string[])[Root, Path.Combine(Path.GetTempPath(), $"figment-{Environment.UserName}")])
        {
            string path = Path.Combine(root, relativePath);
            try
            {
                if (File.Exists(path) && content.SequenceEqual(File.ReadAllBytes(path)))
                    return path;

                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                string temporary = $"{path}.{Environment.ProcessId}.tmp";
                File.WriteAllBytes(temporary, content);
                File.Move(temporary, path, overwrite: true);
                return path;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                first ??= e;
            }
        }

        throw new BackendException(
            $"Figment cannot write its cache folder {Root} ({first!.Message}). Make it writable, or set XDG_CACHE_HOME to a folder that is.",
            first);
    }

    private static string BaseFolder()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string folder = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg
            : home.Length > 0 ? Path.Combine(home, ".cache") : "";
        return folder.Length > 0 && Path.IsPathRooted(folder) ? folder : Path.GetTempPath();
    }
}
