using System.CommandLine;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Generation.Images;
using Figment.Runs.Images;

namespace Figment.Cli.Terminal;

/// <summary>The images that a command gives to a model: <c>--data</c> and <c>--count</c>.</summary>
/// <param name="defaultCount">How many of them where nobody says.</param>
/// <param name="others">
/// What else may be given to a run of another kind of data, in words that go on with a sentence; null where nothing may.
/// </param>
internal sealed class DataChoice(int defaultCount, string? others = null)
{
    private readonly Option<string?> data = new("--data", "--image")
    {
        Description =
            $"A picture; or {CommonOptions.ImageSources}{others} (default: what the run learned from, its test part where "
            + $"it has one)",
        HelpName = "NAME|PATH",
    };
    private readonly Option<int?> count = CommonOptions.Positive(
        "--count",
        $"How many of {(others is null ? "the images" : "them")}, from the first on (default {defaultCount})"
    );

    /// <summary>The options.</summary>
    internal IReadOnlyList<Option> Options => [data, count];

    /// <summary>Gives a command the options.</summary>
    internal void AddTo(Command command)
    {
        foreach (Option option in Options)
            command.Options.Add(option);
    }

    /// <summary>What was named; null where nothing was.</summary>
    internal string? NamedIn(ParseResult parsed) => parsed.GetValue(data);

    /// <summary>How many images are asked for.</summary>
    internal int CountOf(ParseResult parsed) => parsed.GetValue(count) ?? defaultCount;

    /// <summary>Opens what was named.</summary>
    /// <exception cref="FigmentException">It cannot be opened, or its images have another size than the model's.</exception>
    internal ImageDataset Open(ParseResult parsed, ChosenModel chosen, CancellationToken cancellation)
    {
        if (parsed.GetValue(data) is string named)
            return GivenImages.Open(named, chosen.Model.Shape, null, LoadingView.OnError(), cancellation);
        return OpenLearned(chosen, "Bring it back, or name other images with --data.", cancellation);
    }

    /// <summary>Opens what the run learned from, its test part where it has one.</summary>
    /// <param name="chosen">The run.</param>
    /// <param name="advice">What to do where it is gone.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="FigmentException">It is gone, or its images have another size than the model's.</exception>
    internal static ImageDataset OpenLearned(ChosenModel chosen, string advice, CancellationToken cancellation)
    {
        try
        {
            LearnedImages learned = LearnedImages.Open(chosen.Run, null, advice, LoadingView.OnError(), cancellation);
            if (!learned.HasTest)
                return learned.Training;
            using (learned)
                return learned.OpenTest(LoadingView.OnError(), cancellation)!;
        }
        catch (FigmentException) when (Path.Exists(chosen.Run.Options.Data.Source))
        {
            // A model takes other images as well, as long as nobody believes that it learned from them.
            ImageDataset images = GivenImages.Open(
                chosen.Run.Options.Data.Source,
                chosen.Model.Shape,
                chosen.Run.ImageData().Pictures,
                LoadingView.OnError(),
                cancellation
            );
            Console.Out.WriteLine($"The images in {chosen.Run.Options.Data.Source} are not those that the run learned from.");
            return images;
        }
    }

    /// <summary>The first images, as the model takes them; they belong to the dispose scope around.</summary>
    internal Batch First(ParseResult parsed, ImageDataset images, ChosenModel chosen) =>
        GivenImages.Take(images, Scalars.Range(Math.Min(CountOf(parsed), images.Count)), chosen.Model);
}
