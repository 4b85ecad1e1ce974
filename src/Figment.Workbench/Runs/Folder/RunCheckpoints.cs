using System.Globalization;
using System.Text.Json;
using Figment.Models;

namespace Figment.Runs;

/// <summary>The checkpoints of a run, in its folder <c>checkpoints</c>: all that is needed to go on, a file per step.</summary>
internal sealed class RunCheckpoints
{
    private const string Prefix = "step-",
        Suffix = ".safetensors";
    private readonly string folder,
        preset;
    private readonly DataKind kind;

    /// <summary>Those in a folder.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="preset">The preset's name, kept in each file.</param>
    /// <param name="kind">The kind of data that the run learns from.</param>
    internal RunCheckpoints(string run, string preset, DataKind kind) =>
        (folder, this.preset, this.kind) = (Path.Combine(run, "checkpoints"), preset, kind);

    /// <summary>The steps that there are checkpoints of, the latest last.</summary>
    public IReadOnlyList<long> Steps =>
        !Directory.Exists(folder)
            ? []
            :
            [
                .. Directory
                    .EnumerateFiles(folder, $"{Prefix}*{Suffix}")
                    .Select(path => Path.GetFileName(path)[Prefix.Length..^Suffix.Length])
                    .Select(text =>
                        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long step) ? step : -1
                    )
                    .Where(step => step >= 0)
                    .Order(),
            ];

    /// <summary>The file of a step's checkpoint.</summary>
    public string FileOf(long step) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:D6}{Suffix}"));

    /// <summary>Saves a checkpoint; once it is safe on disk, those go that are neither it nor to be kept.</summary>
    /// <param name="model">The model, between two steps, all its numbers finite.</param>
    /// <param name="state">What to save beside it.</param>
    /// <param name="isKept">Which others to keep, by step.</param>
    /// <exception cref="IOException">The disk is full, or the folder is gone. What was there before is whole.</exception>
    internal void Save(TrainableModel model, RunState state, Func<long, bool> isKept)
    {
        Directory.CreateDirectory(folder);
        Dictionary<string, string> metadata = new() { ["preset"] = preset, ["state"] = state.Write() };
        model.SaveState(FileOf(state.Training.Step), metadata);
        Remove(step => step != state.Training.Step && !isKept(step));
    }

    /// <summary>Gives a model the state of a checkpoint.</summary>
    /// <param name="model">A model as the run made it, with the run's precision.</param>
    /// <param name="step">One of <see cref="Steps"/>.</param>
    /// <exception cref="FileFormatException">The file is damaged, or of another model.</exception>
    internal RunState Load(TrainableModel model, long step)
    {
        string file = FileOf(step);
        IReadOnlyDictionary<string, string> metadata = model.LoadState(file);
        try
        {
            string text = metadata.GetValueOrDefault("state") ?? throw new JsonException("it says nothing of the training");
            RunState state = RunState.Read(text, kind);
            return state.Training.Step == step ? state : throw new JsonException("its counters are out of range");
        }
        catch (JsonException e)
        {
            throw new FileFormatException(
                $"{file} is no checkpoint of a training, or it is damaged: {JsonReason.Of(e, hasLines: false)}.",
                e
            );
        }
    }

    /// <summary>Gives a model the state of the last checkpoint; null where there is none.</summary>
    /// <exception cref="RunFolderException">It is damaged, or of another model; the message says the way out.</exception>
    internal RunState? LoadLast(TrainableModel model)
    {
        IReadOnlyList<long> steps = Steps;
        if (steps.Count == 0)
            return null;
        try
        {
            return Load(model, steps[^1]);
        }
        catch (FileFormatException e)
        {
            string from = steps.Count > 1 ? $"go on from step {steps[^2]}" : "begin from the first step";
            throw new RunFolderException($"{e.Message} Remove it to {from}.", e);
        }
    }

    /// <summary>Removes checkpoints.</summary>
    internal void Remove(Func<long, bool> isRemoved)
    {
        foreach (long step in Steps.Where(isRemoved))
            File.Delete(FileOf(step));
    }
}
