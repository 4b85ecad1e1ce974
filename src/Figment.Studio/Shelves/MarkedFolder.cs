using Figment.Studio.Words;

namespace Figment.Studio.Shelves;

/// <summary>
/// A folder of the studio's own beside the runs, for what visitors make. It bears a mark, since many have a folder of that name
/// there: what lies in a folder without it is neither shown nor changed.
/// </summary>
/// <param name="runs">Where runs are.</param>
/// <param name="named">The folder, where whoever started the studio named it; null looks for one beside the runs.</param>
/// <param name="names">What it may be called there, the first wherever that is free.</param>
/// <param name="mark">The name of the file that marks it.</param>
/// <param name="content">What is kept in it.</param>
/// <param name="another">What to say where all folders that it could be are another's.</param>
internal sealed class MarkedFolder(
    string runs,
    string? named,
    IReadOnlyList<string> names,
    string mark,
    string content,
    Func<TextTemplate> another
)
{
    /// <summary>Where it is, or will be.</summary>
    internal string Folder => named ?? Beside.FirstOrDefault(IsMarked) ?? Beside.FirstOrDefault(IsFree) ?? Beside.Last();

    /// <summary>Whether what lies there is the studio's: whoever started it named the folder, or it bears the mark.</summary>
    internal bool IsOurs => named is not null || IsMarked(Folder);

    /// <summary>Folders that could be it and hold what is another's; none where whoever started the studio named it.</summary>
    internal IReadOnlyList<string> OfOthers =>
        named is not null ? [] : [.. Beside.Where(folder => !IsMarked(folder) && !IsFree(folder))];

    /// <summary>Where it may be: never where runs are.</summary>
    private IEnumerable<string> Beside
    {
        get
        {
            string parent = Path.GetDirectoryName(Full(runs)) ?? ".";
            return names.Select(name => Path.Combine(parent, name)).Where(folder => !IsSame(folder, runs));
        }
    }

    /// <summary>Whether two paths lead to the same folder, as far as their names tell.</summary>
    internal static bool IsSame(string folder, string other)
    {
        bool ignoresCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();
        return Full(folder).Equals(Full(other), ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }

    /// <summary>Makes it the studio's, unless it is.</summary>
    /// <exception cref="StudioException">All folders that it could be are another's.</exception>
    /// <exception cref="IOException">It cannot be made; so with <see cref="UnauthorizedAccessException"/>.</exception>
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
