using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Training;
using Spectre.Console;

namespace Figment.Cli.Commands;

/// <summary>Options of <c>figment generate</c> that several kinds of data share.</summary>
internal static class MakingOptions
{
    internal static readonly SampleChoice Samples = new();

    internal static readonly Option<int?> Count = CommonOptions.Positive(
        "--count",
        $"How many to make (default: {ImageGeneration.DefaultCount} images or sounds, or {ImageGeneration.DefaultPerClass} of "
            + $"each class if there are several; 1 text)"
    );

    internal static readonly Option<string?> Out = new("--out")
    {
        Description =
            "Images: FILE.png gets a grid of all images (default: generated.png), FILE.npy an array [N, C, H, W] of float32 in "
            + "[0, 1], and DIR one PNG per image. Sounds: FILE.wav gets all sounds one after the other (default: generated.wav), "
            + "FILE.npy an array [N, channels, length], and DIR one WAV per sound. Text: write to FILE instead of the terminal",
        HelpName = "PATH",
    };

    /// <summary>How many samples to make.</summary>
    /// <param name="parsed">The parsed arguments.</param>
    /// <param name="turns">The number of named classes, which take turns.</param>
    internal static int CountOf(ParseResult parsed, int turns) =>
        parsed.GetValue(Count) ?? (turns > 1 ? turns * ImageGeneration.DefaultPerClass : ImageGeneration.DefaultCount);

    /// <summary>Makes samples, with a progress bar if there are many and the terminal can show one.</summary>
    /// <param name="count">How many samples.</param>
    /// <param name="mostUnwatched">The largest number of samples that needs no progress bar.</param>
    /// <param name="make">Makes the samples, and reports how many are done.</param>
    internal static void Watch(int count, int mostUnwatched, Action<IProgress<int>?> make)
    {
        IAnsiConsole console = CommandOutput.ForLiveViews();
        if (!console.Profile.Capabilities.Interactive || count <= mostUnwatched)
        {
            make(null);
            return;
        }

        console
            .Progress()
            .Start(context =>
            {
                ProgressTask task = context.AddTask("generating", maxValue: count);
                make(new Callback<int>(done => task.Value = done));
            });
    }
}
