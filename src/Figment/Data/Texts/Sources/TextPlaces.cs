using System.IO.Compression;
using Figment.Data.Folders;
using Figment.Imaging;

namespace Figment.Data.Texts;

/// <summary>Tells by names alone whether what lies at a path is texts.</summary>
internal static class TextPlaces
{
    // Where one of these lies, texts beside it only say what it is.
    private static readonly HashSet<string> OfOthers = new([.. PictureDecoder.Extensions, ".npy", ".npz", ".bin"], StringComparer.OrdinalIgnoreCase);

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    /// <summary>Whether it is.</summary>
    internal static bool IsOfTexts(string path)
    {
        if (Directory.Exists(path)) return Storage.Or(() => HasTextsAlone(Below(new DirectoryInfo(path))), otherwise: false);
        if (FileSource.IsArchive(path)) return Storage.Or(() => HasTextsAlone(Entries(path)), otherwise: false);
        return TextFormat.Of(path) is not null || TextPack.IsPack(path);
    }

    private static bool HasTextsAlone(IEnumerable<string> files)
    {
        bool hasTexts = false;
        foreach (string file in files)
        {
            if (OfOthers.Contains(Path.GetExtension(file))) return false;
            hasTexts |= TextFormat.Of(file) is not null;
        }

        return hasTexts;
    }

    /// <summary>The names below a folder, but for what systems keep there, and for trainings.</summary>
    private static IEnumerable<string> Below(DirectoryInfo folder)
    {
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos("*", Everything))
        {
            if (SystemFiles.Reason(entry.Name) is not null || entry.LinkTarget is not null) continue;
            if (entry is not DirectoryInfo inner)
            {
                yield return entry.Name;
            }
            else if (!IsRun(inner))
            {
                foreach (string file in Below(inner)) yield return file;
            }
        }
    }

    // As a run is told by its content when it is read; here names are enough.
    private static bool IsRun(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, RunMark.File)) && File.Exists(Path.Combine(folder.FullName, "metrics.jsonl"));

    private static IEnumerable<string> Entries(string path)
    {
        try
        {
            using ZipArchive zip = ZipFile.OpenRead(path);
            return [.. zip.Entries.Select(entry => entry.FullName.Replace('\\', '/')).Where(name => SystemFiles.In(name) is null)];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }
}
