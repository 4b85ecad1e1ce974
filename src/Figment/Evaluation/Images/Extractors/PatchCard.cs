using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Evaluation.Images;

/// <summary>What a <see cref="PatchExtractor"/> was made of: kept in its file.</summary>
internal sealed record PatchCard : IValidatableObject
{
    /// <summary>The data set's name.</summary>
    public required string Data { get; init; }

    /// <summary>Over its pixels and labels, of which the latter were not looked at.</summary>
    public required string DataSha256 { get; init; }

    /// <summary>The shape of every image.</summary>
    public required ImageShape Shape { get; init; }

    /// <summary>What the images are where they are no pictures themselves; null of pictures.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PictureForm? Form { get; init; }

    /// <summary>Figment's version.</summary>
    public required string Figment { get; init; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (
            Shape
            is not { Channels: 1 or 3, Height: >= PatchExtractor.Side and <= 4096, Width: >= PatchExtractor.Side and <= 4096 }
        )
            yield return new ValidationResult($"Its images would be {Shape}.");
    }
}
