using System.Globalization;
using System.Text;
using System.Text.Json;
using Figment.Backend;
using Figment.Formats;
using Figment.Models;
using TorchSharp;

namespace Figment.Runs;

/// <summary>A run on disk. What stands in it is whole at any moment.</summary>
public sealed class RunFolder
{
    private RunFolder(string path, RunOptions options)
    {
        Root = path;
        Options = options;
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>What the run was made with.</summary>
    public RunOptions Options { get; }

    /// <summary>The networks for generation.</summary>
    public string ModelFile => Path.Combine(Root, "model.safetensors");

    /// <summary>One JSON object per report.</summary>
    public string MetricsFile => Path.Combine(Root, "metrics.jsonl");

    /// <summary>Pictures of the same latents as training went on.</summary>
    public string SamplesFolder => Path.Combine(Root, "samples");

    /// <summary>The pictures as an animation.</summary>
    public string AnimationFile => Path.Combine(Root, "training.gif");

    /// <summary>The measures as curves.</summary>
    public string ChartFile => Path.Combine(Root, "losses.png");

    /// <summary>Every picture of the samples, in the order of training.</summary>
    public IReadOnlyList<string> SampleFiles => Directory.Exists(SamplesFolder)
        ? [.. Directory.EnumerateFiles(SamplesFolder, "step-*.png").OrderBy(path => path.Length).ThenBy(path => path, StringComparer.Ordinal)]
        : [];

    /// <summary>A folder name that says what it holds and is not taken: <c>mnist-classic-20261123-154500</c>.</summary>
    /// <param name="parent">Where runs are kept.</param>
    /// <param name="data">The data set's name.</param>
    /// <param name="preset">The preset's name.</param>
    /// <param name="now">The time, local.</param>
    public static string NewName(string parent, string data, string preset, DateTimeOffset now)
    {
        string path = Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $"{data}-{preset}-{now:yyyyMMdd-HHmmss}"));
        return Enumerable.Range(2, int.MaxValue - 2).Select(i => $"{path}-{i}").Prepend(path).First(candidate => !Path.Exists(candidate));
    }

    /// <summary>Makes a new folder with <c>options.json</c> in it.</summary>
    /// <param name="path">A folder that does not exist, or is empty.</param>
    /// <param name="options">What the run is made with.</param>
    /// <exception cref="RunFolderException">The folder holds something already, or cannot be written.</exception>
    public static RunFolder Create(string path, RunOptions options)
    {
        EnsureFree(path);
        RunFolder folder = new(path, options);
        folder.Guard(() =>
        {
            Directory.CreateDirectory(folder.SamplesFolder);
            AtomicFile.Write(Path.Combine(path, "options.json"), stream => stream.Write(Encoding.UTF8.GetBytes(OptionsJson.Write(options))));
        });
        return folder;
    }

    /// <summary>Checks that a new run may use a folder, before the work begins.</summary>
    /// <exception cref="RunFolderException">It holds something already, or is a file.</exception>
    public static void EnsureFree(string path)
    {
        if (File.Exists(path))
            throw new RunFolderException($"{path} is a file, and a run needs a folder. Choose another with --out.");
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new RunFolderException($"{path} exists and is not empty; nothing in it was touched. Choose another folder with --out, or remove it first.");
    }

    /// <summary>Opens the folder of a run.</summary>
    /// <exception cref="RunFolderException">It is not the folder of a run.</exception>
    public static RunFolder Open(string path)
    {
        string file = Path.Combine(path, "options.json");
        if (!File.Exists(file))
            throw new RunFolderException($"{path} is not the folder of a run: it has no options.json. Give the folder that 'figment train' named at its end.");
        try
        {
            return new RunFolder(path, OptionsJson.Read<RunOptions>(File.ReadAllText(file)));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException($"{file} does not read: {e.Message}", e);
        }
    }

    /// <summary>The most recent run below a folder, or null.</summary>
    public static string? Latest(string parent) => !Directory.Exists(parent) ? null : Directory.EnumerateDirectories(parent)
        .Where(folder => File.Exists(Path.Combine(folder, "options.json")))
        .MaxBy(folder => File.GetLastWriteTimeUtc(Path.Combine(folder, "options.json")));

    /// <summary>Saves the networks for generation, replacing what was there once the new file is whole.</summary>
    /// <exception cref="RunFolderException">The folder cannot be written.</exception>
    public void SaveModel(GenerativeModel model) => Guard(() => model.SaveWeights(ModelFile, new Dictionary<string, string>
    {
        ["figment"] = Options.Environment.Figment,
        ["preset"] = Options.Preset,
    }));

    /// <summary>Builds the run's model and loads its weights.</summary>
    /// <param name="device">Where to put it.</param>
    /// <exception cref="FigmentException">The preset is unknown to this version, or the weights are missing, damaged or of another model.</exception>
    public GenerativeModel LoadModel(torch.Device device)
    {
        if (!File.Exists(ModelFile))
            throw new RunFolderException($"{Root} has no model.safetensors: the training ended before the first was saved. Train again.");
        ModelPreset preset = ModelCatalog.Find(Options.Preset);
        GenerativeModel model = preset.Create(preset.WithChanges(Options.Model), Options.Data.Shape, new SeededRandom(Options.Training.Seed));
        try
        {
            model.LoadWeights(ModelFile);
            return model.To(device);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Does something with the folder's files, and says what is wrong with the folder should it fail.</summary>
    internal void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException(
                $"The run folder {Root} cannot be written: {e.Message.TrimEnd('.')}. What was saved before is whole. Make room or permit writing, or choose another folder with --out.", e);
        }
    }
}
