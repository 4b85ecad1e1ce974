namespace Figment;

/// <summary>
/// Where something is to be written. Long work asks first whether its result can be kept, and what fails to be written is named
/// in a sentence.
/// </summary>
internal static class OutputPlace
{
    /// <summary>Finds out whether a file can be created or replaced, by trying. Nothing is left behind.</summary>
    /// <param name="path">The file; its folder may be missing as long as it can be made.</param>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void EnsureFile(string path)
    {
        RefuseEmpty(path, "file");
        if (Directory.Exists(path))
            throw new OutputException($"{path} cannot be written: it is a folder. Name a file.");
        if (Path.GetFullPath(path) == "/dev/null")
            return;
        if (AtomicFile.IsDevice(path))
            throw new OutputException($"{path} cannot be written: it is a device. Name a file.");
        Try(path, Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path), "Name another file.");
    }

    /// <summary>Finds out whether files can be written into a folder, by trying. Nothing is left behind.</summary>
    /// <param name="path">The folder; it may be missing as long as it can be made.</param>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void EnsureFolder(string path)
    {
        RefuseEmpty(path, "folder");
        if (File.Exists(path))
            throw new OutputException($"{path} cannot be written: it is a file. Name a folder.");
        Try(path, Path.GetFullPath(path), "figment", "Name another folder.");
    }

    /// <summary>Writes something, and says where in a sentence if that fails.</summary>
    /// <param name="path">The file or folder that is written, as a person knows it.</param>
    /// <param name="write">Writes it.</param>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void Write(string path, Action write)
    {
        ArgumentNullException.ThrowIfNull(write);
        Storage.Try(write, e => Failed(path, e, "Free some space or allow writing, or name another place."));
    }

    /// <summary>Writes a file as <see cref="AtomicFile"/> does, its folder made where there is none.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="write">Writes the content to the stream it is given.</param>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void WriteFile(string path, Action<Stream> write) =>
        Write(
            path,
            () =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
                AtomicFile.Write(path, write);
            }
        );

    private static void RefuseEmpty(string path, string kind)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (string.IsNullOrWhiteSpace(path))
            throw new OutputException($"The name of the {kind} to write is empty. Name a {kind}.");
    }

    /// <summary>Asks for a file by its name, whether it is there or not.</summary>
    /// <exception cref="IOException">There can be no file of that name.</exception>
    private static void EnsureName(string path)
    {
        try
        {
            File.GetAttributes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // It can be made.
        }
    }

    /// <summary>
    /// Creates a file of the name that <see cref="AtomicFile"/> will write to, and takes away all that was made.
    /// </summary>
    private static void Try(string path, string folder, string name, string advice)
    {
        Stack<string> missing = [];
        for (string? parent = folder; parent is not null && !Directory.Exists(parent); parent = Path.GetDirectoryName(parent))
        {
            if (File.Exists(parent))
                throw new OutputException($"{path} cannot be written: {parent} is a file. {advice}");
            missing.Push(parent);
        }

        Stack<string> made = [];
        try
        {
            while (missing.TryPop(out string? next))
            {
                Directory.CreateDirectory(next);
                made.Push(next);
            }

            EnsureName(Path.Combine(folder, name)); // that of the temporary file is shortened
            using FileStream probe = new(
                AtomicFile.TemporaryName(Path.Combine(folder, name)),
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.None,
                1,
                FileOptions.DeleteOnClose
            );
        }
        catch (Exception e) when (Storage.IsFailure(e)) // and what was made goes in any case
        {
            throw Failed(path, e, advice);
        }
        finally
        {
            while (made.TryPop(out string? last))
                Storage.Attempt(() => Directory.Delete(last));
        }
    }

    private static OutputException Failed(string path, Exception e, string advice) =>
        new(Storage.Message(path, "written", Reason(e), advice), e);

    /// <summary>The system's reason without the full path of a temporary file, which nobody asked for.</summary>
    private static string Reason(Exception e)
    {
        if (e is PathTooLongException)
            return "the name is too long";
        if (e is UnauthorizedAccessException)
            return "writing there is not permitted";
        string reason = e.Message.Split(" : '")[0].TrimEnd('.');
        return reason.Length > 1 && char.IsUpper(reason[0]) && !char.IsUpper(reason[1])
            ? char.ToLowerInvariant(reason[0]) + reason[1..]
            : reason;
    }
}
