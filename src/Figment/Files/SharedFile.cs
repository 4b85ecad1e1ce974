namespace Figment;

/// <summary>Files that may be replaced while they are read.</summary>
internal static class SharedFile
{
    /// <summary>
    /// Opens a file to be read. Whoever writes a newer one in its place is not hindered: on Windows a file that is open without
    /// this cannot be replaced, so a look at a run would end its training.
    /// </summary>
    internal static FileStream OpenRead(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
