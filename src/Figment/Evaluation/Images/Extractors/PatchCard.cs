using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Evaluation.Images;

/// <summary>What a <see cref="PatchExtractor"/> was made from; stored in its file.</summary>
internal sealed record PatchCard : IValidatableObject
{
    /// <summary>The name of the data set.</summary>
    public required string Data { get; init; }

    /// <summary>The SHA-256 over its pixels and labels, in hexadecimal; the labels were not used.</summary>
    public required string DataSha256 { get; init; }

    /// <summary>The shape of every image.</summary>
    public required ImageShape Shape { get; init; }

    /// <summary>What the images stand for if they are not pictures themselves; otherwise null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PictureForm? Form { get; init; }

    /// <summary>The version of Figment.</summary>
    public required string Figment { get; init; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (
            Shape
            is not { Channels: 1 or 3, Height: >= PatchExtractor.Side and <= 4096, Width: >= PatchExtractor.Side and <= 4096 }
        )
            yield return new BrokenRule(null, $"It claims images of {Shape}.");
    }
}
