using Figment.Data;
using Figment.Data.Images;
using Figment.Data.Texts;
using Figment.Imaging;
using Figment.Models;
using Figment.Runs;
using Figment.Studio.Components.Kinds;
using Figment.Studio.Components.Watch;
using Figment.Studio.Shelves;
using Figment.Studio.Words;

namespace Figment.Studio.Kinds;

/// <summary>
/// What the studio does with one kind of data. Each kind is one entry here; pages do not mention any kind by name.
/// </summary>
/// <param name="Name">The kind of data, written as in <see cref="DataKind.Name"/>.</param>
/// <param name="Explorer">The component that explores a run's model; its parameter is <c>Run</c>.</param>
/// <param name="Form">The component for choosing the data of a training run: a <see cref="DataFields"/>.</param>
/// <param name="Example">Any data of this kind, for finding the presets that learn it.</param>
/// <param name="Words">The words for its items and samples.</param>
/// <param name="Usual">The first preset in the form; null keeps the catalog's order.</param>
/// <param name="Convincing">
/// The component that shows the samples that look most and least real to the judge (<see cref="ConvincingShelf"/>); its parameter
/// is <c>Run</c>, the name of a run. Null shows none.
/// </param>
internal sealed record StudioKind(
    string Name,
    Type Explorer,
    Type Form,
    DataDescription Example,
    KindWords Words,
    string? Usual = null,
    Type? Convincing = null
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
            Convincing: typeof(ConvincingSamples)
        ),
        new("texts", typeof(TextExplorer), typeof(TextFields), new TextDescription(1, 1, 1), KindWords.OfTexts),
        new(
            "sounds",
            typeof(SoundExplorer),
            typeof(SoundFields),
            SeenAsImages,
            KindWords.OfSounds,
            Usual: "flow",
            Convincing: typeof(ConvincingPlayers)
        ),
    ];

    // Models see sounds in this form, which is all that presets need to know.
    private static DataDescription SeenAsImages => new ImageDescription(new ImageShape(1, 64, 64));

    /// <summary>The presets that learn this kind of data.</summary>
    internal IReadOnlyList<ModelPreset> Presets =>
        [.. ModelCatalog.Presets.Where(preset => preset.Learns(Example)).OrderBy(preset => preset.Name == Usual ? 0 : 1)];

    /// <summary>The kind of a run; null if the studio does not know it.</summary>
    internal static StudioKind? Of(RunFolder run) => All.FirstOrDefault(kind => kind.Name == run.Options.Kind.Name);

    /// <summary>The words for a run's items and samples.</summary>
    internal static KindWords WordsOf(RunFolder? run) => (run is null ? null : Of(run)?.Words) ?? KindWords.OfImages;
}

/// <summary>The words for the items and samples of a kind of data.</summary>
/// <param name="Title">The name of the kind.</param>
/// <param name="Samples">The heading of the samples during training.</param>
/// <param name="SamplesAlt">The alternative text of the samples, with step and count.</param>
/// <param name="SamplesYet">The placeholder before the first samples.</param>
/// <param name="History">The label of the slider through the samples.</param>
/// <param name="Seen">The number of items that the model has learned from.</param>
/// <param name="Batch">The label of the field for items per step.</param>
/// <param name="BatchHelp">The help of that field.</param>
/// <param name="Classes">The heading of the bars that show how often each class appears among the samples.</param>
/// <param name="Explore">The link to exploring the model.</param>
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
