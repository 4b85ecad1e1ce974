using System.Globalization;
using System.Text.Json;
using Figment.Backend;
using Figment.Data;
using Figment.Evaluation;
using Figment.Formats;
using Figment.Models;
using TorchSharp;

namespace Figment.Runs;

/// <summary>The model of a run: as it was before the first step, and with the weights that the run's folder holds.</summary>
internal sealed class RunModel(RunFolder run)
{
    /// <summary>Builds the run's model as it was before the first step, on the CPU.</summary>
    /// <exception cref="RunFolderException">The preset or its options are unknown to this version.</exception>
    /// <exception cref="FigmentException">The kind of data is unknown to this program.</exception>
    internal TrainableModel Create()
    {
        DataDescription data = run.Options.Kind.Describe(run.Options.Data);
        try
        {
            ModelPreset preset = ModelCatalog.Find(run.Options.Preset).OfRun(run.Options.Model);
            SeededRandom random = new(run.Options.Training.Seed, run.Options.Randomness);
            return preset.Create(preset.OptionsFor(data), data, random);
        }
        catch (OptionsException e)
        {
            throw new RunFolderException(
                $"{run.Root} was made by another version of Figment, or its options.json was changed. {e.Message}",
                e
            );
        }
    }

    /// <summary>Builds the model and loads its weights.</summary>
    /// <param name="device">Where to put it.</param>
    /// <param name="checkpoint">Which weights; null takes the <see cref="RunFolder.Preferred"/>.</param>
    /// <exception cref="FigmentException">
    /// The preset is unknown to this version, or the weights are missing, damaged or of another model.
    /// </exception>
    internal TModel Load<TModel>(torch.Device device, Checkpoint? checkpoint)
        where TModel : TrainableModel
    {
        string file = run.FileOf(checkpoint ?? run.Preferred);
        if (!File.Exists(file))
        {
            throw new RunFolderException(
                checkpoint == Checkpoint.Best
                    ? $"{run.Root} has no best.safetensors: its samples were never looked at while it trained. "
                        + "Take the last checkpoint instead."
                    : $"{run.Root} has no model.safetensors: the training ended before the first was saved. Train again."
            );
        }

        TrainableModel model = Create();
        try
        {
            if (model is not TModel wanted)
                throw OfOther();
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
    /// Builds the model and loads all that a checkpoint holds of it, the networks that generation does without included; on the
    /// CPU.
    /// </summary>
    /// <param name="step">One of the steps of <see cref="RunFolder.Checkpoints"/>.</param>
    /// <exception cref="FigmentException">
    /// The preset is unknown to this version, or the checkpoint is damaged or of another model.
    /// </exception>
    internal TModel LoadWhole<TModel>(long step)
        where TModel : TrainableModel
    {
        TrainableModel model = Create();
        try
        {
            if (model is not TModel wanted)
                throw OfOther();
            string precision = ComputePrecision.Here(run.Options.Environment.Precision, torch.CPU);
            wanted.ComputeIn(ComputePrecision.Use(precision, torch.CPU)); // as it was saved
            run.Checkpoints.Load(wanted, step);
            return wanted;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Saves the networks for generation, replacing what was there once the new file is whole.</summary>
    /// <param name="model">The model.</param>
    /// <param name="checkpoint">As which.</param>
    /// <param name="step">Steps done.</param>
    /// <param name="evaluation">What its samples are like, where they were looked at.</param>
    /// <exception cref="RunFolderException">The folder cannot be written.</exception>
    internal void Save(TrainableModel model, Checkpoint checkpoint, long step, ISampleEvaluation? evaluation = null)
    {
        Dictionary<string, string> metadata = new()
        {
            ["figment"] = run.Options.Environment.Figment,
            ["preset"] = run.Options.Preset,
            ["step"] = step.ToString(CultureInfo.InvariantCulture),
        };
        if (evaluation is not null)
            metadata["evaluation"] = OptionsJson.WriteLine<object>(evaluation);
        RunStorage.Write(run.Root, () => model.SaveWeights(run.FileOf(checkpoint), metadata));
    }

    /// <summary>A checkpoint in words, for instance <c>best checkpoint, step 6500</c>.</summary>
    internal string Describe(Checkpoint checkpoint)
    {
        string name = checkpoint == Checkpoint.Best ? "best checkpoint" : "last checkpoint";
        IReadOnlyDictionary<string, string> metadata = SafeTensorsFile.ReadMetadata(run.FileOf(checkpoint));
        return metadata.TryGetValue("step", out string? step) ? $"{name}, step {step}" : name;
    }

    private RunFolderException OfOther() =>
        new(
            $"{run.Root} learned from {PrintableText.Of(run.Options.Kind.Name)}, so its model does not do what is asked for here."
        );

    /// <summary>
    /// When the samples were best, by the file that was saved then; null where there is none, or an older version wrote it.
    /// </summary>
    internal JudgedStep? ReadBest()
    {
        if (!File.Exists(run.BestModelFile))
            return null;
        IReadOnlyDictionary<string, string> metadata = SafeTensorsFile.ReadMetadata(run.BestModelFile);
        try
        {
            if (!metadata.TryGetValue("evaluation", out string? text))
                return null;
            if (!metadata.TryGetValue("step", out string? step))
                return null;
            using JsonDocument json = JsonDocument.Parse(text);
            return run.Options.Kind.ReadEvaluation(json.RootElement) is ISampleEvaluation evaluation
                ? new JudgedStep(long.Parse(step, CultureInfo.InvariantCulture), evaluation)
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException)
        {
            return null;
        }
    }
}
