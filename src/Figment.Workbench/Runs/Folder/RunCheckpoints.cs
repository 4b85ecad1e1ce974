using System.Globalization;
using System.Text.Json;
using Figment.Models;
using Figment.Training;

namespace Figment.Runs;

/// <summary>What a checkpoint holds beside the model's state.</summary>
internal sealed record RunState
{
    /// <summary>Where the training stands.</summary>
    public required TrainingState Training { get; init; }

    /// <summary>How long <c>metrics.jsonl</c> was, bytes: what came later belongs to steps that a resumed run makes anew.</summary>
    public required long MetricsLength { get; init; }

    /// <summary>How often the run went back because of a number that was not finite.</summary>
    public int Rollbacks { get; init; }
}

/// <summary>The checkpoints of a run, in its folder <c>checkpoints</c>: all that is needed to go on, a file per step.</summary>
/// <param name="run">The run's folder.</param>
/// <param name="preset">The preset's name, kept in each file.</param>
public sealed class RunCheckpoints(string run, string preset)
{
    private const string Prefix = "step-", Suffix = ".safetensors";
    private readonly string folder = Path.Combine(run, "checkpoints");

    /// <summary>The steps that there are checkpoints of, the latest last.</summary>
    public IReadOnlyList<long> Steps => !Directory.Exists(folder) ? [] :
    [
        .. Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}")
            .Select(path => Path.GetFileName(path)[Prefix.Length..^Suffix.Length])
            .Select(text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long step) ? step : -1)
            .Where(step => step >= 0).Order(),
    ];

    /// <summary>The file of a step's checkpoint.</summary>
    public string FileOf(long step) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:D6}{Suffix}"));

    /// <summary>Saves a checkpoint; once it is safe on disk, those go that are neither it nor to be kept.</summary>
    /// <param name="model">The model, between two steps, all its numbers finite.</param>
    /// <param name="state">What to save beside it.</param>
    /// <param name="isKept">Which others to keep, by step.</param>
    /// <exception cref="IOException">The disk is full, or the folder is gone. What was there before is whole.</exception>
    internal void Save(TrainableModel model, RunState state, Func<long, bool> isKept)
    {
        Directory.CreateDirectory(folder);
        model.SaveState(FileOf(state.Training.Step), new Dictionary<string, string> { ["preset"] = preset, ["state"] = OptionsJson.WriteLine(state) });
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
            RunState state = OptionsJson.Read<RunState>(metadata.GetValueOrDefault("state") ?? throw new JsonException("it says nothing of the training"));
            if (state.Training.Step != step || state.MetricsLength < 0 || state.Training.Elapsed < TimeSpan.Zero || state.Training.RateFactor is not (> 0 and <= 1) || state.Rollbacks < 0)
                throw new JsonException("its counters are out of range");
            return state;
        }
        catch (JsonException e)
        {
            throw new FileFormatException($"{file} is no checkpoint of a training, or it is damaged: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>Removes checkpoints.</summary>
    internal void Remove(Func<long, bool> isRemoved)
    {
        foreach (long step in Steps.Where(isRemoved)) File.Delete(FileOf(step));
    }
}
