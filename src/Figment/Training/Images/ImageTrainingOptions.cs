using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Figment.Data;
using Figment.Data.Images;

namespace Figment.Training.Images;

/// <summary>How the training loop runs with images: how images are changed each time they are seen.</summary>
public sealed record ImageTrainingOptions : TrainingOptions
{
    /// <summary>Creates the default options.</summary>
    public ImageTrainingOptions() { }

    /// <summary>Adds the options for images to general training options.</summary>
    /// <param name="options">The options to copy.</param>
    public ImageTrainingOptions(TrainingOptions options)
        : base(options) { }

    /// <summary>
    /// Whether each image is mirrored horizontally, with probability 1/2, each time it is seen. Use it for data in which mirrored
    /// images are equally valid.
    /// </summary>
    [JsonPropertyOrder(1)]
    public bool Flip { get; init; }

    /// <summary>
    /// The largest number of pixels by which each image is shifted at random each time it is seen; its edge is repeated. 0 to 64,
    /// and less than half of the image; 0 does not shift.
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
