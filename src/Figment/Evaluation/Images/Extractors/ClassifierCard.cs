using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Evaluation.Images;

/// <summary>What a classifier learned from, how, and how well: kept in its file.</summary>
internal sealed record ClassifierCard : IValidatableObject
{
    /// <summary>The data set's name.</summary>
    public required string Data { get; init; }

    /// <summary>Over pixels and labels that it learned from.</summary>
    public required string DataSha256 { get; init; }

    /// <summary>The shape of every image.</summary>
    public required ImageShape Shape { get; init; }

    /// <summary>The classes, in the order of its outputs; 2 to 256.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>
    /// The share of images that it classified rightly among <see cref="TestCount"/> that it had not learned from.
    /// </summary>
    public required double TestAccuracy { get; init; }

    /// <summary>Images that the accuracy was measured on.</summary>
    public required int TestCount { get; init; }

    /// <summary>Of a judge that was trained for a training (<see cref="JudgeShelf"/>): for how long; null of others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JudgeEffort? Effort { get; init; }

    /// <summary>How it was trained.</summary>
    public required ClassifierOptions Training { get; init; }

    /// <summary>What the images are where they are no pictures themselves; null of pictures.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PictureForm? Form { get; init; }

    /// <summary>Figment's version.</summary>
    public required string Figment { get; init; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (ClassNames.Count is < 2 or > 256)
            yield return new ValidationResult($"It names {ClassNames.Count} classes.");
        if (!(TestAccuracy is >= 0 and <= 1) || TestCount < 0)
            yield return new ValidationResult($"It would be right about {TestAccuracy} of {TestCount} images.");
        if (Effort is { Guessing: not (>= 0 and <= 1) } or { Images: < 0 } or { Planned: < 0 })
            yield return new ValidationResult("What it says of its training cannot be.");
        if (Shape is not { Channels: 1 or 3, Height: >= 1 and <= 4096, Width: >= 1 and <= 4096 })
            yield return new ValidationResult($"Its images would be {Shape}.");
    }
}
