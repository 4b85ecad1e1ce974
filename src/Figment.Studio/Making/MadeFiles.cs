using System.Text.RegularExpressions;
using Figment.Imaging;

namespace Figment.Studio.Making;

/// <summary>The files in which a <see cref="MadeShelf"/> stores what visitors make.</summary>
internal static partial class MadeFiles
{
    /// <summary>The only file in a folder; null if the folder is empty or contains anything else.</summary>
    internal static string? OneIn(string folder) =>
        Storage.Or(
            () => Directory.EnumerateFileSystemEntries(folder).Take(2).ToArray() is [{ } only] && File.Exists(only) ? only : null,
            null
        );

    /// <summary>A picture as a file.</summary>
    internal static byte[] Png(ImageShape shape, byte[] pixels) => new ImageBatch(shape, pixels).ToPicture().ToPng();

    /// <summary>Deletes a picture of a class, with its variants.</summary>
    internal static void Remove(string folder, int number)
    {
        foreach (string file in Own(folder).Where(file => NumberOf(file) == number))
            File.Delete(file);
    }

    /// <summary>The paths of a class's pictures and their variants.</summary>
    internal static IEnumerable<string> Own(string folder) =>
        Directory.GetFiles(folder, "picture-*.png").Where(file => OwnPattern().IsMatch(Path.GetFileName(file)));

    /// <summary>The number in such a path.</summary>
    internal static int NumberOf(string file) => MadeClass.NumberOf(Path.GetFileName(file));

    /// <summary>The subfolders with valid names.</summary>
    internal static IEnumerable<DirectoryInfo> Folders(string path) =>
        !Directory.Exists(path)
            ? []
            : new DirectoryInfo(path)
                .EnumerateDirectories()
                .Where(folder => folder.LinkTarget is null && FileNames.IsPortable(folder.Name))
                .OrderBy(folder => folder.Name, StringComparer.Ordinal);

    /// <summary>Reads the folder of a set.</summary>
    internal static MadeSet Read(MadeWay way, DirectoryInfo folder)
    {
        EnumerationOptions own = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        MadeClass[] classes = way is MadeWay.Texts or MadeWay.Files
            ? []
            :
            [
                .. Folders(folder.FullName)
                    .Select(each => new MadeClass(
                        each.Name,
                        [
                            .. each.EnumerateFiles("picture-*.png")
                                .Where(file => PicturePattern().IsMatch(file.Name) && file.LinkTarget is null)
                                .Select(file => file.Name)
                                .OrderBy(MadeClass.NumberOf),
                        ]
                    )),
            ];
        return new MadeSet(way, folder.Name, classes, folder.EnumerateFiles("*", own).Sum(file => file.Length));
    }

    [GeneratedRegex("^picture-[0-9]{4,8}[.]png$", RegexOptions.CultureInvariant)]
    private static partial Regex PicturePattern();

    [GeneratedRegex("^picture-[0-9]{4,8}(-[0-9]{2})?[.]png$", RegexOptions.CultureInvariant)]
    private static partial Regex OwnPattern();
}
