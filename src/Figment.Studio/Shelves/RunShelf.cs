using System.Diagnostics.CodeAnalysis;
using Figment.Runs;
using Figment.Studio.Hosting;
using Figment.Studio.Kinds;
using Figment.Studio.Words;

namespace Figment.Studio.Shelves;

/// <summary>One run in the folder.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Folder">The run.</param>
/// <param name="Made">When the run began, in UTC.</param>
public sealed record ShelvedRun(string Name, RunFolder Folder, DateTime Made)
{
    /// <summary>The path of the latest picture of its samples, relative to its folder; null before the first.</summary>
    internal string? Thumbnail =>
        Folder.SampleFiles.LastOrDefault(file => Path.GetExtension(file) == ".png") is string last
            ? $"samples/{Path.GetFileName(last)}"
            : null;

    /// <summary>Whether it has weights that another training can start from.</summary>
    internal bool HasWeights => Folder.Checkpoints.Steps.Count > 0 || File.Exists(Folder.ModelFile);

    /// <summary>Whether the studio knows how to use its model.</summary>
    internal bool CanBeExplored => StudioKind.Of(Folder) is not null;

    /// <summary>Its records, and a description of what cannot be read; empty before the first report.</summary>
    internal Recorded Recorded => Recorded.Of(Folder);
}

/// <summary>All runs in the studio's folder, whoever made them. Only names in this list are ever opened.</summary>
/// <param name="options">The options, which include the folder.</param>
internal sealed class RunShelf(StudioOptions options)
{
    private const string NotInNames = "\"*/:<>?\\|%#";

    /// <summary>
    /// The runs, the latest first; folders that are not runs, hidden folders, links, and damaged runs are skipped.
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

    /// <summary>The run of the given name, or null.</summary>
    internal ShelvedRun? Find(string? name) =>
        CanShow(name) && Directory.Exists(options.RunsFolder)
            ? new DirectoryInfo(options.RunsFolder)
                .EnumerateDirectories()
                .Where(folder => folder.Name == name)
                .Select(TryOpen)
                .FirstOrDefault()
            : null;

    /// <summary>The names of runs that are skipped because their names cannot be shown, in printable form.</summary>
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

    /// <summary>Renames a run.</summary>
    /// <exception cref="FigmentException">
    /// The name is taken or invalid, the run is being trained, or its folder cannot be renamed.
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

    /// <summary>Deletes a run with all its files.</summary>
    /// <exception cref="FigmentException">
    /// The run is being trained, here or in another process, or its folder cannot be deleted.
    /// </exception>
    internal static void Delete(ShelvedRun run) => Change(run, () => Directory.Delete(run.Folder.Root, recursive: true));

    /// <summary>
    /// The name under which a file of a run is downloaded; it starts with the run's name. A name that a user chose may contain
    /// characters that other systems reject or treat as a path.
    /// </summary>
    internal static string DownloadName(string run, string file) => $"{(RunFolder.IsName(run) ? run : Plain(run))}-{file}";

    private static string Plain(string run) =>
        string.Concat(run.Select(c => NotInNames.Contains(c) || char.IsControl(c) ? '-' : c)).Trim();

    /// <summary>A file of a run by its path relative to the run's folder; null if it is not one that the studio shows.</summary>
    internal static string? FileOf(ShelvedRun run, string path)
    {
        if (!IsServed(path))
            return null;
        FileInfo file = new(Path.Combine(run.Folder.Root, path));
        return file is { Exists: true, LinkTarget: null } && file.Directory!.LinkTarget is null ? file.FullName : null;
    }

    /// <summary>
    /// Whether the name of a folder can be shown on a page. In addresses, special characters in it are escaped.
    /// </summary>
    private static bool CanShow([NotNullWhen(true)] string? name) =>
        !string.IsNullOrWhiteSpace(name) && name[0] != '.' && PrintableText.Of(name) == name;

    // Only paths of these forms are served; no path of these forms leads out of a run folder.
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

    /// <summary>Changes a run, unless any process is writing to it.</summary>
    private static void Change(ShelvedRun run, Action change) =>
        Storage.Try(
            () =>
            {
                using RunLock held =
                    RunLock.TryTake(run.Folder.Root) ?? throw new StudioException(Ui.HeldElsewhere.Fill(("name", run.Name)));
                if (OperatingSystem.IsWindows())
                    held.Dispose(); // because there, an open file prevents changes to its folder
                change();
            },
            e => new StudioException(Ui.CannotChange.Fill(("name", run.Name), ("why", ErrorTexts.Reason(e))), e)
        );
}
