using System.CommandLine;
using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Cli.Terminal;

/// <summary>How the pictures of a folder are prepared: options that several commands share.</summary>
internal sealed class PictureArguments
{
    private static readonly Dictionary<string, PictureFit> Fits = new()
    {
        ["crop"] = PictureFit.Crop,
        ["pad"] = PictureFit.Pad,
        ["stretch"] = PictureFit.Stretch,
    };

    internal Option<PictureSize?> Size { get; } =
        new("--size")
        {
            Description =
                "Resize the pictures of a folder to N×N pixels, or to a width and a height, for example 96x64. Multiples of 8 "
                + "from 16 to 256 suit every preset (default: the pictures' own size if all are equally large and at most 128; "
                + "otherwise 64, 32, or 28)",
            HelpName = "N|WxH",
            CustomParser = result =>
            {
                PictureSize? size = PictureSize.Parse(result.Tokens[0].Value);
                if (size is null)
                    result.AddError(
                        $"--size needs a number of pixels (64) or width x height (96x64), not '{result.Tokens[0].Value}'."
                    );
                return size;
            },
        };

    internal Option<string> Fit { get; } =
        new Option<string>("--fit")
        {
            Description = "How to bring pictures to one size: crop the middle, pad with the background, or stretch",
            HelpName = "crop|pad|stretch",
            DefaultValueFactory = _ => "crop",
        }.AcceptOnlyFromAmong([.. Fits.Keys]);

    internal Option<string> Background { get; } =
        new("--background")
        {
            Description = "The background of transparent and padded pictures: white, black, grey, red, green, blue, or '#rrggbb'",
            HelpName = "COLOUR",
            DefaultValueFactory = _ => "white",
        };

    internal Option<string?> Labels { get; } =
        new("--labels")
        {
            Description =
                "The columns of labels.csv (or metadata.csv, metadata.jsonl) to use as labels, separated by commas (default: the "
                + "columns whose values repeat)",
            HelpName = "COLUMN,…",
        };

    internal Option<bool> SkipBroken { get; } =
        new("--skip-broken") { Description = "Omit pictures that cannot be read, and list them, instead of stopping" };

    internal Option<bool> FollowLinks { get; } =
        new("--follow-links")
        {
            Description =
                "Follow symbolic links inside the folder, but visit each folder only once (default: links are skipped "
                + "and listed)",
        };

    /// <summary>The options that were given; null if none were.</summary>
    internal PictureOptions? Read(ParseResult parsed)
    {
        PictureOptions options = new()
        {
            Size = parsed.GetValue(Size),
            Fit = Fits[parsed.GetValue(Fit)!],
            Background = parsed.GetValue(Background)!,
            Labels = parsed.GetValue(Labels),
            SkipBroken = parsed.GetValue(SkipBroken),
            FollowLinks = parsed.GetValue(FollowLinks),
        };
        return options == new PictureOptions() ? null : options;
    }
}
