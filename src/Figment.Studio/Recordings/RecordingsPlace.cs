using Figment.Studio.Hosting;
using Figment.Studio.Words;

namespace Figment.Studio.Recordings;

/// <summary>
/// The folder that recordings are kept in. It bears a mark, since many have a folder of that name beside their runs: what lies in
/// a folder without it is neither shown nor changed.
/// </summary>
/// <param name="options">Say where runs and recordings are.</param>
internal sealed class RecordingsPlace(StudioOptions options)
{
    private const string Mark = ".figment-recordings";

    private static readonly string[] Names = ["recordings", "figment-recordings"];

    /// <summary>Where it is, or will be.</summary>
    internal string Folder =>
        options.RecordingsFolder ?? Beside.FirstOrDefault(IsMarked) ?? Beside.FirstOrDefault(IsFree) ?? Beside.Last();

    /// <summary>Whether what lies there is the studio's: whoever started it named the folder, or it bears the mark.</summary>
    internal bool IsOurs => options.RecordingsFolder is not null || IsMarked(Folder);

    /// <summary>Folders that could be it and hold what is another's; none where whoever started the studio named it.</summary>
    internal IReadOnlyList<string> OfOthers =>
        options.RecordingsFolder is not null ? [] : [.. Beside.Where(folder => !IsMarked(folder) && !IsFree(folder))];

    /// <summary>Where it may be: never where runs are.</summary>
    private IEnumerable<string> Beside
    {
        get
        {
            string parent = Path.GetDirectoryName(Full(options.RunsFolder)) ?? ".";
            return Names.Select(name => Path.Combine(parent, name)).Where(folder => !IsSame(folder, options.RunsFolder));
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
        if (IsOurs) return;
        string folder = Folder;
        if (!IsFree(folder)) throw new StudioException(Ui.RecordingsOfAnother.Fill(("folder", folder)));
        Directory.CreateDirectory(folder);
        AtomicFile.Write(Path.Combine(folder, Mark), stream => stream.Write("Figment's studio keeps its recordings here.\n"u8));
    }

    private static string Full(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    private static bool IsMarked(string folder) => File.Exists(Path.Combine(folder, Mark));

    private static bool IsFree(string folder) =>
        Storage.Or(() => !Path.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any(), otherwise: false);
}
