using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Training;
using Spectre.Console;

namespace Figment.Cli.Commands;

/// <summary>Options of <c>figment generate</c> that several kinds of data have.</summary>
internal static class MakingOptions
{
    internal static readonly SampleChoice Samples = new();

    internal static readonly Option<int?> Count = CommonOptions.Positive(
        "--count",
        $"How many (default: {ImageGeneration.DefaultCount} images or sounds, of several classes "
            + $"{ImageGeneration.DefaultPerClass} each; 1 text)"
    );

    internal static readonly Option<string?> Out = new("--out")
    {
        Description =
            "Images: FILE.png is one grid (default: generated.png), FILE.npy an array [N, C, H, W], float32 in [0, 1], DIR "
            + "one PNG each. "
            + "Sounds: FILE.wav is one after the other (default: generated.wav), FILE.npy an array [N, channels, length], DIR "
            + "one WAV each. "
            + "Text: FILE instead of the terminal",
        HelpName = "PATH",
    };

    /// <summary>How many samples are asked for, of the classes that come in turn.</summary>
    /// <param name="parsed">What was asked for.</param>
    /// <param name="turns">How many classes were named.</param>
    internal static int CountOf(ParseResult parsed, int turns) =>
        parsed.GetValue(Count) ?? (turns > 1 ? turns * ImageGeneration.DefaultPerClass : ImageGeneration.DefaultCount);

    /// <summary>Makes samples, with a bar where there are many and somebody watches.</summary>
    /// <param name="count">How many.</param>
    /// <param name="mostUnwatched">More are worth a bar.</param>
    /// <param name="make">Makes them, and tells how many are done.</param>
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
