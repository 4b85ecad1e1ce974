using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Figment.Evaluation.Images;

/// <summary>How a classifier is trained.</summary>
internal sealed record ClassifierOptions
{
    /// <summary>How often every image is shown. 1 to 1,000.</summary>
    [Range(1, 1000, ErrorMessage = "The number of epochs must be between 1 and 1000; 10 to 30 is usual.")]
    public int Epochs { get; init; } = 10;

    /// <summary>Images per step. 2 to 65,536.</summary>
    [Range(2, 65536, ErrorMessage = "The batch size must be between 2 and 65536; 32 to 256 is usual.")]
    public int BatchSize { get; init; } = 128;

    /// <summary>
    /// AdamW's largest step size; it rises to it over the first tenth and falls to 0 along a cosine. Above 0, at most 1.
    /// </summary>
    [Range(1e-8, 1.0, ErrorMessage = "The learning rate must be above 0 and at most 1; 0.001 to 0.005 is usual.")]
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>AdamW's decoupled weight decay. 0 to 1.</summary>
    [Range(0.0, 1.0, ErrorMessage = "The weight decay must be between 0 and 1.")]
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>Images are turned by up to this many degrees, either way. 0 to 45.</summary>
    [Range(0.0, 45.0, ErrorMessage = "The rotation must be between 0 and 45 degrees.")]
    public double Rotation { get; init; } = 8;

    /// <summary>Images are enlarged or shrunk by up to this share. 0 to 0.5.</summary>
    [Range(0.0, 0.5, ErrorMessage = "The scaling must be between 0 and 0.5.")]
    public double Scaling { get; init; } = 0.08;

    /// <summary>Images are shifted by up to this share of their size, either way. 0 to 0.5.</summary>
    [Range(0.0, 0.5, ErrorMessage = "The shift must be between 0 and 0.5 of the size.")]
    public double Shift { get; init; } = 0.07;

    /// <summary>The same up and down; null as <see cref="Shift"/>. 0 to 0.5.</summary>
    [Range(0.0, 0.5, ErrorMessage = "The shift up and down must be between 0 and 0.5 of the size.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ShiftUp { get; init; }

    /// <summary>What is not black becomes lighter or darker by up to this share of the range. 0 to 0.5.</summary>
    [Range(0.0, 0.5, ErrorMessage = "The change of level must be between 0 and 0.5 of the range.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Level { get; init; }

    /// <summary>Whether half of the images are mirrored, which suits clothes and not digits.</summary>
    public bool Mirror { get; init; }

    /// <summary>
    /// Whether the network halves larger images at once, which takes a quarter of the time and sees a little less.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Quick { get; init; }

    /// <summary>Decides every random number. Any value.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// For pictures of sounds: what comes a little sooner or later, or is a little louder, is the same sound, but not what is
    /// higher, faster or turned round.
    /// </summary>
    internal static ClassifierOptions OfSounds { get; } =
        new()
        {
            Rotation = 0,
            Scaling = 0,
            Shift = 0.06,
            ShiftUp = 0.01,
            Level = 0.05,
        };
}
