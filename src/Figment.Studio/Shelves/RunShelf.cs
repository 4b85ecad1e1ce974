using System.Diagnostics.CodeAnalysis;
using Figment.Runs;
using Figment.Studio.Hosting;
using Figment.Studio.Kinds;
using Figment.Studio.Words;

namespace Figment.Studio.Shelves;

/// <summary>One run in the folder.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Folder">The run.</param>
/// <param name="Made">When it was begun, UTC.</param>
public sealed record ShelvedRun(string Name, RunFolder Folder, DateTime Made)
{
    /// <summary>The latest picture of its samples, as a path below its folder; null before the first.</summary>
    internal string? Thumbnail =>
        Folder.SampleFiles.LastOrDefault(file => Path.GetExtension(file) == ".png") is string last
            ? $"samples/{Path.GetFileName(last)}"
            : null;

    /// <summary>Whether it has weights that another training can begin from.</summary>
    internal bool HasWeights => Folder.Checkpoints.Steps.Count > 0 || File.Exists(Folder.ModelFile);

    /// <summary>Whether the studio knows what can be made with its model.</summary>
    internal bool CanBeExplored => StudioKind.Of(Folder) is not null;

    /// <summary>What it recorded, and what of that cannot be read; empty before its first report.</summary>
    internal Recorded Recorded => Recorded.Of(Folder);
}

/// <summary>All runs below the studio's folder, whoever made them. Only names that stand there are ever opened.</summary>
/// <param name="options">Says which folder.</param>
internal sealed class RunShelf(StudioOptions options)
{
    private const string NotInNames = "\"*/:<>?\\|%#";

    /// <summary>
    /// The runs, the latest first; folders that are not runs, hidden ones, links and damaged runs are left out.
    /// </summary>
    internal IReadOnlyList<ShelvedRun> All() =>
        !Directory.Exists(options.RunsFolder)
            ? []
            :
            [
                .. new DirectoryInfo(options.RunsFolder)
                    .EnumerateDirectories()
                    .Select(TryOpen)
                    .OfType<ShelvedRun>()
                    .OrderByDescending(run => run.Made),
            ];

    /// <summary>The run of that name, or null.</summary>
    internal ShelvedRun? Find(string? name) =>
        CanShow(name) && Directory.Exists(options.RunsFolder)
            ? new DirectoryInfo(options.RunsFolder)
                .EnumerateDirectories()
                .Where(folder => folder.Name == name)
                .Select(TryOpen)
                .FirstOrDefault()
            : null;

    /// <summary>Folders of runs that are left out since what stands in their names cannot be shown, as it may be shown.</summary>
    internal IReadOnlyList<string> NotShown() =>
        !Directory.Exists(options.RunsFolder)
            ? []
            :
            [
                .. new DirectoryInfo(options.RunsFolder)
                    .EnumerateDirectories()
                    .Where(folder =>
                        !CanShow(folder.Name)
                        && folder.Name[0] != '.'
                        && folder.LinkTarget is null
                        && RunFolder.Is(folder.FullName)
                    )
                    .Select(folder => PrintableText.Of(folder.Name))
                    .Order(StringComparer.Ordinal),
            ];

    /// <summary>Gives a run another name.</summary>
    /// <exception cref="FigmentException">
    /// The name is taken or no name of a folder, the run is being trained, or its folder cannot be renamed.
    /// </exception>
    internal static void Rename(ShelvedRun run, string name)
    {
        name = name.Trim();
        if (!RunFolder.IsName(name))
            throw new StudioException(Ui.BadName.Fill(("name", name)));
        if (name == run.Name)
            return;
        Change(
            run,
            () =>
            {
                if (!FolderNames.Rename(run.Folder.Root, name))
                    throw new StudioException(Ui.TakenName.Fill(("name", name)));
            }
        );
    }

    /// <summary>Deletes a run and all that it holds.</summary>
    /// <exception cref="FigmentException">
    /// It is being trained, here or in another process, or its folder cannot be deleted.
    /// </exception>
    internal static void Delete(ShelvedRun run) => Change(run, () => Directory.Delete(run.Folder.Root, recursive: true));

    /// <summary>
    /// What a file of a run is called where it is saved: the run's name first. One that a user gave by hand may hold what other
    /// systems do not take, or take for a path.
    /// </summary>
    internal static string DownloadName(string run, string file) => $"{(RunFolder.IsName(run) ? run : Plain(run))}-{file}";

    private static string Plain(string run) =>
        string.Concat(run.Select(c => NotInNames.Contains(c) || char.IsControl(c) ? '-' : c)).Trim();

    /// <summary>A file of a run by its path below the run's folder; null where it is none that the studio shows.</summary>
    internal static string? FileOf(ShelvedRun run, string path)
    {
        if (!IsServed(path))
            return null;
        FileInfo file = new(Path.Combine(run.Folder.Root, path));
        return file is { Exists: true, LinkTarget: null } && file.Directory!.LinkTarget is null ? file.FullName : null;
    }

    /// <summary>
    /// Whether a folder's name can stand on a page. In an address it is written with what means something there escaped.
    /// </summary>
    private static bool CanShow([NotNullWhen(true)] string? name) =>
        !string.IsNullOrWhiteSpace(name) && name[0] != '.' && PrintableText.Of(name) == name;

    // What a run folder holds and nothing else: no path that leads elsewhere has one of these shapes.
    private static bool IsServed(string path) =>
        path.Split('/') switch
        {
            ["samples", string file] => RunFolder.IsName(file) && Path.GetExtension(file) is (".png" or ".wav" or ".txt"),
            [string file] => file
                is "training.gif"
                    or "losses.png"
                    or "report.html"
                    or "report.json"
                    or "options.json"
                    or "metrics.jsonl"
                    or "model.safetensors"
                    or "best.safetensors",
            _ => false,
        };

    private static ShelvedRun? TryOpen(DirectoryInfo folder)
    {
        try
        {
            return folder.LinkTarget is null && CanShow(folder.Name) && RunFolder.Is(folder.FullName)
                ? new ShelvedRun(
                    folder.Name,
                    RunFolder.Open(folder.FullName),
                    File.GetLastWriteTimeUtc(Path.Combine(folder.FullName, "options.json"))
                )
                : null;
        }
        catch (FigmentException)
        {
            return null;
        }
    }

    /// <summary>Changes a run that nobody writes, in whatever process.</summary>
    private static void Change(ShelvedRun run, Action change) =>
        Storage.Try(
            () =>
            {
                using RunLock held =
                    RunLock.TryTake(run.Folder.Root) ?? throw new StudioException(Ui.HeldElsewhere.Fill(("name", run.Name)));
                if (OperatingSystem.IsWindows())
                    held.Dispose(); // where an open file keeps its folder
                change();
            },
            e => new StudioException(Ui.CannotChange.Fill(("name", run.Name), ("why", e.Message)), e)
        );
}
