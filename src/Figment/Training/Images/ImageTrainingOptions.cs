using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Figment.Data;
using Figment.Data.Images;

namespace Figment.Training.Images;

/// <summary>How the loop runs with images: what is done to them each time they are seen.</summary>
public sealed record ImageTrainingOptions : TrainingOptions
{
    /// <summary>The options' values unless told otherwise.</summary>
    public ImageTrainingOptions() { }

    /// <summary>Options for any kind of data, for images.</summary>
    /// <param name="options">What to take over.</param>
    public ImageTrainingOptions(TrainingOptions options)
        : base(options) { }

    /// <summary>
    /// Whether half of the images are mirrored, left for right, at random each time they are seen; for data where mirrored images
    /// are as right.
    /// </summary>
    [JsonPropertyOrder(1)]
    public bool Flip { get; init; }

    /// <summary>
    /// Pixels by which each image is moved at most, at random each time it is seen, its edge repeated. 0 to 64, and less than
    /// half of the image; 0 leaves images where they are.
    /// </summary>
    [JsonPropertyOrder(1)]
    [Range(0, 64, ErrorMessage = "The shift must be between 0 and 64 pixels; an eighth of the image is usual.")]
    public int Shift { get; init; }

    /// <inheritdoc/>
    public override IBatchChange? ChangeOf(DataDescription data)
    {
        BatchAugmentation augmentation = new(Flip, Shift);
        augmentation.ThrowIfTooMuch(ImageDescription.Of(data).Shape);
        return Flip || Shift > 0 ? augmentation : null;
    }
}
