using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Figment.Audio;
using Figment.Data.Images;

namespace Figment.Data.Sounds;

/// <summary>How recordings become sounds of one length and rate.</summary>
public sealed record SoundOptions : IDataOptions
{
    /// <summary>
    /// Samples a second, 4,000 to 96,000 Hz; null takes the rate that most recordings have, at most 48,000 Hz. Of an array, which
    /// does not say it, it is the rate that it has.
    /// </summary>
    [Range(
        4_000,
        96_000,
        ErrorMessage = "The rate must be between 4000 and 96000 Hz; 16000 is usual for speech, 44100 for music."
    )]
    public int? Rate { get; init; }

    /// <summary>How long a sound is, in seconds, 0.05 to 4; null takes what nine of ten recordings need.</summary>
    [Range(0.05, 4.0, ErrorMessage = "The length must be between 0.05 and 4 seconds.")]
    public double? Length { get; init; }

    /// <summary>Which part of a longer recording is taken, and where a shorter one stands.</summary>
    public SoundAlignment Align { get; init; }

    /// <summary>Whether silence before and after a sound stays; otherwise it is cut off.</summary>
    public bool KeepSilence { get; init; }

    /// <summary>Whether each sound stays as loud as it is; otherwise its loudest sample is brought to 0.9.</summary>
    public bool KeepLoudness { get; init; }

    /// <summary>Whether two channels stay two; otherwise all are mixed to one.</summary>
    public bool Stereo { get; init; }

    /// <summary>Whether recordings that cannot be read are left out, which is said; otherwise they are an error.</summary>
    public bool SkipBroken { get; init; }

    /// <summary>
    /// Whether recordings without a sound in them stay too, since they are judged and not learned from; otherwise they are left
    /// out, which is said.
    /// </summary>
    internal bool KeepSilent { get; init; }

    /// <summary>
    /// Whether symbolic links inside a folder are followed, each folder once; otherwise they are passed over, which is said.
    /// </summary>
    public bool FollowLinks { get; init; }

    /// <summary>
    /// The columns of the labels file that are labels, apart by commas; of several, each combination of values is a class. Null
    /// takes the one that is known by its name.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Labels { get; init; }

    /// <summary>Which columns are labels.</summary>
    internal LabelChoice Choice => LabelChoice.Of(Labels) ?? new LabelChoice(One: true);

    /// <summary>These, for other recordings that shall become sounds of a shape, cut in the same way.</summary>
    internal SoundOptions To(SoundShape shape) =>
        this with
        {
            Rate = shape.Rate,
            Stereo = shape.Channels == 2,
            Length = Length ?? Math.Min(SoundPlan.Longest, shape.Seconds),
        };

    /// <summary>All of them, by name, for a sentence about what they go with.</summary>
    internal static OptionSentence InSentence { get; } =
        OptionSentence.Of(
            $"{new OptionName(nameof(Rate))}, {new OptionName(nameof(Length))}, {new OptionName(nameof(Align))}, "
                + $"{new OptionName(nameof(KeepSilence))}, {new OptionName(nameof(KeepLoudness))}, "
                + $"{new OptionName(nameof(Stereo))}, {new OptionName(nameof(Labels))}, "
                + $"{new OptionName(nameof(SkipBroken))} and {new OptionName(nameof(FollowLinks))}"
        );
}

/// <summary>Which part of a recording a sound is.</summary>
public enum SoundAlignment
{
    /// <summary>From where it begins to sound.</summary>
    Onset,

    /// <summary>From the beginning of the recording.</summary>
    Start,

    /// <summary>The middle.</summary>
    Centre,
}
