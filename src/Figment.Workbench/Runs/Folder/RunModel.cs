using System.Globalization;
using System.Text.Json;
using Figment.Backend;
using Figment.Data;
using Figment.Evaluation;
using Figment.Formats;
using Figment.Models;
using TorchSharp;

namespace Figment.Runs;

/// <summary>Builds the model of a run: untrained, or with the weights from the run's folder.</summary>
internal sealed class RunModel(RunFolder run)
{
    /// <summary>Builds the run's model as it was before the first step, on the CPU.</summary>
    /// <exception cref="RunFolderException">This version does not know the preset or its options.</exception>
    /// <exception cref="FigmentException">This program does not know the kind of data.</exception>
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
                $"{run.Root} was made by another version of Figment, or its options.json was changed. "
                    + $"{OptionSentence.Reason(e)}.",
                e
            );
        }
    }

    /// <summary>Builds the model and loads its weights.</summary>
    /// <param name="device">The device of the model.</param>
    /// <param name="checkpoint">The weights to load; null loads the <see cref="RunFolder.Preferred"/> ones.</param>
    /// <exception cref="FigmentException">
    /// This version does not know the preset, or the weights are missing, are damaged, or belong to another model.
    /// </exception>
    internal TModel Load<TModel>(torch.Device device, Checkpoint? checkpoint)
        where TModel : TrainableModel
    {
        string file = run.FileOf(checkpoint ?? run.Preferred);
        if (!File.Exists(file))
        {
            throw new RunFolderException(
                checkpoint == Checkpoint.Best
                    ? OptionSentence.Of(
                        $"{run.Root} has no best.safetensors: its samples were not judged during training. Use the last "
                            + $"checkpoint instead."
                    )
                    : OptionSentence.Of(
                        $"{run.Root} has no model.safetensors: the training ended before the model was saved for the first time. "
                            + $"Train again."
                    )
            );
        }

        TrainableModel model = Create();
        try
        {
            if (model is not TModel wanted)
                throw OfOther();
            model.IsSamplerOnly = run.Options.OpenedFrom is not null;
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
    /// Builds the model and loads everything in a checkpoint, including the networks that generation does not need; on the CPU.
    /// </summary>
    /// <param name="step">One of the steps of <see cref="RunFolder.Checkpoints"/>.</param>
    /// <exception cref="FigmentException">
    /// This version does not know the preset, or the checkpoint is damaged or belongs to another model.
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

    /// <summary>Saves the networks for generation; the existing file is replaced only once the new one is complete.</summary>
    /// <param name="model">The model.</param>
    /// <param name="checkpoint">Which of the two files to write.</param>
    /// <param name="step">The number of steps done.</param>
    /// <param name="evaluation">The evaluation of its samples, if they were judged.</param>
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

    /// <summary>A checkpoint in words, for example <c>best checkpoint, step 6500</c>.</summary>
    internal string Describe(Checkpoint checkpoint)
    {
        string name = checkpoint == Checkpoint.Best ? "best checkpoint" : "last checkpoint";
        IReadOnlyDictionary<string, string> metadata = SafeTensorsFile.ReadMetadata(run.FileOf(checkpoint));
        return metadata.TryGetValue("step", out string? step) ? $"{name}, step {step}" : name;
    }

    private RunFolderException OfOther() =>
        new($"{run.Root} was trained on {PrintableText.Of(run.Options.Kind.Name)}, so its model cannot be used here.");

    /// <summary>
    /// The step with the best samples, from the file saved at that step; null if there is no file, or an older version wrote it.
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
