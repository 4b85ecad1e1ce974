using System.CommandLine;
using Figment.Backend;
using Figment.Data;
using Figment.Models;
using Figment.Models.Images;
using Figment.Runs;
using Figment.Runs.Images;

namespace Figment.Cli.Terminal;

/// <summary>The trained model that a command works with: a run, one of its checkpoints, and the device.</summary>
internal sealed class RunChoice
{
    private readonly Argument<string?> run = new Argument<string?>("RUN")
    {
        HelpName = "RUN",
        Description = "The run's folder (default: the latest in runs/)",
        DefaultValueFactory = _ => null,
    }.NoOption();
    private readonly Option<Checkpoint?> which = EvaluationOptionsOfCommands.Which();
    private readonly Option<string> device = CommonOptions.Device();

    /// <summary>Adds the argument and the options to a command.</summary>
    internal void AddTo(Command command)
    {
        command.Arguments.Add(run);
        command.Options.Add(which);
        command.Options.Add(device);
    }

    /// <summary>Opens a run of images and loads its model.</summary>
    /// <exception cref="FigmentException">
    /// No such run exists, it was trained on another kind of data, or its model does not load.
    /// </exception>
    internal ChosenModel Open(ParseResult parsed)
    {
        ChosenRun chosen = Choose(parsed);
        RunOptions options = chosen.Folder.Options;
        options.Kind.Describe(options.Data); // fails for an unknown kind of data
        return chosen.Folder.IsOfImages()
            ? chosen.Load()
            : throw new FigmentException(
                $"{chosen.Folder.Root} was trained on {Words.Printable(options.Kind.Name)}, but '{Words.Command} "
                    + $"{parsed.CommandResult.Command.Name}' works only with runs trained on images."
            );
    }

    /// <summary>Opens the run.</summary>
    /// <exception cref="FigmentException">No such run or device exists.</exception>
    internal ChosenRun Choose(ParseResult parsed)
    {
        RunFolder folder = RunFolder.Open(parsed.GetValue(run) ?? LatestOr("name a run's folder"));
        return new ChosenRun(folder, parsed.GetValue(which) ?? folder.Preferred, parsed.GetValue(device)!);
    }

    /// <summary>The latest run in runs/.</summary>
    /// <param name="advice">The alternative to offer, for example <c>name a run's folder</c>.</param>
    /// <exception cref="FigmentException">There is no run.</exception>
    internal static string LatestOr(string advice) =>
        RunFolder.Latest("runs")
        ?? throw new FigmentException($"There is no run in runs/ yet. Train one with '{Words.Command} train', or {advice}.");
}

/// <summary>A run, and which of its weights to use.</summary>
internal sealed record ChosenRun(RunFolder Folder, Checkpoint Checkpoint, string Device)
{
    /// <summary>For example <c>runs/mine (best checkpoint, step 6500)</c>.</summary>
    internal string Name => $"{Folder.Root} ({Folder.Model.Describe(Checkpoint)})";

    /// <summary>Loads the model of a run of images.</summary>
    internal ChosenModel Load() => new(Folder, Load<ImageModel>(), Checkpoint);

    /// <summary>Loads the model.</summary>
    /// <exception cref="FigmentException">The model does not load, or is of another kind.</exception>
    internal TModel Load<TModel>()
        where TModel : TrainableModel => Folder.LoadModel<TModel>(ComputeDevice.Resolve(Device), Checkpoint);
}

/// <summary>A run's model, loaded.</summary>
internal sealed record ChosenModel(RunFolder Run, ImageModel Model, Checkpoint Checkpoint) : IDisposable
{
    /// <summary>The class names of the training data, by class number; empty without labels.</summary>
    internal IReadOnlyList<string> ClassNames => [.. Run.Options.Data.Classes.Select(entry => entry.Name)];

    /// <summary>The name of a class.</summary>
    internal string NameOf(long label) => label < ClassNames.Count ? ClassNames[(int)label] : Model.Table!.NameOf((int)label);

    /// <summary>For example <c>runs/mine (best checkpoint, step 6500)</c>.</summary>
    internal string Name => $"{Run.Root} ({Run.Model.Describe(Checkpoint)})";

    /// <summary>Checks that the model has an encoder.</summary>
    /// <param name="instead">What to do instead if the model has no encoder.</param>
    /// <exception cref="FigmentException">The model has no encoder; the message names the presets that have one.</exception>
    internal void RequireEncoder(string? instead = null)
    {
        if (Model is ILatentEncoder)
        {
            Model.Require("encoder", $"the latents of given {Model.Items} cannot be found");
            return;
        }

        string[] able = PresetsOf<ILatentEncoder>();
        throw new FigmentException(
            $"The model of {Run.Root} ({Run.Options.Preset}) has no encoder, so it cannot find the latents of given "
                + $"{Run.Options.Kind.Name}. "
                + (
                    able.Length > 0
                        ? $"These presets have an encoder: {string.Join(", ", able)}. "
                        : "A variational autoencoder has an encoder. "
                )
                + (instead ?? $"With this model, '{Words.Command} project' searches for the latents.")
        );
    }

    /// <summary>Checks that the model can start from a given image with noise added, as a flow can.</summary>
    /// <exception cref="FigmentException">The model cannot; the message names the presets that can.</exception>
    internal IFlowSampler RequireFlow()
    {
        if (Model is IFlowSampler flow)
            return flow;
        string[] able = PresetsOf<IFlowSampler>();
        throw new FigmentException(
            $"The model of {Run.Root} ({Run.Options.Preset}) makes images in a single step, but editing needs a model "
                + "that goes from noise to image in many steps, such as a flow. "
                + (able.Length > 0 ? $"Train one: '{Words.Command} train {able[0]}'. " : "")
                + $"With this model, '{Words.Command} project' finds the image closest to yours that the model can make."
        );
    }

    public void Dispose() => Model.Dispose();

    /// <summary>The presets for this kind of data that have a given ability.</summary>
    private string[] PresetsOf<TAbility>() => [.. ModelCatalog.Presets.Where(Can<TAbility>).Select(preset => preset.Name)];

    private bool Can<TAbility>(ModelPreset preset)
    {
        try
        {
            DataDescription data = Run.Options.Kind.Describe(Run.Options.Data);
            using TrainableModel model = preset.Create(preset.OptionsFor(data), data, new SeededRandom(0));
            return model is TAbility;
        }
        catch (FigmentException)
        {
            return false; // it does not take images of this shape
        }
    }
}
