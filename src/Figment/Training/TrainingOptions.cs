using System.ComponentModel.DataAnnotations;

namespace Figment.Training;

/// <summary>How the loop runs, whatever the model.</summary>
public sealed record TrainingOptions : IValidatableObject
{
    /// <summary>How long to train. 1 to 1,000,000,000 steps, or 0.1 seconds to 30 days.</summary>
    public TrainingLength Length { get; init; } = TrainingLength.OfSteps(10_000);

    /// <summary>Images per step. 2 to 65,536: batch normalisation needs at least two.</summary>
    [Range(2, 65536, ErrorMessage = "The batch size must be between 2 and 65536; 32 to 256 is usual.")]
    public int BatchSize { get; init; } = 128;

    /// <summary>Decides every random number of the run. Any value.</summary>
    public long Seed { get; init; }

    /// <summary>Steps between two reports of the losses, which are averages over those steps. 1 to 1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "The report interval must be between 1 and 1000000 steps.")]
    public int ReportEvery { get; init; } = 10;

    /// <summary>
    /// Steps between two pictures of the samples; null makes about twenty over the whole run. 1 to 1,000,000,000.
    /// </summary>
    [Range(1, 1_000_000_000, ErrorMessage = "The sample interval must be between 1 and 1000000000 steps.")]
    public int? SampleEvery { get; init; }

    /// <summary>Images in each picture of the samples; always of the same latents. 1 to 1,024.</summary>
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

    /// <summary>Whether half of the images are mirrored, left for right, at random and at each sight anew; for data where mirrored images are as right.</summary>
    public bool Flip { get; init; }

    /// <summary>
    /// Pixels by which each image is moved at most, at random and at each sight anew, its edge repeated. 0 to 64, and less than half of the image; 0
    /// leaves images where they are.
    /// </summary>
    [Range(0, 64, ErrorMessage = "The shift must be between 0 and 64 pixels; an eighth of the image is usual.")]
    public int Shift { get; init; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Length is null || Length.Steps is < 1 or > 1_000_000_000)
            yield return new ValidationResult("The number of steps must be between 1 and 1000000000; the tutorial takes 10000.");
        if (Length?.Time is TimeSpan time && (time < TimeSpan.FromSeconds(0.1) || time > TimeSpan.FromDays(30)))
            yield return new ValidationResult("The training time must be between 0.1 seconds and 30 days.");
    }
}
