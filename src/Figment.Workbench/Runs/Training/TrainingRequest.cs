using System.ComponentModel.DataAnnotations;
using Figment.Backend;
using Figment.Data;
using Figment.Diagnosis;
using Figment.Models;
using Figment.Training;

namespace Figment.Runs;

/// <summary>What to train and where to put it.</summary>
public sealed record TrainingRequest : IValidatableObject
{
    /// <summary>The preset.</summary>
    public required ModelPreset Preset { get; init; }

    /// <summary>The model's options; null takes those of the preset for the data.</summary>
    public ModelOptions? Model { get; init; }

    /// <summary>
    /// The folder of a run whose weights the model begins with wherever they fit; <see cref="RunOrigin.PresetOf"/> tells the
    /// preset for it. Null begins with random ones.
    /// </summary>
    public string? From { get; init; }

    /// <summary>
    /// How many layers stay as they are in <see cref="From"/>, counted from the one that sees the data first: of a GAN's
    /// discriminator (S. Mo et al., "Freeze the Discriminator", 2020), a flow's way down, an encoder, a language model's
    /// blocks. 0 to 64; how many a model has depends on its options.
    /// </summary>
    [Range(0, 64, ErrorMessage = "The number of frozen layers must be between 0 and 64.")]
    public int Freeze { get; init; }

    /// <summary>The loop's options.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>
    /// Whether fewer items per step than <see cref="TrainingOptions.BatchSize"/> says will do where they would take too much
    /// memory (<see cref="StepForecast"/>): where nobody named a number. What is taken is recorded with the run.
    /// </summary>
    public bool MayLowerBatch { get; init; }

    /// <summary>Bytes that the process could have; null asks the system.</summary>
    internal long? Memory { get; init; }

    /// <summary>
    /// The name of a data set, or a path: of which kind of data says <see cref="DataKinds.Of"/>. Where nobody says it, the
    /// preset's (<see cref="ModelPreset.Data"/>).
    /// </summary>
    public string Data
    {
        get => field ?? Preset.Data;
        init;
    }

    /// <summary>How the data is read, such as what the pictures of a folder become; null decides by the data.</summary>
    public IDataOptions? Reading { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary><c>fp32</c>, <c>tf32</c> (on a GPU), <c>bf16</c>, or <c>auto</c> (<see cref="AutoPrecision"/>).</summary>
    public string Precision { get; init; } = "auto";

    /// <summary>Threads to compute with, 1 to 1,024; null leaves it to libtorch, which takes one per core.</summary>
    [Range(1, 1024, ErrorMessage = "The number of threads must be between 1 and 1024.")]
    public int? Threads { get; init; }

    /// <summary>The run's folder; null makes a new one below <see cref="RunsFolder"/>.</summary>
    public string? Folder { get; init; }

    /// <summary>Where new runs are kept.</summary>
    public string RunsFolder { get; init; } = "runs";

    /// <summary>
    /// What the samples are judged with while training
    /// (<see cref="DataKind.OpenJudge(string, Dataset, TorchSharp.torch.Device, long)"/>); <c>none</c> leaves them unjudged.
    /// </summary>
    public string Features { get; init; } = TrainingRun.AutoFeatures;

    /// <summary>
    /// Where classifiers are kept that are trained to judge samples of labelled data, each once, in at most a tenth of the time;
    /// null trains none.
    /// </summary>
    public string? JudgesFolder { get; init; }

    /// <summary>Verdicts that end the training.</summary>
    public IReadOnlyList<VerdictKind> StopOn { get; init; } = [];

    /// <summary>What happens when a loss, a gradient or a weight is no longer a finite number.</summary>
    public NotFiniteAction OnNotFinite { get; init; }

    /// <summary>The logs to keep for other programs in the run's folder, of those in <see cref="RunLogKinds.Names"/>.</summary>
    public IReadOnlyList<string> Logs { get; init; } = [];

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (!ComputeDevice.IsKnown(Device))
            yield return new ValidationResult(ComputeDevice.ExplainUnknown(Device));
        if (Freeze > 0 && From is null)
        {
            yield return new BrokenRule(
                null,
                OptionSentence.Of(
                    $"{new OptionName(nameof(Freeze), Freeze)} keeps layers as another run left them, so it needs "
                        + $"{new OptionName(nameof(From))}."
                )
            );
        }

        if (!ComputePrecision.Names.Contains(Precision))
            yield return new ValidationResult(ComputePrecision.ExplainUnknown(Precision));
        if (Features == TrainingRun.NoFeatures && StopOn.Contains(VerdictKind.ModeCollapse))
        {
            yield return new BrokenRule(
                null,
                OptionSentence.Of(
                    $"A collapse is only seen where samples are looked at: {new OptionName(nameof(StopOn), "collapse")} does "
                        + $"not go with {new OptionName(nameof(Features), Features)}."
                )
            );
        }

        foreach (BrokenRule problem in RunLogKinds.Problems(Logs))
            yield return problem;
    }
}
