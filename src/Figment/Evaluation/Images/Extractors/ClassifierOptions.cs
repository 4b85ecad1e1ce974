using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Figment.Evaluation.Images;

/// <summary>How a classifier is trained.</summary>
internal sealed record ClassifierOptions
{
    /// <summary>How many times each image is shown. 1 to 1,000.</summary>
    [Range(1, 1000, ErrorMessage = "The number of epochs must be between 1 and 1000; 10 to 30 is usual.")]
    public int Epochs { get; init; } = 10;

    /// <summary>The number of images per step. 2 to 65,536.</summary>
    [Range(2, 65536, ErrorMessage = "The batch size must be between 2 and 65536; 32 to 256 is usual.")]
    public int BatchSize { get; init; } = 128;

    /// <summary>
    /// AdamW's highest learning rate, reached after the first tenth of the steps; it then falls to 0 along a cosine. Above 0, at
    /// most 1.
    /// </summary>
    [Range(1e-8, 1.0, ErrorMessage = "The learning rate must be above 0 and at most 1; 0.001 to 0.005 is usual.")]
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>AdamW's decoupled weight decay. 0 to 1.</summary>
    [Range(0.0, 1.0, ErrorMessage = "The weight decay must be between 0 and 1.")]
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>The largest rotation of images in degrees, either way. 0 to 45.</summary>
    [Range(0.0, 45.0, ErrorMessage = "The rotation must be between 0 and 45 degrees.")]
    public double Rotation { get; init; } = 8;

    /// <summary>The largest enlargement or reduction of images, as a share of their size. 0 to 0.5.</summary>
    [Range(0.0, 0.5, ErrorMessage = "The scaling must be between 0 and 0.5.")]
    public double Scaling { get; init; } = 0.08;

    /// <summary>The largest shift of images, as a share of their size, in any direction. 0 to 0.5.</summary>
    [Range(0.0, 0.5, ErrorMessage = "The shift must be between 0 and 0.5 times the size.")]
    public double Shift { get; init; } = 0.07;

    /// <summary>
    /// The largest vertical shift, as a share of the size; null uses the value of <see cref="Shift"/>. 0 to 0.5.
    /// </summary>
    [Range(0.0, 0.5, ErrorMessage = "The vertical shift must be between 0 and 0.5 times the size.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ShiftUp { get; init; }

    /// <summary>
    /// The largest change in the brightness of everything that is not black, as a share of the range. 0 to 0.5.
    /// </summary>
    [Range(0.0, 0.5, ErrorMessage = "The change in brightness must be between 0 and 0.5 times the range.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Level { get; init; }

    /// <summary>Whether half of the images, chosen at random, are mirrored; this suits clothes but not digits.</summary>
    public bool Mirror { get; init; }

    /// <summary>
    /// Whether the network first halves the size of larger images, which cuts the time to a quarter but makes the network
    /// slightly less accurate.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Quick { get; init; }

    /// <summary>The seed of every random number; any value.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// Options for pictures of sounds: a sound that starts slightly earlier or later, or is slightly louder, still counts as the
    /// same sound, but one that is higher, faster or reversed does not.
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
