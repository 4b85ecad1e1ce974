using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Evaluation.Images;

/// <summary>What a classifier learned from, how, and how well; stored in its file.</summary>
internal sealed record ClassifierCard : IValidatableObject
{
    /// <summary>The name of the data set.</summary>
    public required string Data { get; init; }

    /// <summary>The SHA-256 over the pixels and labels that it learned from, in hexadecimal.</summary>
    public required string DataSha256 { get; init; }

    /// <summary>The shape of every image.</summary>
    public required ImageShape Shape { get; init; }

    /// <summary>The classes, in the order of its outputs; 2 to 256.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>The share of the <see cref="TestCount"/> held-out images that it classified correctly, 0 to 1.</summary>
    public required double TestAccuracy { get; init; }

    /// <summary>The number of images on which the accuracy was measured.</summary>
    public required int TestCount { get; init; }

    /// <summary>
    /// The amount of training that the classifier received as the judge of a training run (<see cref="JudgeShelf"/>); null if it
    /// was not trained for that purpose.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JudgeEffort? Effort { get; init; }

    /// <summary>How it was trained.</summary>
    public required ClassifierOptions Training { get; init; }

    /// <summary>What the images stand for if they are not pictures themselves; otherwise null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PictureForm? Form { get; init; }

    /// <summary>The version of Figment.</summary>
    public required string Figment { get; init; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (ClassNames.Count is < 2 or > 256)
            yield return new BrokenRule(null, $"It names {ClassNames.Count} classes.");
        if (!(TestAccuracy is >= 0 and <= 1) || TestCount < 0)
            yield return new BrokenRule(null, $"It claims to be right about {TestAccuracy} of {TestCount} images.");
        if (Effort is { Guessing: not (>= 0 and <= 1) } or { Images: < 0 } or { Planned: < 0 })
            yield return new BrokenRule(null, "Its training options are not valid.");
        if (Shape is not { Channels: 1 or 3, Height: >= 1 and <= 4096, Width: >= 1 and <= 4096 })
            yield return new BrokenRule(null, $"It claims images of {Shape}.");
    }
}
