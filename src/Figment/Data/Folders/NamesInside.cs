using System.IO.Compression;

namespace Figment.Data.Folders;

/// <summary>
/// The names of files in a folder or archive, read as fast as names can be: what kind of data it is, is told by them.
/// </summary>
internal static class NamesInside
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    /// <summary>Whether a path is a folder or a ZIP archive whose names tell something.</summary>
    /// <param name="path">The path.</param>
    /// <param name="tells">Is asked with the names of files, but for what systems keep there, and for those of trainings.</param>
    /// <returns>Null where it is neither; false where it cannot be read.</returns>
    internal static bool? Tell(string path, Func<IEnumerable<string>, bool> tells) =>
        Directory.Exists(path) ? Storage.Or(() => tells(Below(new DirectoryInfo(path))), otherwise: false)
        : FileSource.IsArchive(path) ? Storage.Or(() => tells(Entries(path)), otherwise: false)
        : null;

    private static IEnumerable<string> Below(DirectoryInfo folder)
    {
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos("*", Everything))
        {
            if (SystemFiles.Reason(entry.Name) is not null || entry.LinkTarget is not null)
                continue;
            if (entry is not DirectoryInfo inner)
            {
                yield return entry.Name;
            }
            else if (!IsRun(inner))
            {
                foreach (string file in Below(inner))
                    yield return file;
            }
        }
    }

    // As a run is told by its content when it is read; here names are enough.
    private static bool IsRun(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, RunMark.File)) && File.Exists(Path.Combine(folder.FullName, "metrics.jsonl"));

    private static IEnumerable<string> Entries(string path)
    {
        try
        {
            using ZipArchive zip = ZipFile.OpenRead(path);
            return
            [
                .. zip.Entries.Select(entry => entry.FullName.Replace('\\', '/')).Where(name => SystemFiles.In(name) is null),
            ];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }
}
