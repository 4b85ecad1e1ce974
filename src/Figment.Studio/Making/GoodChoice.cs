using System.Globalization;
using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Runs;
using Figment.Studio.Hosting;
using Figment.Studio.Kinds;
using Figment.Studio.Words;
using Figment.Training;
using Figment.Training.Images;

namespace Figment.Studio.Making;

/// <summary>
/// A training run with all options already chosen, for visitors who want to see a result first. docs/experiments.md explains the
/// choices.
/// </summary>
public sealed record GoodChoice
{
    private const int Side = 32;

    private GoodChoice(string kind, ModelPreset preset, string source, double minutes, Text why)
    {
        Kind = StudioKind.All.First(each => each.Name == kind);
        (Preset, Source, Minutes, Why) = (preset, source, minutes, why);
    }

    /// <summary>The kind of data.</summary>
    internal StudioKind Kind { get; }

    /// <summary>The preset.</summary>
    internal ModelPreset Preset { get; }

    /// <summary>The training data.</summary>
    internal string Source { get; init; }

    /// <summary>The duration in minutes.</summary>
    internal double Minutes { get; }

    /// <summary>The choices and their reasons, in a sentence or two.</summary>
    internal Text Why { get; }

    /// <summary>How to read the data; null chooses this automatically from the data.</summary>
    internal IDataOptions? Reading { get; init; }

    private bool Flip { get; init; }

    private int Shift { get; init; }

    /// <summary>A training run on drawings, which also learns from their variants.</summary>
    /// <param name="source">The folder.</param>
    /// <param name="set">Its content.</param>
    internal static GoodChoice OfDrawings(string source, MadeSet set)
    {
        ModelPreset preset = ModelCatalog.Find("conv-vae");
        if (set.Classes.Count > 1)
            preset = preset.WithChanges([KeyValuePair.Create("conditional", "true")]);
        return new(
            "images",
            preset,
            source,
            2,
            MakeWords.WhyDrawings.Fill(("pictures", Number(set.Pictures)), ("all", Number(set.Pictures * (1L + Variants.Count))))
        );
    }

    /// <summary>A training run on camera pictures.</summary>
    /// <param name="source">The folder.</param>
    /// <param name="set">Its content.</param>
    internal static GoodChoice OfCamera(string source, MadeSet set) =>
        new(
            "images",
            ModelCatalog.Find("flow"),
            source,
            5,
            MakeWords.WhyCamera.Fill(("pictures", Number(set.Pictures)), ("side", Number(Side)))
        )
        {
            Reading = new PictureOptions { Size = new PictureSize(Side, Side) },
            Flip = true,
            Shift = 2,
        };

    /// <summary>A training run on uploaded pictures.</summary>
    internal static GoodChoice OfPictures(string source, int count, ImageShape shape) =>
        new(
            "images",
            ModelCatalog.Find("flow"),
            source,
            10,
            MakeWords.WhyPictures.Fill(("count", Number(count)), ("size", $"{shape.Width} × {shape.Height}"))
        )
        {
            Shift = Math.Min(shape.Width, shape.Height) / 16,
        };

    /// <summary>A training on sounds.</summary>
    internal static GoodChoice OfSounds(string source, int count) =>
        new("sounds", ModelCatalog.Find("flow"), source, 10, MakeWords.WhySounds.Fill(("count", Number(count))));

    /// <summary>A training run on a text; the more text, the longer the run.</summary>
    internal static GoodChoice OfText(string source, long characters) =>
        new(
            "texts",
            ModelCatalog.Find("gpt"),
            source,
            characters switch
            {
                < 20_000 => 1,
                < 200_000 => 3,
                _ => 5,
            },
            characters < 20_000
                ? MakeWords.WhyShortText.Fill(("count", Number(characters)))
                : MakeWords.WhyText.Fill(("count", Number(characters)))
        );

    /// <summary>The request to the studio.</summary>
    /// <param name="options">The folders of runs and judges.</param>
    /// <param name="minutes">The duration in minutes.</param>
    /// <param name="from">A run to start from; null starts with random weights.</param>
    /// <param name="freeze">The number of its layers to freeze.</param>
    internal TrainingRequest Request(StudioOptions options, double minutes, RunFolder? from, int freeze)
    {
        TrainingOptions training = new() { Length = TrainingLength.OfSeconds(minutes * 60), BatchSize = Preset.BatchSize };
        return new()
        {
            Preset = from is null ? Preset : RunOrigin.PresetOf(from.Root, Preset.Name),
            From = from?.Root,
            Freeze = freeze,
            Data = Source,
            Reading = Reading,
            RunsFolder = options.RunsFolder,
            JudgesFolder = options.JudgesFolder,
            MayLowerBatch = true,
            Training = Kind.Name == "images" ? new ImageTrainingOptions(training) { Flip = Flip, Shift = Shift } : training,
        };
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
