using Figment.Data.Folders;

namespace Figment.Data.Images;

/// <summary>The items of one part of the data, in ordinal order of their paths.</summary>
/// <param name="Files">The paths of the items.</param>
/// <param name="Labels">The class number of each item; null if there are no classes.</param>
internal sealed record LayoutPart(IReadOnlyList<string> Files, IReadOnlyList<byte>? Labels);

/// <summary>
/// The interpretation of a folder or archive: which items are for training, which are held out, and what their classes are.
/// </summary>
internal sealed record FolderLayout
{
    /// <summary>The maximum number of classes, since a label is one byte.</summary>
    internal const int MaxClasses = 256;

    /// <summary>The part to train on.</summary>
    internal required LayoutPart Train { get; init; }

    /// <summary>The held-out part, whose class numbers are those of <see cref="Train"/>; null if there is none.</summary>
    internal LayoutPart? Test { get; init; }

    /// <summary>The names of the classes, in natural order; empty if there are none.</summary>
    internal IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The value of each class in each label column; null if each item has one label or none.</summary>
    internal LabelTable? Table { get; init; }

    /// <summary>
    /// The columns as <see cref="PictureOptions.Labels"/> names them, so that later runs choose them again; null if they need not
    /// be named.
    /// </summary>
    internal string? Chosen { get; init; }

    /// <summary>Why there are no classes although one might expect some; otherwise null.</summary>
    internal Text? WhyNoClasses { get; init; }

    /// <summary>The labels files that gave the classes.</summary>
    internal IReadOnlyList<string> LabelsFiles { get; init; } = [];

    /// <summary>Each file and folder that is not used, with the reason.</summary>
    internal IReadOnlyList<PassedOver> Passed { get; init; } = [];

    /// <summary>How the source was read and what was left out, in sentences.</summary>
    internal IReadOnlyList<Text> Notes { get; init; } = [];

    /// <summary>Returns one part.</summary>
    internal LayoutPart Part(DataPart part) => part == DataPart.Test ? Test! : Train;

    /// <summary>Decides how to read a source.</summary>
    /// <param name="source">The folder or archive.</param>
    /// <param name="items">The kind of the items.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="labels">The choice of label columns; null detects them.</param>
    /// <exception cref="FigmentException">
    /// The source is ambiguous, a labels file is damaged, or it lacks a named column.
    /// </exception>
    internal static FolderLayout Of(
        FileSource source,
        ItemFiles items,
        CancellationToken cancellationToken,
        LabelChoice? labels = null
    )
    {
        FolderSieve sieve = FolderSieve.Of(source, items, cancellationToken);
        SplitFolders split = SplitFolders.Of(source.Subject, items, sieve.Items);
        List<PassedOver> passed = [.. sieve.Passed, .. split.Passed];
        List<Text> notes = [];
        if (source.Listing.Guess is Text guess)
            notes.Add(guess);
        notes.AddRange(LayoutNotes.OnParts(items, split));

        PartLabels parts = PartLabels.Of(source, sieve, split, passed, notes, labels ?? LabelChoice.Found);
        notes.AddRange(LayoutNotes.OnUnusual(items, sieve.Unusual));
        notes.AddRange(LayoutNotes.OnAlike(items, parts.Classes));
        passed.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        notes.AddRange(LayoutNotes.OnPassed(items, passed));
        return new FolderLayout
        {
            Train = parts.Train,
            Test = parts.Test is { Files.Count: > 0 } ? parts.Test : null,
            Classes = parts.Classes,
            Table = parts.Table,
            Chosen = parts.Chosen,
            WhyNoClasses = parts.WhyNoClasses,
            LabelsFiles = parts.Files,
            Passed = passed,
            Notes = notes,
        };
    }

    /// <summary>
    /// Decides how to read a source. If the source is refused, the layout still contains all items, for inspection; training
    /// reports the refusal.
    /// </summary>
    /// <inheritdoc cref="Of"/>
    internal static FolderLayout OrUnsorted(
        FileSource source,
        ItemFiles items,
        LabelChoice? labels,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return Of(source, items, cancellationToken, labels);
        }
        catch (FigmentException)
        {
            return Unsorted(source, items, cancellationToken);
        }
    }

    /// <summary>All items of a source in one part, without classes.</summary>
    private static FolderLayout Unsorted(FileSource source, ItemFiles items, CancellationToken cancellationToken)
    {
        FolderSieve sieve = FolderSieve.Of(source, items, cancellationToken);
        return new FolderLayout
        {
            Train = new LayoutPart(sieve.Items, null),
            Passed = sieve.Passed,
            Notes = [.. LayoutNotes.OnPassed(items, sieve.Passed)],
        };
    }
}
