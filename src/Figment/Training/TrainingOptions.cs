using System.ComponentModel.DataAnnotations;
using Figment.Data;
using Figment.Models;

namespace Figment.Training;

/// <summary>How the loop runs, whatever the model; data of some kinds has options of its own beside these.</summary>
public record TrainingOptions : IValidatableObject
{
    /// <summary>How long to train. 1 to 1,000,000,000 steps, or 0.1 seconds to 30 days.</summary>
    public TrainingLength Length { get; init; } = TrainingLength.OfSteps(ModelPreset.UsualSteps);

    /// <summary>Items of the data per step. 2 to 65,536: batch normalisation needs at least two.</summary>
    [Range(2, 65536, ErrorMessage = "The batch size must be between 2 and 65536; 32 to 256 is usual.")]
    public int BatchSize { get; init; } = 128;

    /// <summary>
    /// Pieces that each batch is learned from in, one after the other, with one update for all (gradient accumulation): a large
    /// batch then takes the memory of a piece. 1 to 1,024; 1 takes it at once. What a model computes from several items, batch
    /// normalisation's statistics among them, it computes from each piece.
    /// </summary>
    [Range(1, 1024, ErrorMessage = "The number of pieces per batch must be between 1 and 1024.")]
    public int Accumulate { get; init; } = 1;

    /// <summary>Decides every random number of the run. Any value.</summary>
    public long Seed { get; init; }

    /// <summary>Steps between two reports of the losses, which are averages over those steps. 1 to 1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "The report interval must be between 1 and 1000000 steps.")]
    public int ReportEvery { get; init; } = 10;

    /// <summary>
    /// Steps between two looks at samples; null makes about twenty over the whole run. 1 to 1,000,000,000.
    /// </summary>
    [Range(1, 1_000_000_000, ErrorMessage = "The sample interval must be between 1 and 1000000000 steps.")]
    public int? SampleEvery { get; init; }

    /// <summary>Samples in each of these looks; always of the same latents. 1 to 1,024.</summary>
    [Range(1, 1024, ErrorMessage = "The number of samples must be between 1 and 1024.")]
    public int SampleCount { get; init; } = 16;

    /// <summary>Steps between two checkpoints; null makes one about every minute. 1 to 1,000,000,000.</summary>
    [Range(1, 1_000_000_000, ErrorMessage = "The checkpoint interval must be between 1 and 1000000000 steps.")]
    public int? CheckpointEvery { get; init; }

    /// <summary>
    /// Checkpoints at multiples of this many steps are made and kept; of the others only the last is. Null keeps no others. 1 to
    /// 1,000,000,000.
    /// </summary>
    [Range(1, 1_000_000_000, ErrorMessage = "The interval of checkpoints to keep must be between 1 and 1000000000 steps.")]
    public int? KeepEvery { get; init; }

    /// <summary>What is known of the training before it begins.</summary>
    internal TrainingPlan Plan =>
        new()
        {
            Seconds = Length.Time?.TotalSeconds,
            Steps = Length.Steps,
            BatchSize = BatchSize,
        };

    /// <summary>
    /// How the items of a batch are changed before a model learns from them; null where they are left as they are.
    /// </summary>
    /// <param name="data">The data.</param>
    /// <exception cref="OptionsException">Such a change does not go with the data.</exception>
    public virtual IBatchChange? ChangeOf(DataDescription data) => null;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Length is null || Length.Steps is < 1 or > 1_000_000_000)
            yield return new ValidationResult("The number of steps must be between 1 and 1000000000; the tutorial takes 10000.");
        if (Length?.Time is TimeSpan time && (time < TimeSpan.FromSeconds(0.1) || time > TimeSpan.FromDays(30)))
            yield return new ValidationResult("The training time must be between 0.1 seconds and 30 days.");
    }
}
