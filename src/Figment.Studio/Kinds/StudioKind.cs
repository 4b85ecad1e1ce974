using Figment.Data;
using Figment.Data.Images;
using Figment.Data.Texts;
using Figment.Imaging;
using Figment.Models;
using Figment.Runs;
using Figment.Studio.Components.Kinds;
using Figment.Studio.Shelves;
using Figment.Studio.Words;

namespace Figment.Studio.Kinds;

/// <summary>What the studio does with one kind of data. A kind is one line here; pages name none.</summary>
/// <param name="Name">The kind, as <see cref="DataKind.Name"/> has it.</param>
/// <param name="Explorer">The component by which a run's model is explored; its parameter is <c>Run</c>.</param>
/// <param name="Form">The component by which data is named for a training: a <see cref="DataFields"/>.</param>
/// <param name="Example">Any such data, by which presets are found that learn it.</param>
/// <param name="Words">What pages call its items and samples.</param>
/// <param name="Usual">The preset that stands first in the form; null leaves the catalog's order.</param>
/// <param name="ShowsConvincing">
/// Whether the samples that a judge takes for real are shown (<see cref="ConvincingShelf"/>).
/// </param>
internal sealed record StudioKind(
    string Name,
    Type Explorer,
    Type Form,
    DataDescription Example,
    KindWords Words,
    string? Usual = null,
    bool ShowsConvincing = false
)
{
    /// <summary>The kinds that the studio knows.</summary>
    internal static IReadOnlyList<StudioKind> All { get; } =
    [
        new(
            "images",
            typeof(ImageExplorer),
            typeof(ImageFields),
            new ImageDescription(new ImageShape(1, 8, 8)),
            KindWords.OfImages,
            ShowsConvincing: true
        ),
        new("texts", typeof(TextExplorer), typeof(TextFields), new TextDescription(1, 1, 1), KindWords.OfTexts),
        new("sounds", typeof(SoundExplorer), typeof(SoundFields), SeenAsImages, KindWords.OfSounds, Usual: "flow"),
    ];

    // What models see of sounds, which is all that presets ask for.
    private static DataDescription SeenAsImages => new ImageDescription(new ImageShape(1, 64, 64));

    /// <summary>The presets that learn such data.</summary>
    internal IReadOnlyList<ModelPreset> Presets =>
        [.. ModelCatalog.Presets.Where(preset => preset.Learns(Example)).OrderBy(preset => preset.Name == Usual ? 0 : 1)];

    /// <summary>That of a run; null where the studio does not know it.</summary>
    internal static StudioKind? Of(RunFolder run) => All.FirstOrDefault(kind => kind.Name == run.Options.Kind.Name);

    /// <summary>What pages call a run's items and samples.</summary>
    internal static KindWords WordsOf(RunFolder? run) => (run is null ? null : Of(run)?.Words) ?? KindWords.OfImages;
}

/// <summary>What pages call the items and samples of a kind of data.</summary>
/// <param name="Title">The kind.</param>
/// <param name="Samples">What a model makes as it trains.</param>
/// <param name="SamplesAlt">The same for those who do not see them, with step and count.</param>
/// <param name="SamplesYet">Stands in their place before the first.</param>
/// <param name="History">Beside the slider through them.</param>
/// <param name="Seen">How many items were learned from.</param>
/// <param name="Batch">The field of items per step.</param>
/// <param name="BatchHelp">And its help.</param>
/// <param name="Classes">Above the bars of how often each class appears among samples.</param>
/// <param name="Explore">The link to what can be done with a model.</param>
internal sealed record KindWords(
    Text Title,
    Text Samples,
    TextTemplate SamplesAlt,
    Text SamplesYet,
    TextTemplate History,
    Text Seen,
    Text Batch,
    Text BatchHelp,
    Text Classes,
    Text Explore
)
{
    internal static KindWords OfImages { get; } =
        new(
            Ui.Images,
            Ui.Samples,
            Ui.SamplesAlt,
            Ui.SamplesYet,
            Ui.History,
            Ui.ImagesSeen,
            Ui.Batch,
            Ui.BatchHelp,
            Ui.Histogram,
            Ui.ExploreIt
        );

    internal static KindWords OfTexts { get; } =
        new(
            Ui.TextsTitle,
            Ui.WrittenNow,
            Ui.SamplesAlt,
            Ui.WrittenYet,
            Ui.WrittenHistory,
            Ui.BlocksSeen,
            Ui.BlocksPerStep,
            Ui.BlocksHelp,
            Ui.Histogram,
            Ui.WriteWithIt
        );

    internal static KindWords OfSounds { get; } =
        new(
            Ui.SoundsTitle,
            Ui.HeardNow,
            Ui.HeardAlt,
            Ui.HeardYet,
            Ui.HeardHistory,
            Ui.SoundsSeen,
            Ui.SoundsPerStep,
            Ui.SoundsPerStepHelp,
            Ui.KindsOfSounds,
            Ui.ListenToIt
        );
}
