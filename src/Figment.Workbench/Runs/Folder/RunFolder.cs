using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Figment.Backend;
using Figment.Data;
using Figment.Evaluation;
using Figment.Formats;
using Figment.Models;
using TorchSharp;

namespace Figment.Runs;

/// <summary>A run on disk. What stands in it is whole at any moment.</summary>
public sealed class RunFolder
{
    internal const string UsualAdvice = "Bring it back, or say where it is now.";
    private const int MostOptionBytes = 4 << 20;

    private RunFolder(string path, RunOptions options)
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

    /// <summary>The networks for generation, as they were when the samples were best; not there where no samples were looked at.</summary>
    public string BestModelFile => Path.Combine(Root, "best.safetensors");

    /// <summary>One JSON object per report.</summary>
    public string MetricsFile => Path.Combine(Root, "metrics.jsonl");

    /// <summary>Pictures of the same latents as training went on.</summary>
    public string SamplesFolder => Path.Combine(Root, "samples");

    /// <summary>The pictures as an animation.</summary>
    public string AnimationFile => Path.Combine(Root, "training.gif");

    /// <summary>The measures as curves.</summary>
    public string ChartFile => Path.Combine(Root, "losses.png");

    /// <summary>What is needed to go on with the run.</summary>
    public RunCheckpoints Checkpoints => new(Root, Options.Preset);

    /// <summary>The samples after a number of steps.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="extension">The ending of such files, with its dot.</param>
    public string SampleFileOf(long step, string extension = ".png") => Path.Combine(SamplesFolder, string.Create(CultureInfo.InvariantCulture, $"step-{step:D6}{extension}"));

    /// <summary>Every file of samples, in the order of training.</summary>
    public IReadOnlyList<string> SampleFiles => Directory.Exists(SamplesFolder)
        ? [.. Directory.EnumerateFiles(SamplesFolder, "step-*").Where(path => !AtomicFile.IsTemporary(path)).OrderBy(path => path.Length).ThenBy(path => path, StringComparer.Ordinal)]
        : [];

    /// <summary>The steps of the <see cref="SampleFiles"/>.</summary>
    public IReadOnlyList<long> SampleSteps => [.. SampleFiles.Select(StepOf).Where(step => step >= 0)];

    /// <summary>
    /// Makes a new run's folder with a name that says what it holds: <c>mnist-classic-20261123-154500</c>, with a number
    /// behind it where that is taken, also by another process at the same moment.
    /// </summary>
    /// <param name="parent">Where runs are kept.</param>
    /// <param name="now">The time, local.</param>
    /// <param name="options">What the run is made with.</param>
    /// <exception cref="RunFolderException">The parent cannot be written.</exception>
    public static RunFolder CreateBelow(string parent, DateTimeOffset now, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string name = string.Create(CultureInfo.InvariantCulture, $"{FileNames.Safe(options.Data.Name)}-{FileNames.Safe(options.Preset, "run")}-{now:yyyyMMdd-HHmmss}");
        for (int i = 1; ; i++)
        {
            string path = Path.Combine(parent, i == 1 ? name : $"{name}-{i}");
            if (!Path.Exists(path) && TryCreate(path, options, out RunFolder? folder)) return folder;
        }
    }

    /// <summary>Makes a new folder with <c>options.json</c> in it.</summary>
    /// <param name="path">A folder that does not exist, or is empty.</param>
    /// <param name="options">What the run is made with.</param>
    /// <exception cref="RunFolderException">The folder holds something already, or cannot be written.</exception>
    public static RunFolder Create(string path, RunOptions options)
    {
        EnsureFree(path);
        return TryCreate(path, options, out RunFolder? folder) ? folder : throw NotEmpty(path);
    }

