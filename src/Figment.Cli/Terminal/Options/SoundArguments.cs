using System.CommandLine;
using Figment.Data.Sounds;

namespace Figment.Cli.Terminal;

/// <summary>How the recordings of a folder are prepared: options that several commands share.</summary>
/// <param name="shared">The options that pictures and sounds share.</param>
internal sealed class SoundArguments(PictureArguments shared)
{
    private static readonly Dictionary<string, SoundAlignment> Alignments = new()
    {
        ["onset"] = SoundAlignment.Onset,
        ["start"] = SoundAlignment.Start,
        ["centre"] = SoundAlignment.Centre,
    };

    private readonly Option<int?> rate = CommonOptions.Positive(
        "--rate",
        "Samples per second (default: the most common rate among the recordings, at most 48000; required for an array, which "
            + "does not store its rate)"
    );

    private readonly Option<double?> length = CommonOptions.Number(
        "--length",
        "SECONDS",
        "The length of each sound, 0.05 to 4 seconds (default: long enough for nine out of ten recordings)"
    );

    private readonly Option<string> align = new Option<string>("--align")
    {
        Description =
            "Cut each sound from the point where it becomes audible, from the start of the recording, or around its middle",
        HelpName = "onset|start|centre",
        DefaultValueFactory = _ => "onset",
    }.AcceptOnlyFromAmong([.. Alignments.Keys]);

    private readonly Option<bool> keepSilence = new("--keep-silence")
    {
        Description = "Keep the silence before and after each sound",
    };
    private readonly Option<bool> keepLoudness = new("--keep-loudness") { Description = "Keep the loudness of each sound" };
    private readonly Option<bool> stereo = new("--stereo") { Description = "Keep two channels instead of mixing them" };

    /// <summary>The options that pictures do not have.</summary>
    internal IReadOnlyList<Option> Options => [rate, length, align, keepSilence, keepLoudness, stereo];

    /// <summary>The options that were given; null if none were.</summary>
    internal SoundOptions? Read(ParseResult parsed)
    {
        SoundOptions options = new()
        {
            Rate = parsed.GetValue(rate),
            Length = parsed.GetValue(length),
            Align = Alignments[parsed.GetValue(align)!],
            KeepSilence = parsed.GetValue(keepSilence),
            KeepLoudness = parsed.GetValue(keepLoudness),
            Stereo = parsed.GetValue(stereo),
            Labels = parsed.GetValue(shared.Labels),
            SkipBroken = parsed.GetValue(shared.SkipBroken),
            FollowLinks = parsed.GetValue(shared.FollowLinks),
        };
        return options == new SoundOptions() ? null : options;
    }
}
