using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Figment.Data;
using Figment.Models;
using TorchSharp;

namespace Figment.Runs;

/// <summary>A run on disk: what lies where. What stands in it is whole at any moment.</summary>
public sealed class RunFolder
{
    internal RunFolder(string path, RunOptions options)
    {
        Root = path;
        Options = options;
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>What the run was made with.</summary>
    public RunOptions Options { get; }

    /// <summary>The networks for generation, as they were last.</summary>
    public string ModelFile => Path.Combine(Root, "model.safetensors");

    /// <summary>
    /// The networks for generation, as they were when the samples were best; not there where no samples were looked at.
    /// </summary>
    public string BestModelFile => Path.Combine(Root, "best.safetensors");

    /// <summary>One JSON object per report.</summary>
    internal string MetricsFile => Path.Combine(Root, "metrics.jsonl");

    /// <summary>Pictures of the same latents as training went on.</summary>
    public string SamplesFolder => Path.Combine(Root, "samples");

    /// <summary>The pictures as an animation.</summary>
    internal string AnimationFile => Path.Combine(Root, "training.gif");

    /// <summary>The measures as curves.</summary>
    internal string ChartFile => Path.Combine(Root, "losses.png");

    /// <summary>Where the log of a kind is (<see cref="RunLogKinds"/>).</summary>
    internal string LogFolderOf(string kind) => Path.Combine(Root, kind);

    /// <summary>What is needed to go on with the run.</summary>
    internal RunCheckpoints Checkpoints => new(Root, Options.Preset, Options.Kind);

    /// <summary>The run's model and its weights.</summary>
    internal RunModel Model => new(this);

    /// <summary>The samples after a number of steps.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="extension">The ending of such files, with its dot.</param>
    internal string SampleFileOf(long step, string extension = ".png") =>
        Path.Combine(SamplesFolder, string.Create(CultureInfo.InvariantCulture, $"step-{step:D6}{extension}"));

    /// <summary>Every file of samples, in the order of training.</summary>
    public IReadOnlyList<string> SampleFiles =>
        Directory.Exists(SamplesFolder)
            ?
            [
                .. Directory
                    .EnumerateFiles(SamplesFolder, "step-*")
                    .Where(path => !AtomicFile.IsTemporary(path))
                    .OrderBy(path => path.Length)
                    .ThenBy(path => path, StringComparer.Ordinal),
            ]
            : [];

    /// <summary>The steps of the <see cref="SampleFiles"/>, each once: of one step there may be several files.</summary>
    internal IReadOnlyList<long> SampleSteps => [.. SampleFiles.Select(StepOf).Where(step => step >= 0).Distinct()];

    /// <summary>
    /// Whether a folder's name can be that of a run wherever runs are listed and addressed: valid on every system, printable, and
    /// free of what has a meaning in an address. The names that Figment gives are.
    /// </summary>
    internal static bool IsName([NotNullWhen(true)] string? name) => name is not null && FileNames.IsPortable(name);

    /// <summary>Reads <see cref="MetricsFile"/>.</summary>
    /// <param name="damaged">Hears of lines that are damaged; null ends with the first.</param>
    /// <exception cref="FileFormatException">A line is damaged, and nobody hears of it.</exception>
    public IReadOnlyList<MetricsLine> ReadMetrics(Action<FileFormatException>? damaged = null) =>
        MetricsLog.Read(MetricsFile, damaged, Options.Kind);

    /// <summary>Whether a path is the folder of a run.</summary>
    internal static bool Is(string path) => File.Exists(RunOptionsFile.In(path));

    /// <summary>Opens the folder of a run.</summary>
    /// <exception cref="RunFolderException">It is not the folder of a run.</exception>
    public static RunFolder Open(string path)
    {
        if (!Is(path))
        {
            throw new RunFolderException(
                $"{path} is not the folder of a run: it has no options.json. "
                    + "Give the folder that 'figment train' named at its end."
            );
        }

        return new RunFolder(path, RunOptionsFile.Read(path));
    }

    /// <summary>The most recent run below a folder, or null.</summary>
    public static string? Latest(string parent) =>
        !Directory.Exists(parent)
            ? null
            : Directory
                .EnumerateDirectories(parent)
                .Where(Is)
                .MaxBy(folder => File.GetLastWriteTimeUtc(RunOptionsFile.In(folder)));

    /// <summary>The checkpoint to use where nobody says which: the best, or the last where there is no best.</summary>
    public Checkpoint Preferred => File.Exists(BestModelFile) ? Checkpoint.Best : Checkpoint.Last;

    /// <summary>The file of a checkpoint.</summary>
    internal string FileOf(Checkpoint checkpoint) => checkpoint == Checkpoint.Best ? BestModelFile : ModelFile;

    /// <summary>The step that a picture's name tells; -1 where it tells none.</summary>
    internal static long StepOf(string file) =>
        long.TryParse(
            Path.GetFileNameWithoutExtension(file).Split('-')[^1],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out long step
        )
            ? step
            : -1;

    /// <summary>Builds the run's model and loads its weights.</summary>
    /// <param name="device">Where to put it.</param>
    /// <param name="checkpoint">Which weights; null takes the <see cref="Preferred"/>.</param>
    /// <exception cref="FigmentException">
    /// The preset is unknown to this version, or the weights are missing, damaged or of another model.
    /// </exception>
    public TModel LoadModel<TModel>(torch.Device device, Checkpoint? checkpoint = null)
        where TModel : TrainableModel => Model.Load<TModel>(device, checkpoint);

    /// <summary>
    /// Opens what the run learned from: where it was when the run began, as it was asked for from the current folder, or beside
    /// the run and the folders above it, so that a project can be moved as a whole. Only the very same images are taken, by their
    /// SHA-256; their classes come in the order that the run recorded.
    /// </summary>
    /// <param name="named">Where a user says that it is now; null looks for it.</param>
    /// <param name="loading">Hears of a download and of the reading of pictures.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FigmentException">
    /// It is not there any more, or has changed; the message says where it was sought.
    /// </exception>
    public LearnedData OpenData(
        string? named = null,
        IProgress<DataProgress>? loading = null,
        CancellationToken cancellationToken = default
    ) => LearnedData.Open(this, named, null, loading, cancellationToken);

    /// <summary>Whether something lies where <see cref="OpenData"/> looks; not whether it is what the run learned from.</summary>
    internal bool IsDataThere => LearnedData.IsThere(this);

    /// <summary>Replaces <c>options.json</c>, for a run that goes on with other options than it began with.</summary>
    /// <exception cref="RunFolderException">The folder cannot be written.</exception>
    internal RunFolder With(RunOptions options)
    {
        RunFolder changed = new(Root, options);
        RunStorage.Write(Root, () => RunOptionsFile.Write(Root, options));
        return changed;
    }

    /// <summary>Removes what a writer that was killed left half done; whoever calls holds the lock.</summary>
    internal void RemoveRemains() =>
        RunStorage.Write(
            Root,
            () =>
            {
                foreach (
                    string file in Directory.EnumerateFiles(
                        Root,
                        "*.tmp",
                        new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }
                    )
                )
                    if (AtomicFile.IsTemporary(file))
                        File.Delete(file);
            }
        );
}
