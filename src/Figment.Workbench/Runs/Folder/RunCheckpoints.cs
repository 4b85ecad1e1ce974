using System.Globalization;
using System.Text.Json;
using Figment.Models;

namespace Figment.Runs;

/// <summary>
/// The checkpoints of a run, in its folder <c>checkpoints</c>: everything needed to continue, one file per step.
/// </summary>
internal sealed class RunCheckpoints
{
    private const string Prefix = "step-",
        Suffix = ".safetensors";
    private readonly string folder,
        preset;
    private readonly DataKind kind;

    /// <summary>The checkpoints in a folder.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="preset">The preset's name, stored in each file.</param>
    /// <param name="kind">The kind of data that the run is trained on.</param>
    internal RunCheckpoints(string run, string preset, DataKind kind) =>
        (folder, this.preset, this.kind) = (Path.Combine(run, "checkpoints"), preset, kind);

    /// <summary>The steps with checkpoints, in ascending order.</summary>
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

    /// <summary>The checkpoint file of a step.</summary>
    public string FileOf(long step) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:D6}{Suffix}"));

    /// <summary>Saves a checkpoint, and once it is safely on disk, deletes older ones that need not be kept.</summary>
    /// <param name="model">The model, between two steps, with finite numbers only.</param>
    /// <param name="state">The state to save with the model.</param>
    /// <param name="isKept">Which other checkpoints to keep, by step.</param>
    /// <exception cref="IOException">The disk is full, or the folder is gone. Earlier checkpoints are intact.</exception>
    internal void Save(TrainableModel model, RunState state, Func<long, bool> isKept)
    {
        Directory.CreateDirectory(folder);
        Dictionary<string, string> metadata = new() { ["preset"] = preset, ["state"] = state.Write() };
        model.SaveState(FileOf(state.Training.Step), metadata);
        Remove(step => step != state.Training.Step && !isKept(step));
    }

    /// <summary>Loads a checkpoint into a model.</summary>
    /// <param name="model">A model as the run created it, with the run's precision.</param>
    /// <param name="step">One of <see cref="Steps"/>.</param>
    /// <exception cref="FileFormatException">The file is damaged, or belongs to another model.</exception>
    internal RunState Load(TrainableModel model, long step)
    {
        string file = FileOf(step);
        IReadOnlyDictionary<string, string> metadata = model.LoadState(file);
        try
        {
            string text = metadata.GetValueOrDefault("state") ?? throw new JsonException("the training state is missing");
            RunState state = RunState.Read(text, kind);
            return state.Training.Step == step ? state : throw new JsonException("its counters are out of range");
        }
        catch (JsonException e)
        {
            throw new FileFormatException(
                $"{file} is not a training checkpoint, or it is damaged: {JsonReason.Of(e, hasLines: false)}.",
                e
            );
        }
    }

    /// <summary>Loads the last checkpoint into a model; null if there is none.</summary>
    /// <exception cref="RunFolderException">
    /// The checkpoint is damaged, or belongs to another model; the message says what to do.
    /// </exception>
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
            string from = steps.Count > 1 ? $"continue from step {steps[^2]}" : "start from the first step";
            throw new RunFolderException($"{e.Message} Remove it to {from}.", e);
        }
    }

    /// <summary>Deletes checkpoints.</summary>
    internal void Remove(Func<long, bool> isRemoved)
    {
        foreach (long step in Steps.Where(isRemoved))
            File.Delete(FileOf(step));
    }
}
