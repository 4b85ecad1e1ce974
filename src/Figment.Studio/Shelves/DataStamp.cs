using System.Globalization;
using Figment.Data.Images;

namespace Figment.Studio.Shelves;

/// <summary>
/// A stamp that is cheap to compute and usually changes when data on disk changes: the sizes and times of a limited number of
/// files.
/// </summary>
internal static class DataStamp
{
    private const int MostEntries = 20_000;

    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    internal static string Of(string nameOrPath)
    {
        if (Datasets.Names.Contains(nameOrPath))
            return "";
        return Storage.Or(
            () =>
            {
                FileInfo file = new(nameOrPath);
                if (file.Exists)
                    return Show(1, file.Length, file.LastWriteTimeUtc.Ticks);
                (long count, long bytes, long latest) = (0, 0, Directory.GetLastWriteTimeUtc(nameOrPath).Ticks);
                DirectoryInfo folder = new(nameOrPath);
                foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos("*", Everything).Take(MostEntries))
                {
                    count++;
                    bytes += entry is FileInfo one ? one.Length : 0;
                    latest = Math.Max(latest, entry.LastWriteTimeUtc.Ticks);
                }

                return Show(count, bytes, latest);
            },
            otherwise: "gone"
        ); // opening it reports the reason
    }

    private static string Show(long count, long bytes, long latest) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {bytes} {latest}");
}
