namespace Figment.Studio.Hosting;

/// <summary>
/// Creates files that only their owner can ever read. On Windows this depends on the folder: a user profile is private.
/// </summary>
internal static class PrivateFile
{
    /// <summary>Creates a file.</summary>
    /// <exception cref="IOException">The file already exists, or cannot be created.</exception>
    internal static void Write(string path, string text)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using StreamWriter writer = new(path, options);
        writer.Write(text);
    }

    /// <summary>Creates a folder with a unique name.</summary>
    /// <exception cref="IOException">The folder cannot be created.</exception>
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
