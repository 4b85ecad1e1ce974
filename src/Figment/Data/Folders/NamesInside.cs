using System.IO.Compression;

namespace Figment.Data.Folders;

/// <summary>
/// Reads only the names of the files in a folder or archive, as fast as possible, since the names show what kind of data it
/// holds.
/// </summary>
internal static class NamesInside
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    /// <summary>Whether the names in a folder or ZIP archive satisfy a condition.</summary>
    /// <param name="path">The path.</param>
    /// <param name="tells">Tests the names of the files, except system files and those of training runs.</param>
    /// <returns>Null if the path is neither a folder nor an archive; false if it cannot be read.</returns>
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

    // When data is read, the content of the file identifies a run; here the names are enough.
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
