namespace Figment;

/// <summary>
/// Renames folders. Windows and macOS ignore differences in case, and macOS also ignores differences in Unicode normalisation.
/// There, a folder conflicts with a new name that differs only in this way.
/// </summary>
internal static class FolderNames
{
    /// <summary>Gives a folder another name in the same place.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The new name.</param>
    /// <returns>False if something else has that name; nothing is changed in that case.</returns>
    /// <exception cref="IOException">
    /// The folder cannot be moved; the same applies to <see cref="UnauthorizedAccessException"/>.
    /// </exception>
    internal static bool Rename(string folder, string name)
    {
        string parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))!;
        string target = Path.Combine(parent, name);
        if (!Path.Exists(target))
        {
            Directory.Move(folder, target);
            return true;
        }

        string own = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        bool isItself =
            ClassNames.Find(name, [own]) is not null
            && !Directory.EnumerateFileSystemEntries(parent).Select(Path.GetFileName).Contains(name);
        if (!isItself)
            return false;
        MoveAround(folder, target);
        return true;
    }

    /// <summary>Renames a folder that conflicts with its own new name, by way of a temporary name.</summary>
    /// <exception cref="IOException">
    /// The folder cannot be moved, and stays where it was; the same applies to <see cref="UnauthorizedAccessException"/>.
    /// </exception>
    internal static void MoveAround(string folder, string target)
    {
        string between = Path.Combine(Path.GetDirectoryName(target)!, $".{Guid.NewGuid():N}");
        Directory.Move(folder, between);
        try
        {
            Directory.Move(between, target);
        }
        catch
        {
            Directory.Move(between, folder);
            throw;
        }
    }
}
