using Figment.Studio.Words;

namespace Figment.Studio.Shelves;

/// <summary>
/// A folder of the studio beside the runs, for what visitors make. It contains a marker file, because another folder may have the
/// same name: the content of a folder without the marker is neither shown nor changed.
/// </summary>
/// <param name="runs">The folder of the runs.</param>
/// <param name="named">The folder, if the host of the studio named it; null looks for one beside the runs.</param>
/// <param name="names">The possible names of the folder; the first free one is used.</param>
/// <param name="mark">The name of the file that marks it.</param>
/// <param name="content">What the folder contains.</param>
/// <param name="another">The error if all possible folders belong to something else.</param>
internal sealed class MarkedFolder(
    string runs,
    string? named,
    IReadOnlyList<string> names,
    string mark,
    string content,
    Func<TextTemplate> another
)
{
    /// <summary>The path of the folder, whether it exists or not.</summary>
    internal string Folder => named ?? Beside.FirstOrDefault(IsMarked) ?? Beside.FirstOrDefault(IsFree) ?? Beside.Last();

    /// <summary>Whether the folder belongs to the studio: the host of the studio named it, or it has the mark.</summary>
    internal bool IsOurs => named is not null || IsMarked(Folder);

    /// <summary>Possible folders that belong to something else; none if the host of the studio named the folder.</summary>
    internal IReadOnlyList<string> OfOthers =>
        named is not null ? [] : [.. Beside.Where(folder => !IsMarked(folder) && !IsFree(folder))];

    /// <summary>The possible paths; none of them is the path of the runs folder.</summary>
    private IEnumerable<string> Beside
    {
        get
        {
            string parent = Path.GetDirectoryName(Full(runs)) ?? ".";
            return names.Select(name => Path.Combine(parent, name)).Where(folder => !IsSame(folder, runs));
        }
    }

    /// <summary>Whether two paths lead to the same folder, judging only by their names.</summary>
    internal static bool IsSame(string folder, string other)
    {
        bool ignoresCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();
        return Full(folder).Equals(Full(other), ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }

    /// <summary>Marks the folder as the studio's, unless it already is.</summary>
    /// <exception cref="StudioException">All possible folders belong to something else.</exception>
    /// <exception cref="IOException">
    /// The folder cannot be created; the same goes for <see cref="UnauthorizedAccessException"/>.
    /// </exception>
    internal void Claim()
    {
        if (IsOurs)
            return;
        string folder = Folder;
        if (!IsFree(folder))
            throw new StudioException(another().Fill(("folder", folder)));
        Directory.CreateDirectory(folder);
        AtomicFile.Write(
            Path.Combine(folder, mark),
            stream => stream.Write(System.Text.Encoding.UTF8.GetBytes($"Figment's studio keeps {content} here.\n"))
        );
    }

    private static string Full(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    private bool IsMarked(string folder) => File.Exists(Path.Combine(folder, mark));

    private static bool IsFree(string folder) =>
        Storage.Or(() => !Path.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any(), otherwise: false);
}
