namespace Figment.Studio.Hosting;

/// <summary>
/// Files that only their owner can read from the first moment on. On Windows that is up to the folder: a profile's is.
/// </summary>
internal static class PrivateFile
{
    /// <summary>Makes a file.</summary>
    /// <exception cref="IOException">It is there already, or cannot be made.</exception>
    internal static void Write(string path, string text)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using StreamWriter writer = new(path, options);
        writer.Write(text);
    }

    /// <summary>Makes a folder with a name of its own.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    internal static string Folder(string? parent, string prefix)
    {
        if (parent is null || OperatingSystem.IsWindows())
            return Directory.CreateTempSubdirectory(prefix).FullName;
        string path = Path.Combine(parent, prefix + Path.GetRandomFileName());
        return Directory
            .CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
            .FullName;
    }
}
