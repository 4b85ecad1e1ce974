using System.Text.Json.Serialization;
using Figment.Models;

namespace Figment.Runs;

/// <summary>The run whose weights another one began with.</summary>
public sealed class RunOrigin
{
    [JsonConstructor]
    internal RunOrigin(string run, long step, ModelStart weights, IReadOnlyList<string>? frozen = null) =>
        (Run, Step, Weights, Frozen) = (run, step, weights, frozen ?? []);

    /// <summary>Its folder, as it was named.</summary>
    public string Run { get; }

    /// <summary>Its steps by then; 0 where its folder had no checkpoint any more, and only what it makes samples with.</summary>
    public long Step { get; }

    /// <summary>What was taken over.</summary>
    public ModelStart Weights { get; }

    /// <summary>The layers that stay as they were taken over, by name, the one that sees the data first.</summary>
    public IReadOnlyList<string> Frozen { get; }

    /// <summary>The preset of a run, for one that begins from it.</summary>
    /// <param name="run">The folder of the run.</param>
    /// <param name="preset">The name of the preset that is wanted; null takes the run's.</param>
    /// <exception cref="FigmentException">It is no run, or one of another preset.</exception>
    public static ModelPreset PresetOf(string run, string? preset = null)
    {
        RunOptions options = Open(run, preset).Options;
        return ModelCatalog.Find(options.Preset).BegunFrom(options.Model);
    }

    /// <summary>Opens the run.</summary>
    /// <inheritdoc cref="PresetOf"/>
    internal static RunFolder Open(string run, string? preset)
    {
        RunFolder folder = RunFolder.Open(run);
        string its = folder.Options.Preset;
        return preset is null || preset == its
            ? folder
            : throw new FigmentException(
                $"{run} is a run of {its}, and a model of {preset} has other networks. "
                    + $"Omit the preset, or begin from a run of {preset}."
            );
    }

    /// <summary>Gives a model the weights that a run has now, and freezes layers of it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="model">A model that has not begun to learn, in float32.</param>
    /// <param name="classNames">The classes that it will learn, by class number; of several labels, their values.</param>
    /// <param name="freeze">How many layers stay as they are then, counted from the one that sees the data first.</param>
    /// <exception cref="FigmentException">
    /// The run has no weights, or none that fit, or not those of a layer that is to be frozen; or the model has not so many
    /// layers.
    /// </exception>
    internal static RunOrigin Begin(RunFolder run, TrainableModel model, IReadOnlyList<string> classNames, int freeze)
    {
        StartClasses classes = StartClasses.ByName(
            run.Options.Kind.Describe(run.Options.Data).Conditions ?? [.. run.Options.Data.Classes.Select(entry => entry.Name)],
            classNames
        );
        long step = run.Checkpoints.Steps is [.., long latest] ? latest : 0;
        string file = step > 0 ? run.Checkpoints.FileOf(step) : run.ModelFile;
        if (!File.Exists(file))
        {
            throw new RunFolderException(
                $"{run.Root} has neither a checkpoint nor model.safetensors: its training ended before the first was saved. "
                    + "Name another run."
            );
        }

        using TrainableModel source = run.Model.Create();
        ModelStart weights = ModelStart.Take(model, source, file, classes);
        model.Freeze(freeze);
        string[] frozen = [.. model.Frozen.Select(layer => layer.Name)];
        bool IsRandom(string layer) => weights.Anew.Any(tensor => tensor.StartsWith(layer + ".", StringComparison.Ordinal));
        string[] random = [.. frozen.Where(IsRandom)];
        return random.Length == 0
            ? new RunOrigin(run.Root, step, weights, frozen)
            : throw new FigmentException(
                OptionSentence.Of(
                    $"The layers {string.Join(", ", random)} cannot be frozen: the weights of {run.Root} do not fit there, so "
                        + $"they begin anew and must learn. Train at the size of that run, or omit "
                        + $"{new OptionName(nameof(TrainingRequest.Freeze))}."
                )
            );
    }
}
