namespace Figment;

/// <summary>
/// Checks and writes outputs. Before long work begins, it is used to check that the result can be saved. A failed write is
/// reported in a sentence.
/// </summary>
internal static class OutputPlace
{
    /// <summary>Checks, by trying, whether a file can be created or replaced. The check leaves nothing behind.</summary>
    /// <param name="path">The file; its folder need not exist as long as it can be created.</param>
    /// <exception cref="OutputException">The file cannot be written.</exception>
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

    /// <summary>Checks, by trying, whether files can be written into a folder. The check leaves nothing behind.</summary>
    /// <param name="path">The folder, which need not exist as long as it can be created.</param>
    /// <exception cref="OutputException">The folder cannot be written.</exception>
    public static void EnsureFolder(string path)
    {
        RefuseEmpty(path, "folder");
        if (File.Exists(path))
            throw new OutputException($"{path} cannot be written: it is a file. Name a folder.");
        Try(path, Path.GetFullPath(path), "figment", "Name another folder.");
    }

    /// <summary>Writes an output; if that fails, the error message names the place.</summary>
    /// <param name="path">The file or folder to write, as the user knows it.</param>
    /// <param name="write">Writes it.</param>
    /// <exception cref="OutputException">The file or folder cannot be written.</exception>
    public static void Write(string path, Action write)
    {
        ArgumentNullException.ThrowIfNull(write);
        Storage.Try(write, e => Failed(path, e, "Free some space or allow writing, or name another place."));
    }

    /// <summary>Writes a file as <see cref="AtomicFile"/> does, and creates its folder if it does not exist.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="write">Writes the content to the given stream.</param>
    /// <exception cref="OutputException">The file cannot be written.</exception>
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

    /// <summary>Checks that a name is possible, whether or not the file exists.</summary>
    /// <exception cref="IOException">There can be no file with that name.</exception>
    private static void EnsureName(string path)
    {
        try
        {
            File.GetAttributes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // It can be created.
        }
    }

    /// <summary>
    /// Creates a file with the temporary name that <see cref="AtomicFile"/> will use, and removes everything that was created.
    /// </summary>
    private static void Try(string path, string folder, string name, OptionSentence advice)
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

            EnsureName(Path.Combine(folder, name)); // checked separately, because the temporary name is shortened
            using FileStream probe = new(
                AtomicFile.TemporaryName(Path.Combine(folder, name)),
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.None,
                1,
                FileOptions.DeleteOnClose
            );
        }
        catch (Exception e) when (Storage.IsFailure(e)) // everything that was created is removed in any case
        {
            throw Failed(path, e, advice);
        }
        finally
        {
            while (made.TryPop(out string? last))
                Storage.Attempt(() => Directory.Delete(last));
        }
    }

    private static OutputException Failed(string path, Exception e, OptionSentence advice) =>
        new(Storage.Message(path, "written", Reason(e), advice), e);

    /// <summary>The system's reason without the full path of a temporary file, which would confuse the user.</summary>
    private static OptionSentence Reason(Exception e)
    {
        if (e is PathTooLongException)
            return "the name is too long";
        if (e is UnauthorizedAccessException)
            return "writing there is not permitted";
        string reason = e.Message.Split(" : '")[0].TrimEnd('.');
        return OptionSentence.Word(
            reason.Length > 1 && char.IsUpper(reason[0]) && !char.IsUpper(reason[1])
                ? char.ToLowerInvariant(reason[0]) + reason[1..]
                : reason
        );
    }
}
