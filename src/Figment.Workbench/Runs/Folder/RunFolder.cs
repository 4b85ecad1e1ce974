using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Figment.Data;
using Figment.Models;
using TorchSharp;

namespace Figment.Runs;

/// <summary>A run on disk: the names of its files. Every file is complete at all times.</summary>
public sealed class RunFolder
{
    internal RunFolder(string path, RunOptions options)
    {
        Root = path;
        Options = options;
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>The options of the run.</summary>
    public RunOptions Options { get; }

    /// <summary>The file with the latest networks for generation.</summary>
    public string ModelFile => Path.Combine(Root, "model.safetensors");

    /// <summary>
    /// The file with the networks for generation from the step with the best samples; missing if no samples were judged.
    /// </summary>
    public string BestModelFile => Path.Combine(Root, "best.safetensors");

    /// <summary>The file with one JSON object per report.</summary>
    internal string MetricsFile => Path.Combine(Root, "metrics.jsonl");

    /// <summary>The folder with samples made from the same latents over the course of training.</summary>
    public string SamplesFolder => Path.Combine(Root, "samples");

    /// <summary>The samples as an animation.</summary>
    internal string AnimationFile => Path.Combine(Root, "training.gif");

    /// <summary>The measures as curves.</summary>
    internal string ChartFile => Path.Combine(Root, "losses.png");

    /// <summary>The folder of a kind of log (<see cref="RunLogKinds"/>).</summary>
    internal string LogFolderOf(string kind) => Path.Combine(Root, kind);

    /// <summary>What is needed to continue the run.</summary>
    internal RunCheckpoints Checkpoints => new(Root, Options.Preset, Options.Kind);

    /// <summary>The run's model and its weights.</summary>
    internal RunModel Model => new(this);

    /// <summary>The file of the samples after a number of steps.</summary>
    /// <param name="step">The number of steps done.</param>
    /// <param name="extension">The extension of such files, with its dot.</param>
    internal string SampleFileOf(long step, string extension = ".png") =>
        Path.Combine(SamplesFolder, string.Create(CultureInfo.InvariantCulture, $"step-{step:D6}{extension}"));

    /// <summary>All files of samples, in the order of training.</summary>
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

    /// <summary>The steps of the <see cref="SampleFiles"/>, each once; one step may have several files.</summary>
    internal IReadOnlyList<long> SampleSteps => [.. SampleFiles.Select(StepOf).Where(step => step >= 0).Distinct()];

    /// <summary>
    /// Whether a folder name can be used for a run wherever runs are listed and addressed: valid on every system, printable, and
    /// free of characters with a meaning in URLs. Names created by Figment always can.
    /// </summary>
    internal static bool IsName([NotNullWhen(true)] string? name) => name is not null && FileNames.IsPortable(name);

    /// <summary>Reads <see cref="MetricsFile"/>.</summary>
    /// <param name="damaged">Receives an error for each damaged line; null stops at the first one.</param>
    /// <exception cref="FileFormatException">A line is damaged, and <paramref name="damaged"/> is null.</exception>
    public IReadOnlyList<MetricsLine> ReadMetrics(Action<FileFormatException>? damaged = null) =>
        MetricsLog.Read(MetricsFile, damaged, Options.Kind);

    /// <summary>Whether a path is the folder of a run.</summary>
    internal static bool Is(string path) => File.Exists(RunOptionsFile.In(path));

    /// <summary>Opens the folder of a run.</summary>
    /// <exception cref="RunFolderException">The folder is not the folder of a run.</exception>
    public static RunFolder Open(string path)
    {
        if (!Is(path))
        {
            throw new RunFolderException(
                $"{path} is not the folder of a run: it has no options.json. Give the folder that 'figment train' printed at the "
                    + $"end."
            );
        }

        return new RunFolder(path, RunOptionsFile.Read(path));
    }

    /// <summary>The most recent run in a folder, or null.</summary>
    public static string? Latest(string parent) =>
        !Directory.Exists(parent)
            ? null
            : Directory
                .EnumerateDirectories(parent)
                .Where(Is)
                .MaxBy(folder => File.GetLastWriteTimeUtc(RunOptionsFile.In(folder)));

    /// <summary>The default checkpoint: the best, or the last if there is no best.</summary>
    public Checkpoint Preferred => File.Exists(BestModelFile) ? Checkpoint.Best : Checkpoint.Last;

    /// <summary>The file of a checkpoint.</summary>
    internal string FileOf(Checkpoint checkpoint) => checkpoint == Checkpoint.Best ? BestModelFile : ModelFile;

    /// <summary>The step in the name of a samples file; -1 if it has none.</summary>
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
    /// <param name="device">The device of the model.</param>
    /// <param name="checkpoint">The weights to load; null loads the <see cref="Preferred"/> ones.</param>
    /// <exception cref="FigmentException">
    /// This version does not know the preset, or the weights are missing, are damaged, or belong to another model.
    /// </exception>
    public TModel LoadModel<TModel>(torch.Device device, Checkpoint? checkpoint = null)
        where TModel : TrainableModel => Model.Load<TModel>(device, checkpoint);

    /// <summary>
    /// Opens the training data of the run. The data is searched for at its original path, relative to the current folder, and
    /// next to the run's folder and each folder above it, so that a whole project can be moved. Only data with the same SHA-256
    /// is accepted; the classes keep the order that the run recorded.
    /// </summary>
    /// <param name="named">Where the data is now, if the user knows; null searches for it.</param>
    /// <param name="loading">Receives the progress of a download and of the reading.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FigmentException">
    /// The data is gone or has changed; the message lists the places that were searched.
    /// </exception>
    public LearnedData OpenData(
        string? named = null,
        IProgress<DataProgress>? loading = null,
        CancellationToken cancellationToken = default
    ) => LearnedData.Open(this, named, null, loading, cancellationToken);

    /// <summary>Whether anything exists where <see cref="OpenData"/> searches; it need not be the training data.</summary>
    internal bool IsDataThere => LearnedData.IsThere(this);

    /// <summary>Replaces <c>options.json</c>, for a run that continues with other options.</summary>
    /// <exception cref="RunFolderException">The folder cannot be written.</exception>
    internal RunFolder With(RunOptions options)
    {
        RunFolder changed = new(Root, options);
        RunStorage.Write(Root, () => RunOptionsFile.Write(Root, options));
        return changed;
    }

    /// <summary>Deletes incomplete files of a writer that was killed; the caller must hold the lock.</summary>
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
