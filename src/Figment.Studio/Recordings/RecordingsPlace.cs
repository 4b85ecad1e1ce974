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

    private IEnumerable<string> Beside
    {
        get
        {
            string runs = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.RunsFolder));
            return Names.Select(name => Path.Combine(Path.GetDirectoryName(runs) ?? ".", name));
        }
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

    private static bool IsMarked(string folder) => File.Exists(Path.Combine(folder, Mark));

    private static bool IsFree(string folder) =>
        Storage.Or(() => !Path.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any(), otherwise: false);
}
