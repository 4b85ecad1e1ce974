using System.CommandLine;
using Figment.Cli.Terminal;

namespace Figment.Cli.Commands;

/// <summary>Options of <c>figment generate</c> that several kinds of data have.</summary>
internal static class MakingOptions
{
    internal static readonly SampleChoice Samples = new();

    internal static readonly Option<int?> Count = CommonOptions.Positive(
        "--count", $"How many (default: {ImageGeneration.DefaultCount} images or sounds, of several classes {ImageGeneration.DefaultPerClass} each; 1 text)");

    internal static readonly Option<string?> Out = new("--out")
    {
        Description = "Images: FILE.png is one grid (default: generated.png), FILE.npy an array [N, C, H, W], float32 in [0, 1], DIR one PNG each. "
            + "Sounds: FILE.wav is one after the other (default: generated.wav), FILE.npy an array [N, channels, length], DIR one WAV each. "
            + "Text: FILE instead of the terminal",
        HelpName = "PATH",
    };
}
