using System.CommandLine;
using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Cli.Terminal;

/// <summary>What a folder's pictures become: options that several commands take.</summary>
internal sealed class PictureArguments
{
    private static readonly Dictionary<string, PictureFit> Fits = new() { ["crop"] = PictureFit.Crop, ["pad"] = PictureFit.Pad, ["stretch"] = PictureFit.Stretch };

    internal Option<int?> Size { get; } = new("--size")
    {
        Description = "Bring the pictures of a folder to N×N pixels (default: as they are where they have one size of at most 128, else 64, 32 or 28)",
        HelpName = "N",
    };

    internal Option<string> Fit { get; } = new Option<string>("--fit") { Description = "How: crop the middle, pad with the background, or stretch", HelpName = "crop|pad|stretch", DefaultValueFactory = _ => "crop" }.AcceptOnlyFromAmong([.. Fits.Keys]);

    internal Option<string> Background { get; } = new("--background")
    {
        Description = "What transparent pictures stand on, and padded ones: white, black, grey, red, green, blue or '#rrggbb'",
        HelpName = "COLOUR",
        DefaultValueFactory = _ => "white",
    };

    internal Option<bool> SkipBroken { get; } = new("--skip-broken") { Description = "Leave out pictures that cannot be read, and name them, instead of ending" };

    internal Option<bool> FollowLinks { get; } = new("--follow-links") { Description = "Follow symbolic links inside the folder, each folder once; otherwise they are passed over and named" };

    /// <summary>What was asked for; null where nothing was.</summary>
    internal PictureOptions? Read(ParseResult parsed)
    {
        PictureOptions options = new()
        {
            Size = parsed.GetValue(Size),
            Fit = Fits[parsed.GetValue(Fit)!],
            Background = parsed.GetValue(Background)!,
            SkipBroken = parsed.GetValue(SkipBroken),
            FollowLinks = parsed.GetValue(FollowLinks),
        };
        return options == new PictureOptions() ? null : options;
    }
}
