namespace Figment;

/// <summary>Opens files that may be replaced while they are read.</summary>
internal static class SharedFile
{
    /// <summary>
    /// Opens a file for reading without blocking its replacement. On Windows, an open file can be replaced only with this sharing
    /// mode; without it, viewing a run would end its training.
    /// </summary>
    internal static FileStream OpenRead(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
