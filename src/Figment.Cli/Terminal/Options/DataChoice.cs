using System.CommandLine;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Generation.Images;
using Figment.Runs.Images;

namespace Figment.Cli.Terminal;

/// <summary>The images that a command passes to a model: <c>--data</c> and <c>--count</c>.</summary>
/// <param name="defaultCount">The default number of images.</param>
/// <param name="others">
/// What else a run of another kind of data accepts, worded as the continuation of a sentence; null for nothing.
/// </param>
internal sealed class DataChoice(int defaultCount, string? others = null)
{
    private readonly Option<string?> data = new("--data", "--image")
    {
        Description =
            $"A picture, or {CommonOptions.ImageSources}{others} (default: the run's data, or its test part if it has one)",
        HelpName = "NAME|PATH",
    };
    private readonly Option<int?> count = CommonOptions.Positive(
        "--count",
        $"The number of {(others is null ? "images" : "images or recordings")} to use, starting with the first (default "
            + $"{defaultCount})"
    );

    /// <summary>The options.</summary>
    internal IReadOnlyList<Option> Options => [data, count];

    /// <summary>Adds the options to a command.</summary>
    internal void AddTo(Command command)
    {
        foreach (Option option in Options)
            command.Options.Add(option);
    }

    /// <summary>The data that was named; null if none was.</summary>
    internal string? NamedIn(ParseResult parsed) => parsed.GetValue(data);

    /// <summary>The number of requested images.</summary>
    internal int CountOf(ParseResult parsed) => parsed.GetValue(count) ?? defaultCount;

    /// <summary>Opens the named data.</summary>
    /// <exception cref="FigmentException">The data cannot be opened, or its images do not have the model's size.</exception>
    internal ImageDataset Open(ParseResult parsed, ChosenModel chosen, CancellationToken cancellation)
    {
        if (parsed.GetValue(data) is string named)
            return GivenImages.Open(named, chosen.Model.Shape, null, LoadingView.OnError(), cancellation);
        return OpenLearned(chosen, "Bring it back, or name other images with --data.", cancellation);
    }

    /// <summary>Opens the run's training data, or its test part if it has one.</summary>
    /// <param name="chosen">The run.</param>
    /// <param name="advice">What to do if the data is gone.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="FigmentException">The data is gone, or its images do not have the model's size.</exception>
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
            // The model takes other images too, but nobody must think that it was trained on them.
            ImageDataset images = GivenImages.Open(
                chosen.Run.Options.Data.Source,
                chosen.Model.Shape,
                chosen.Run.ImageData().Pictures,
                LoadingView.OnError(),
                cancellation
            );
            Console.Out.WriteLine($"The images in {chosen.Run.Options.Data.Source} are not those that the run was trained on.");
            return images;
        }
    }

    /// <summary>The first images, as the model takes them; they belong to the surrounding dispose scope.</summary>
    internal Batch First(ParseResult parsed, ImageDataset images, ChosenModel chosen) =>
        GivenImages.Take(images, Scalars.Range(Math.Min(CountOf(parsed), images.Count)), chosen.Model);
}
