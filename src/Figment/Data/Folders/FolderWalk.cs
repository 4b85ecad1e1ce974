namespace Figment.Data.Folders;

/// <summary>
/// Finds the files in a folder and its subfolders. What cannot be read is listed, and the rest is used. Symbolic links are
/// listed, or followed after everything else is found. Each folder and file is used only once, so circular links do no harm.
/// </summary>
internal sealed class FolderWalk
{
    private const char NoUtf8 = '\ufffd';
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly Func<string, IEnumerable<FileSystemInfo>> list;
    private readonly CancellationToken cancellationToken;
    private readonly Dictionary<string, string> files = new(StringComparer.Ordinal); // where each file is on disk
    private readonly HashSet<string> places = new(StringComparer.Ordinal);
    private readonly List<PassedOver> passed = [];
    private readonly SortedDictionary<string, string> links = new(StringComparer.Ordinal);

    private FolderWalk(Func<string, IEnumerable<FileSystemInfo>>? list, CancellationToken cancellationToken)
    {
        this.list = list ?? (folder => new DirectoryInfo(folder).EnumerateFileSystemInfos("*", Everything));
        this.cancellationToken = cancellationToken;
    }

    /// <summary>Walks a folder.</summary>
    /// <param name="root">The full path of the folder, which may be a link.</param>
    /// <param name="followsLinks">Whether to follow symbolic links inside.</param>
    /// <param name="list">Lists one folder; null uses the file system.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The listing, and the path on disk of each file.</returns>
    /// <exception cref="FigmentException">The folder itself cannot be read.</exception>
    internal static (FolderListing Listing, IReadOnlyDictionary<string, string> Places) Of(
        string root,
        bool followsLinks,
        Func<string, IEnumerable<FileSystemInfo>>? list,
        CancellationToken cancellationToken
    )
    {
        FolderWalk walk = new(list, cancellationToken);
        Storage.Try(
            $"The folder {root}",
            "read",
            () =>
            {
                string real = followsLinks ? LinkTargets.Real(root) : root;
                HashSet<string> folders = new(StringComparer.Ordinal);
                walk.Into(real, "", folders);
                if (followsLinks)
                    walk.Follow(folders);
            }
        );

        walk.passed.AddRange(walk.links.Keys.Select(link => new PassedOver(link, PassedReason.Link)));
        walk.passed.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return (new FolderListing([.. walk.files.Keys.Order(StringComparer.Ordinal)], walk.passed), walk.files);
    }

    private void Into(string folder, string prefix, HashSet<string> folders)
    {
        cancellationToken.ThrowIfCancellationRequested();
        FileSystemInfo[] entries = [.. list(folder)];
        folders.Add(folder);
        foreach (FileSystemInfo entry in entries)
        {
            string path = prefix + entry.Name;
            try
            {
                Take(entry, path, Path.Combine(folder, entry.Name), folders);
            }
            catch (Exception e) when (Storage.IsFailure(e))
            {
                passed.Add(new PassedOver(entry is DirectoryInfo ? $"{path}/" : path, PassedReason.Unreadable, Reason(e)));
            }
        }
    }

    private void Take(FileSystemInfo entry, string path, string place, HashSet<string> folders)
    {
        bool isFolder = entry is DirectoryInfo;
        string named = isFolder ? $"{path}/" : path;
        if (SystemFiles.Reason(entry.Name) is PassedReason reason)
        {
            passed.Add(new PassedOver(named, reason));
        }
        else if (entry.Name.Contains(NoUtf8) && (files.ContainsKey(path) || !(entry.Exists || entry.LinkTarget is not null)))
        {
            passed.Add(new PassedOver(named, PassedReason.NameNotUtf8));
        }
        else if (entry.LinkTarget is not null)
        {
            links[path] = place;
        }
        else if (OperatingSystem.IsWindows() && entry.Attributes.HasFlag(FileAttributes.Hidden))
        {
            passed.Add(new PassedOver(named, PassedReason.Hidden));
        }
        else if (isFolder)
        {
            Into(place, $"{path}/", folders);
        }
        else if (places.Add(place))
        {
            files[path] = place;
        }
        else
        {
            passed.Add(new PassedOver(path, PassedReason.ReadAlready));
        }
    }

    /// <summary>Follows the links in the order of their paths; links found on the way come last.</summary>
    private void Follow(HashSet<string> folders)
    {
        while (links.Count > 0)
        {
            (string path, string place) = links.First();
            links.Remove(path);
            try
            {
                string target = LinkTargets.Real(place);
                if (folders.Contains(target) || places.Contains(target))
                    passed.Add(new PassedOver(path, PassedReason.ReadAlready));
                else if (Directory.Exists(target))
                    Into(target, $"{path}/", folders);
                else if (File.Exists(target) && places.Add(target))
                    files[path] = target;
                else
                    passed.Add(new PassedOver(path, PassedReason.LostLink));
            }
            catch (Exception e) when (Storage.IsFailure(e))
            {
                passed.Add(new PassedOver(path, PassedReason.Unreadable, Reason(e)));
            }
        }
    }

    private static string Reason(Exception e) => e is UnauthorizedAccessException ? "permission denied" : e.Message.TrimEnd('.');
}
