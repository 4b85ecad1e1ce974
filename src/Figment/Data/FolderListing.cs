using Figment.Imaging;

namespace Figment.Data;

/// <summary>What a folder of pictures holds.</summary>
/// <param name="Pictures">Paths relative to the folder with slashes, in ordinal order.</param>
/// <param name="Others">Files that are not pictures by their endings, likewise.</param>
/// <param name="Links">Symbolic links, which are not followed: they may lead anywhere, and in circles.</param>
internal sealed record FolderListing(IReadOnlyList<string> Pictures, IReadOnlyList<string> Others, IReadOnlyList<string> Links)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>What was left out, in sentences.</summary>
    internal IEnumerable<Text> Notes()
    {
        foreach (Text unread in PictureFormat.NotesOn(Others)) yield return unread;
        string[] none = [.. Others.Where(file => PictureFormat.OfUnreadEnding(file) is null)];
        if (none.Length > 0)
        {
            yield return new(
                $"{Files(none.Length)} left out that {(none.Length == 1 ? "is no picture" : "are no pictures")} by {(none.Length == 1 ? "its" : "their")} ending: {Some(none)}.",
                $"{none.Length:N0} 个文件从扩展名看不是图片，未使用：{Some(none)}。");
        }

        if (Links.Count > 0)
        {
            yield return new(
                $"{(Links.Count == 1 ? "1 symbolic link was" : $"{Links.Count:N0} symbolic links were")} not followed: {Some(Links)}.",
                $"{Links.Count:N0} 个符号链接未跟随：{Some(Links)}。");
        }
    }

    /// <summary>Walks the folder and those below it; hidden files and folders are passed over.</summary>
    /// <exception cref="FigmentException">A folder cannot be read.</exception>
    internal static FolderListing Of(string root, CancellationToken cancellationToken)
    {
        List<string> pictures = [], others = [], links = [];
        try
        {
            Walk(new DirectoryInfo(root), "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FigmentException.Unreadable($"The folder {root}", e);
        }

        foreach (List<string> list in (List<string>[])[pictures, others, links]) list.Sort(StringComparer.Ordinal);
        return new FolderListing(pictures, others, links);

        void Walk(DirectoryInfo folder, string prefix)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos("*", Everything))
            {
                string path = prefix + entry.Name;
                if (entry.Name.StartsWith('.') || entry.Attributes.HasFlag(FileAttributes.Hidden)) continue;
                if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && entry.LinkTarget is not null) links.Add(path);
                else if (entry is DirectoryInfo below) Walk(below, $"{path}/");
                else (PictureDecoder.Extensions.Contains(entry.Extension) ? pictures : others).Add(path);
            }
        }
    }

    /// <summary>A few names of many.</summary>
    internal static string Some(IReadOnlyList<string> names) => names.Count <= 3 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} …";

    private static string Files(int count) => count == 1 ? "1 file was" : $"{count:N0} files were";
}
