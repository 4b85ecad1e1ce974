namespace Figment;

/// <summary>
/// Other names for folders. Windows and macOS take names for one that differ in case, and macOS those that differ in Unicode's
/// form: there a folder is in the way of its own new spelling.
/// </summary>
internal static class FolderNames
{
    /// <summary>Gives a folder another name beside where it is.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="name">What it is to be called.</param>
    /// <returns>False, and nothing done, where something else has that name.</returns>
    /// <exception cref="IOException">It cannot be moved; so with <see cref="UnauthorizedAccessException"/>.</exception>
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

    /// <summary>Moves a folder to where it stands in its own way, by a name that nothing has.</summary>
    /// <exception cref="IOException">
    /// It cannot be moved, and is where it was; so with <see cref="UnauthorizedAccessException"/>.
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
