using System.ComponentModel.DataAnnotations;
using Figment.Data;
using Figment.Models;

namespace Figment.Training;

/// <summary>How the training loop runs for every model; some kinds of data add options of their own.</summary>
public record TrainingOptions : IValidatableObject
{
    /// <summary>The length of training. 1 to 1,000,000,000 steps, or 0.1 seconds to 30 days.</summary>
    public TrainingLength Length { get; init; } = TrainingLength.OfSteps(ModelPreset.UsualSteps);

    /// <summary>The number of items per step. 2 to 65,536: batch normalisation needs at least two.</summary>
    [Range(2, 65536, ErrorMessage = "The batch size must be between 2 and 65536; 32 to 256 is usual.")]
    public int BatchSize { get; init; } = 128;

    /// <summary>
    /// The number of pieces into which each batch is split (gradient accumulation). The model learns from the pieces one after
    /// another and updates its weights once, so a large batch needs only the memory of one piece. 1 to 1,024; 1 does not split.
    /// Anything that a model computes over several items, such as the statistics of batch normalisation, is computed separately
    /// for each piece.
    /// </summary>
    [Range(1, 1024, ErrorMessage = "The number of pieces per batch must be between 1 and 1024.")]
    public int Accumulate { get; init; } = 1;

    /// <summary>The seed of every random number in the run; any value.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// The number of steps from one report of the losses to the next; losses are averaged over these steps. 1 to 1,000,000.
    /// </summary>
    [Range(1, 1_000_000, ErrorMessage = "The report interval must be between 1 and 1000000 steps.")]
    public int ReportEvery { get; init; } = 10;

    /// <summary>
    /// The number of steps from one set of samples to the next; null for about twenty sets over the whole run. 1 to
    /// 1,000,000,000.
    /// </summary>
    [Range(1, 1_000_000_000, ErrorMessage = "The sample interval must be between 1 and 1000000000 steps.")]
    public int? SampleEvery { get; init; }

    /// <summary>The number of samples in each set; the latents are always the same. 1 to 1,024.</summary>
    [Range(1, 1024, ErrorMessage = "The number of samples must be between 1 and 1024.")]
    public int SampleCount { get; init; } = 16;

    /// <summary>
    /// The number of steps from one checkpoint to the next; null for about one checkpoint per minute. 1 to 1,000,000,000.
    /// </summary>
    [Range(1, 1_000_000_000, ErrorMessage = "The checkpoint interval must be between 1 and 1000000000 steps.")]
    public int? CheckpointEvery { get; init; }

    /// <summary>
    /// Checkpoints at multiples of this number of steps are kept; of the others, only the last one is kept. Null keeps only the
    /// last one. 1 to 1,000,000,000.
    /// </summary>
    [Range(1, 1_000_000_000, ErrorMessage = "The interval between kept checkpoints must be between 1 and 1000000000 steps.")]
    public int? KeepEvery { get; init; }

    /// <summary>What is known about training before it begins.</summary>
    internal TrainingPlan Plan =>
        new()
        {
            Seconds = Length.Time?.TotalSeconds,
            Steps = Length.Steps,
            BatchSize = BatchSize,
        };

    /// <summary>Returns the change to make to the items of a batch before a model learns from them; null for no change.</summary>
    /// <param name="data">A description of the data.</param>
    /// <exception cref="OptionsException">The change does not fit the data.</exception>
    public virtual IBatchChange? ChangeOf(DataDescription data) => null;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Length is null || Length.Steps is < 1 or > 1_000_000_000)
            yield return new BrokenRule(null, "The number of steps must be between 1 and 1000000000; the tutorial uses 10000.");
        if (Length?.Time is TimeSpan time && (time < TimeSpan.FromSeconds(0.1) || time > TimeSpan.FromDays(30)))
            yield return new BrokenRule(null, "The training time must be between 0.1 seconds and 30 days.");
    }
}