    /// <summary>Checks that a new run may use a folder, before the work begins.</summary>
    /// <exception cref="RunFolderException">It holds something already, is a file, or cannot be written.</exception>
    public static void EnsureFree(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new RunFolderException("The name of the run's folder is empty. Name a folder.");
        if (File.Exists(path))
            throw new RunFolderException($"{path} is a file, and a run needs a folder. Choose another name.");
        Guard(path, () =>
        {
            if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()) throw NotEmpty(path);
        });
        EnsureWritable(path);
    }

    /// <summary>Finds out whether a folder can be written, by trying.</summary>
    /// <exception cref="RunFolderException">It cannot.</exception>
    internal static void EnsureWritable(string path)
    {
        try
        {
            OutputPlace.EnsureFolder(path);
        }
        catch (OutputException e)
        {
            throw new RunFolderException(e.Message, e);
        }
    }

    /// <summary>
    /// Whether a folder's name can be that of a run wherever runs are listed and addressed: valid on every system, printable, and free of what
    /// has a meaning in an address. The names that Figment gives are.
    /// </summary>
    public static bool IsName([NotNullWhen(true)] string? name) => name is not null && FileNames.IsPortable(name);


    /// <summary>All that <c>options.json</c> holds, also what this version does not know.</summary>
    /// <exception cref="FigmentException">It is not there any more, or damaged.</exception>
    public JsonDocument ReadOptions()
    {
        string file = Path.Combine(Root, "options.json");
        try
        {
            return JsonDocument.Parse(BoundedText.ReadFile(file, MostOptionBytes));
        }
        catch (JsonException e)
        {
            throw new FileFormatException($"{file} is damaged: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FigmentException.Unreadable(file, e);
        }
    }

    /// <summary>Reads <see cref="MetricsFile"/>.</summary>
    /// <param name="damaged">Hears of lines that are damaged; null ends with the first.</param>
    /// <exception cref="FileFormatException">A line is damaged, and nobody hears of it.</exception>
    public IReadOnlyList<MetricsLine> ReadMetrics(Action<FileFormatException>? damaged = null) => MetricsLog.Read(MetricsFile, damaged, Options.Kind);

    /// <summary>Whether a path is the folder of a run.</summary>
    public static bool Is(string path) => File.Exists(Path.Combine(path, "options.json"));

    /// <summary>Opens the folder of a run.</summary>
    /// <exception cref="RunFolderException">It is not the folder of a run.</exception>
    public static RunFolder Open(string path)
    {
        string file = Path.Combine(path, "options.json");
        if (!File.Exists(file))
            throw new RunFolderException($"{path} is not the folder of a run: it has no options.json. Give the folder that 'figment train' named at its end.");
        try
        {
            return new RunFolder(path, RunOptionsJson.Read(BoundedText.ReadFile(file, MostOptionBytes)));
        }
        catch (Exception e) when (e is JsonException or FileFormatException or IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException($"{file} does not read: {e.Message}", e);
        }
    }

    /// <summary>The most recent run below a folder, or null.</summary>
    public static string? Latest(string parent) => !Directory.Exists(parent) ? null : Directory.EnumerateDirectories(parent)
        .Where(Is)
        .MaxBy(folder => File.GetLastWriteTimeUtc(Path.Combine(folder, "options.json")));

    /// <summary>The checkpoint to use where nobody says which: the best, or the last where there is no best.</summary>
    public Checkpoint Preferred => File.Exists(BestModelFile) ? Checkpoint.Best : Checkpoint.Last;

    /// <summary>The file of a checkpoint.</summary>
    public string FileOf(Checkpoint checkpoint) => checkpoint == Checkpoint.Best ? BestModelFile : ModelFile;

    /// <summary>A checkpoint in words, for instance <c>best checkpoint, step 6500</c>.</summary>
    public string Describe(Checkpoint checkpoint)
    {
        string name = checkpoint == Checkpoint.Best ? "best checkpoint" : "last checkpoint";
        return SafeTensorsFile.ReadMetadata(FileOf(checkpoint)).TryGetValue("step", out string? step) ? $"{name}, step {step}" : name;
    }

    /// <summary>Saves the networks for generation, replacing what was there once the new file is whole.</summary>
    /// <param name="model">The model.</param>
    /// <param name="checkpoint">As which.</param>
    /// <param name="step">Steps done.</param>
    /// <param name="evaluation">What its samples are like, where they were looked at.</param>
    /// <exception cref="RunFolderException">The folder cannot be written.</exception>
    public void SaveModel(TrainableModel model, Checkpoint checkpoint, long step, SampleEvaluation? evaluation = null) => Guard(() =>
    {
        Dictionary<string, string> metadata = new()
        {
            ["figment"] = Options.Environment.Figment,
            ["preset"] = Options.Preset,
            ["step"] = step.ToString(CultureInfo.InvariantCulture),
        };
        if (evaluation is not null) metadata["evaluation"] = OptionsJson.WriteLine<object>(evaluation);
        model.SaveWeights(FileOf(checkpoint), metadata);
    });

    /// <summary>When the samples were best, by the file that was saved then; null where there is none, or an older version wrote it.</summary>
    internal JudgedStep? ReadBest()
    {
        if (!File.Exists(BestModelFile)) return null;
        IReadOnlyDictionary<string, string> metadata = SafeTensorsFile.ReadMetadata(BestModelFile);
        try
        {
            if (!metadata.TryGetValue("evaluation", out string? text) || !metadata.TryGetValue("step", out string? step)) return null;
            using JsonDocument json = JsonDocument.Parse(text);
            return Options.Kind.ReadEvaluation(json.RootElement) is SampleEvaluation evaluation ? new JudgedStep(long.Parse(step, CultureInfo.InvariantCulture), evaluation) : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>The step that a picture's name tells; -1 where it tells none.</summary>
    internal static long StepOf(string file) =>
        long.TryParse(Path.GetFileNameWithoutExtension(file).Split('-')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out long step) ? step : -1;

    /// <summary>Builds the run's model and loads its weights.</summary>
    /// <param name="device">Where to put it.</param>
    /// <param name="checkpoint">Which weights; null takes the <see cref="Preferred"/>.</param>
    /// <exception cref="FigmentException">The preset is unknown to this version, or the weights are missing, damaged or of another model.</exception>
    public TModel LoadModel<TModel>(torch.Device device, Checkpoint? checkpoint = null)
        where TModel : TrainableModel
    {
        string file = FileOf(checkpoint ?? Preferred);
        if (!File.Exists(file))
        {
            throw new RunFolderException(checkpoint == Checkpoint.Best
                ? $"{Root} has no best.safetensors: its samples were never looked at while it trained. Take the last checkpoint instead."
                : $"{Root} has no model.safetensors: the training ended before the first was saved. Train again.");
        }

        TrainableModel model = CreateModel();
        try
        {
            if (model is not TModel wanted) throw new RunFolderException($"{Root} learned from {PrintableText.Of(Options.Kind.Name)}, so its model does not do what is asked for here.");
            model.LoadWeights(file);
            model.To(device);
            return wanted;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens what the run learned from: where it was when the run began, as it was asked for from the current folder, or beside the run and
    /// the folders above it, so that a project can be moved as a whole. Only the very same images are taken, by their SHA-256; their classes
    /// come in the order that the run recorded.
    /// </summary>
    /// <param name="named">Where a user says that it is now; null looks for it.</param>
    /// <param name="loading">Hears of a download and of the reading of pictures.</param>
    /// <param name="advice">What to do where it is not found, as the end of the error.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FigmentException">It is not there any more, or has changed; the message says where it was sought.</exception>
    public LearnedData OpenData(
        string? named = null, IProgress<DataProgress>? loading = null, string advice = UsualAdvice, CancellationToken cancellationToken = default) =>
        LearnedData.Open(this, named, advice, loading, cancellationToken);

    /// <summary>Whether something lies where <see cref="OpenData"/> looks; not whether it is what the run learned from.</summary>
    public bool IsDataThere => LearnedData.IsThere(this);

    /// <summary>Builds the run's model as it was before the first step, on the CPU.</summary>
    /// <exception cref="RunFolderException">The preset or its options are unknown to this version.</exception>
    /// <exception cref="FigmentException">The kind of data is unknown to this program.</exception>
    internal TrainableModel CreateModel()
    {
        DataDescription data = Options.Kind.Describe(Options.Data);
        try
        {
            ModelPreset preset = ModelCatalog.Find(Options.Preset);
            return preset.Create(preset.Read(Options.Model), data, new SeededRandom(Options.Training.Seed, Options.Randomness));
        }
        catch (OptionsException e)
        {
            throw new RunFolderException($"{Root} was made by another version of Figment, or its options.json was changed. {e.Message}", e);
        }
    }

    /// <summary>Replaces <c>options.json</c>, for a run that goes on with other options than it began with.</summary>
    /// <exception cref="RunFolderException">The folder cannot be written.</exception>
    internal RunFolder With(RunOptions options)
    {
        RunFolder changed = new(Root, options);
        Guard(changed.WriteOptions);
        return changed;
    }

    /// <summary>Removes what a writer that was killed left half done; whoever calls holds the lock.</summary>
    internal void RemoveRemains() => Guard(() =>
    {
        foreach (string file in Directory.EnumerateFiles(Root, "*.tmp", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
            if (AtomicFile.IsTemporary(file)) File.Delete(file);
    });

    /// <summary>Does something with the folder's files, and says what is wrong with the folder should it fail.</summary>
    internal void Guard(Action action) => Guard(Root, action);

    internal static void Guard(string path, Action action) => Guard(path, () =>
    {
        action();
        return true;
    });

    internal static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException(
                $"The run folder {path} cannot be written: {e.Message.TrimEnd('.')}. What was saved before is whole. Make room or permit writing, or choose another folder.", e);
        }
    }

    /// <summary>Claims the folder and writes <c>options.json</c>; false where another run was first, be it by a moment.</summary>
    private static bool TryCreate(string path, RunOptions options, [NotNullWhen(true)] out RunFolder? folder)
    {
        RunFolder created = new(path, options);
        bool isOurs = Guard(path, () =>
        {
            Directory.CreateDirectory(created.SamplesFolder);
            using RunLock? claim = RunLock.TryTake(path);
            if (claim is null || Is(path)) return false;
            created.WriteOptions();
            return true;
        });
        folder = isOurs ? created : null;
        return isOurs;
    }

    private void WriteOptions() => AtomicFile.Write(Path.Combine(Root, "options.json"), stream => stream.Write(Encoding.UTF8.GetBytes(RunOptionsJson.Write(Options))));

    private static RunFolderException NotEmpty(string path) =>
        new($"{path} exists and is not empty; nothing in it was touched. Choose another folder, or remove it first.");
}
