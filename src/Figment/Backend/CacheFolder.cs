namespace Figment.Backend;

/// <summary>The folder for everything that Figment can recreate: the patched native library, fonts, downloads.</summary>
internal static class CacheFolder
{
    /// <summary>
    /// The per-user cache folder: <c>$XDG_CACHE_HOME/figment</c> or <c>~/.cache/figment</c> on Linux,
    /// <c>~/Library/Caches/figment</c> on macOS, <c>%LOCALAPPDATA%\figment\cache</c> on Windows.
    /// </summary>
    public static string Root { get; } = Path.Combine(BaseFolder(), OperatingSystem.IsWindows() ? @"figment\cache" : "figment");

    /// <summary>
    /// Returns the path of a cached file; if the file is missing or has other content, it is written first. The write is atomic,
    /// so two processes may write the file at the same time.
    /// </summary>
    /// <param name="relativePath">The path below <see cref="Root"/>.</param>
    /// <param name="content">The bytes that the file must hold.</param>
    /// <exception cref="BackendException">The cache cannot be written.</exception>
    public static string Ensure(string relativePath, byte[] content)
    {
        ArgumentNullException.ThrowIfNull(content);
        string path = Path.Combine(Root, relativePath);

        // If this fails, a folder for temporary files is no substitute: others may write there, and Figment loads a native
        // library from the cache.
        return Storage.Try(
            () =>
            {
                if (File.Exists(path) && content.AsSpan().SequenceEqual(File.ReadAllBytes(path)))
                    return path;

                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                AtomicFile.Write(path, stream => stream.Write(content));
                return path;
            },
            NotWritable
        );
    }

    internal static BackendException NotWritable(Exception e) =>
        new(
            $"Figment cannot write its cache folder {Root} ({OptionSentence.Reason(e)}). Make it writable, or set "
                + $"XDG_CACHE_HOME to a folder that is.",
            e
        );

    private static string BaseFolder()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string folder =
            OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg
            : Path.Combine(home, ".cache");
        return Path.GetFullPath(folder);
    }
}
