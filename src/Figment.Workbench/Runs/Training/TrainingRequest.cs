using System.ComponentModel.DataAnnotations;
using Figment.Backend;
using Figment.Data;
using Figment.Diagnosis;
using Figment.Models;
using Figment.Training;

namespace Figment.Runs;

/// <summary>What to train, and where to store it.</summary>
public sealed record TrainingRequest : IValidatableObject
{
    /// <summary>The preset.</summary>
    public required ModelPreset Preset { get; init; }

    /// <summary>The model's options; null uses the preset's options for the data.</summary>
    public ModelOptions? Model { get; init; }

    /// <summary>
    /// The folder of a run whose weights the model starts with wherever they fit; <see cref="RunOrigin.PresetOf"/> gives the
    /// preset for it. If null, the model starts with random weights.
    /// </summary>
    public string? From { get; init; }

    /// <summary>
    /// The number of layers that keep their weights from <see cref="From"/> unchanged, counted from the layer that reads the
    /// data. These are layers of a GAN's discriminator (S. Mo et al., "Freeze the Discriminator", 2020), of the downward path of
    /// a flow's network, or of an encoder, or blocks of a language model. From 0 to 64; the number of layers depends on the
    /// model's options.
    /// </summary>
    [Range(0, 64, ErrorMessage = "The number of frozen layers must be between 0 and 64.")]
    public int Freeze { get; init; }

    /// <summary>The training loop's options.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>
    /// Whether the batch may become smaller than <see cref="TrainingOptions.BatchSize"/> if it would take too much memory (<see
    /// cref="StepForecast"/>); meant for a batch size that the user did not choose. The run records the actual size.
    /// </summary>
    public bool MayLowerBatch { get; init; }

    /// <summary>The memory in bytes that the process can have; null asks the system.</summary>
    internal long? Memory { get; init; }

    /// <summary>
    /// The name of a data set, or a path; <see cref="DataKinds.Of"/> finds its kind. The default is the preset's data (<see
    /// cref="ModelPreset.Data"/>).
    /// </summary>
    public string Data
    {
        get => field ?? Preset.Data;
        init;
    }

    /// <summary>How to read the data, such as the size of a folder's pictures; null lets the data decide.</summary>
    public IDataOptions? Reading { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c>, or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary><c>fp32</c>, <c>tf32</c> (on a GPU), <c>bf16</c>, or <c>auto</c> (<see cref="AutoPrecision"/>).</summary>
    public string Precision { get; init; } = "auto";

    /// <summary>The number of threads, from 1 to 1,024; null uses libtorch's default of one per core.</summary>
    [Range(1, 1024, ErrorMessage = "The number of threads must be between 1 and 1024.")]
    public int? Threads { get; init; }

    /// <summary>The run's folder; null creates a new one in <see cref="RunsFolder"/>.</summary>
    public string? Folder { get; init; }

    /// <summary>The folder for new runs.</summary>
    public string RunsFolder { get; init; } = "runs";

    /// <summary>
    /// What judges the samples during training (<see cref="DataKind.OpenJudge(string, Dataset, TorchSharp.torch.Device,
    /// long)"/>); <c>none</c> does not judge them.
    /// </summary>
    public string Features { get; init; } = TrainingRun.AutoFeatures;

    /// <summary>
    /// The folder for the classifiers that judge samples of labelled data. Each is trained only once, in at most a tenth of the
    /// training time. Null trains none.
    /// </summary>
    public string? JudgesFolder { get; init; }

    /// <summary>The verdicts that end the training.</summary>
    public IReadOnlyList<VerdictKind> StopOn { get; init; } = [];

    /// <summary>What happens when a loss, a gradient, or a weight becomes NaN or infinite.</summary>
    public NotFiniteAction OnNotFinite { get; init; }

    /// <summary>The logs to keep in the run's folder for other programs, chosen from <see cref="RunLogKinds.Names"/>.</summary>
    public IReadOnlyList<string> Logs { get; init; } = [];

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (!ComputeDevice.IsKnown(Device))
            yield return new BrokenRule(null, ComputeDevice.ExplainUnknown(Device));
        if (Freeze > 0 && From is null)
        {
            yield return new BrokenRule(
                null,
                OptionSentence.Of(
                    $"{new OptionName(nameof(Freeze), Freeze)} keeps layers of another run, so it needs "
                        + $"{new OptionName(nameof(From))}."
                )
            );
        }

        if (!ComputePrecision.Names.Contains(Precision))
            yield return new BrokenRule(null, ComputePrecision.ExplainUnknown(Precision));
        if (Features == TrainingRun.NoFeatures && StopOn.Contains(VerdictKind.ModeCollapse))
        {
            yield return new BrokenRule(
                null,
                OptionSentence.Of(
                    $"A collapse can only be detected if samples are judged: "
                        + $"{new OptionName(nameof(StopOn), "collapse")} does not work with "
                        + $"{new OptionName(nameof(Features), Features)}."
                )
            );
        }

        foreach (BrokenRule problem in RunLogKinds.Problems(Logs))
            yield return problem;
    }
}
