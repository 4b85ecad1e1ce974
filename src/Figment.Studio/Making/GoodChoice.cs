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
/// A training with everything chosen, for whoever wants to see something first. docs/experiments.md has what the choices rest on.
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

    /// <summary>The recipe.</summary>
    internal ModelPreset Preset { get; }

    /// <summary>What is learned from.</summary>
    internal string Source { get; init; }

    /// <summary>How long.</summary>
    internal double Minutes { get; }

    /// <summary>What was chosen and why, in a sentence or two.</summary>
    internal Text Why { get; }

    /// <summary>What the data becomes; null decides by the data.</summary>
    internal IDataOptions? Reading { get; init; }

    private bool Flip { get; init; }

    private int Shift { get; init; }

    /// <summary>For drawings, whose variants are learned from too.</summary>
    /// <param name="source">The folder.</param>
    /// <param name="set">What is in it.</param>
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

    /// <summary>For stills of a camera.</summary>
    /// <param name="source">The folder.</param>
    /// <param name="set">What is in it.</param>
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

    /// <summary>For pictures that were sent.</summary>
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

    /// <summary>For sounds.</summary>
    internal static GoodChoice OfSounds(string source, int count) =>
        new("sounds", ModelCatalog.Find("flow"), source, 10, MakeWords.WhySounds.Fill(("count", Number(count))));

    /// <summary>For a text: the more there is, the longer.</summary>
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

    /// <summary>What is asked of the studio.</summary>
    /// <param name="options">Where runs and judges are kept.</param>
    /// <param name="minutes">How long.</param>
    /// <param name="from">A run to begin from; null begins with random weights.</param>
    /// <param name="freeze">Layers that stay as they are in it.</param>
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
