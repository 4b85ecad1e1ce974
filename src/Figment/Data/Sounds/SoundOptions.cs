using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Figment.Audio;
using Figment.Data.Images;

namespace Figment.Data.Sounds;

/// <summary>How recordings become sounds of one length and rate.</summary>
public sealed record SoundOptions : IDataOptions
{
    /// <summary>
    /// The sample rate, 4,000 to 96,000 Hz. Null uses the rate of most recordings, at most 48,000 Hz. For an array, which does
    /// not state its rate, this is the rate of the array.
    /// </summary>
    [Range(
        4_000,
        96_000,
        ErrorMessage = "The rate must be between 4000 and 96000 Hz; 16000 is usual for speech, 44100 for music."
    )]
    public int? Rate { get; init; }

    /// <summary>
    /// The length of a sound in seconds, 0.05 to 4. Null uses the length that is enough for nine out of ten recordings.
    /// </summary>
    [Range(0.05, 4.0, ErrorMessage = "The length must be between 0.05 and 4 seconds.")]
    public double? Length { get; init; }

    /// <summary>Which part of a longer recording is used, and where a shorter one is placed.</summary>
    public SoundAlignment Align { get; init; }

    /// <summary>Whether silence before and after a sound is kept; otherwise it is cut off.</summary>
    public bool KeepSilence { get; init; }

    /// <summary>Whether each sound keeps its loudness; otherwise it is scaled to a peak of 0.9.</summary>
    public bool KeepLoudness { get; init; }

    /// <summary>Whether two channels are kept; otherwise all channels are mixed into one.</summary>
    public bool Stereo { get; init; }

    /// <summary>Whether unreadable recordings are left out and reported; otherwise they are an error.</summary>
    public bool SkipBroken { get; init; }

    /// <summary>
    /// Whether silent recordings are kept too, because they are evaluated and not learned from; otherwise they are left out and
    /// reported.
    /// </summary>
    internal bool KeepSilent { get; init; }

    /// <summary>
    /// Whether symbolic links inside a folder are followed; each linked folder is then read only once. Otherwise, links are
    /// skipped and reported.
    /// </summary>
    public bool FollowLinks { get; init; }

    /// <summary>
    /// The columns of the labels file that are labels, separated by commas. With several columns, each combination of values is a
    /// class. Null uses the column that has a recognised name.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Labels { get; init; }

    /// <summary>The choice of label columns.</summary>
    internal LabelChoice Choice => LabelChoice.Of(Labels) ?? new LabelChoice(One: true);

    /// <summary>These options adapted to other recordings, which get the given shape and are cut in the same way.</summary>
    internal SoundOptions To(SoundShape shape) =>
        this with
        {
            Rate = shape.Rate,
            Stereo = shape.Channels == 2,
            Length = Length ?? Math.Min(SoundPlan.Longest, shape.Seconds),
        };

    /// <summary>The names of all options in this record, for messages about what the options apply to.</summary>
    internal static OptionSentence InSentence { get; } =
        OptionSentence.Of(
            $"{new OptionName(nameof(Rate))}, {new OptionName(nameof(Length))}, {new OptionName(nameof(Align))}, "
                + $"{new OptionName(nameof(KeepSilence))}, {new OptionName(nameof(KeepLoudness))}, "
                + $"{new OptionName(nameof(Stereo))}, {new OptionName(nameof(Labels))}, "
                + $"{new OptionName(nameof(SkipBroken))} and {new OptionName(nameof(FollowLinks))}"
        );
}

/// <summary>The part of a recording from which a sound is cut.</summary>
public enum SoundAlignment
{
    /// <summary>From the point where the recording becomes audible.</summary>
    Onset,

    /// <summary>From the beginning of the recording.</summary>
    Start,

    /// <summary>The middle of the recording.</summary>
    Centre,
}
