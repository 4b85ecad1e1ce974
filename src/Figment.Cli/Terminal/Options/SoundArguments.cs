using System.CommandLine;
using Figment.Data.Sounds;

namespace Figment.Cli.Terminal;

/// <summary>What a folder's recordings become: options that several commands take.</summary>
/// <param name="shared">Those that pictures have too.</param>
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
        "Samples a second (default: what most recordings have, at most 48000; required for an array, which does not contain it)"
    );

    private readonly Option<double?> length = CommonOptions.Number(
        "--length",
        "SECONDS",
        "How long each is, 0.05 to 4 seconds (default: what nine of ten need)"
    );

    private readonly Option<string> align = new Option<string>("--align")
    {
        Description = "Take each from where it begins to sound, from the recording's start, or its middle",
        HelpName = "onset|start|centre",
        DefaultValueFactory = _ => "onset",
    }.AcceptOnlyFromAmong([.. Alignments.Keys]);

    private readonly Option<bool> keepSilence = new("--keep-silence") { Description = "Keep the silence before and after each" };
    private readonly Option<bool> keepLoudness = new("--keep-loudness") { Description = "Keep each as loud as it is" };
    private readonly Option<bool> stereo = new("--stereo") { Description = "Keep two channels instead of mixing them" };

    /// <summary>The options that pictures have not.</summary>
    internal IReadOnlyList<Option> Options => [rate, length, align, keepSilence, keepLoudness, stereo];

    /// <summary>What was asked for; null where nothing was.</summary>
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
