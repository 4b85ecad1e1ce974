using System.Text.Json.Serialization;
using Figment.Models;

namespace Figment.Runs;

/// <summary>The run from which another run took its initial weights.</summary>
public sealed class RunOrigin
{
    [JsonConstructor]
    internal RunOrigin(string run, long step, ModelStart weights, IReadOnlyList<string>? frozen = null) =>
        (Run, Step, Weights, Frozen) = (run, step, weights, frozen ?? []);

    /// <summary>Its folder, as the user named it.</summary>
    public string Run { get; }

    /// <summary>
    /// Its number of steps at that time; 0 if its folder had only the networks for generation and no checkpoint.
    /// </summary>
    public long Step { get; }

    /// <summary>What was taken over.</summary>
    public ModelStart Weights { get; }

    /// <summary>The names of the frozen layers, starting with the one that reads the data.</summary>
    public IReadOnlyList<string> Frozen { get; }

    /// <summary>The preset for a run that starts from the given run.</summary>
    /// <param name="run">The folder of the run.</param>
    /// <param name="preset">The name of the requested preset; null uses the run's.</param>
    /// <exception cref="FigmentException">The folder is not the folder of a run, or the run has another preset.</exception>
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
                $"{run} is a run of the preset {its}, but the preset {preset} has different networks. Omit the preset, or start "
                    + $"from a run of {preset}."
            );
    }

    /// <summary>Loads the current weights of a run into a model, and freezes layers of the model.</summary>
    /// <param name="run">The run.</param>
    /// <param name="model">An untrained model, in float32.</param>
    /// <param name="classNames">The classes that it will learn, by class number; for several labels, their values.</param>
    /// <param name="freeze">The number of layers to freeze, counted from the one that reads the data.</param>
    /// <exception cref="FigmentException">
    /// The run has no weights, no weights that fit, or no weights for a layer to freeze; or the model has fewer layers than are
    /// to be frozen.
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
                $"{run.Root} has neither a checkpoint nor model.safetensors: its training ended before the first checkpoint was "
                    + $"saved. Name another run."
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
                    $"The layers {string.Join(", ", random)} cannot be frozen: the weights of {run.Root} do not fit them, so "
                        + $"these layers start with random weights and must be trained. Train with the same image size as that "
                        + $"run, or omit {new OptionName(nameof(TrainingRequest.Freeze))}."
                )
            );
    }
}
