using Figment.Data.Folders;

namespace Figment.Data.Images;

/// <summary>Items of one part of the data, in ordinal order of their paths.</summary>
/// <param name="Files">Their paths.</param>
/// <param name="Labels">The class number of each; null where there are no classes.</param>
internal sealed record LayoutPart(IReadOnlyList<string> Files, IReadOnlyList<byte>? Labels);

/// <summary>
/// What a folder or archive is read as: which items are to be trained with and which are held out, and of which classes they are.
/// </summary>
internal sealed record FolderLayout
{
    /// <summary>More classes than that are none: a label is a byte.</summary>
    internal const int MaxClasses = 256;

    /// <summary>What models learn from.</summary>
    internal required LayoutPart Train { get; init; }

    /// <summary>
    /// What is held out; its classes have the numbers of those of <see cref="Train"/>. Null where there is no such part.
    /// </summary>
    internal LayoutPart? Test { get; init; }

    /// <summary>What the classes are called, as people count; empty where there are none.</summary>
    internal IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Which values a class has in which columns of labels; null where each item has one label, or none.</summary>
    internal LabelTable? Table { get; init; }

    /// <summary>
    /// The columns as <see cref="PictureOptions.Labels"/> names them, so that they are taken again; null where that says nothing.
    /// </summary>
    internal string? Chosen { get; init; }

    /// <summary>Why there are no classes where one could expect them; null else.</summary>
    internal Text? WhyNoClasses { get; init; }

    /// <summary>The labels files that classes were taken from.</summary>
    internal IReadOnlyList<string> LabelsFiles { get; init; } = [];

    /// <summary>Each file and folder that is not used, with its reason.</summary>
    internal IReadOnlyList<PassedOver> Passed { get; init; } = [];

    /// <summary>How all of it was read and what was left out, in sentences.</summary>
    internal IReadOnlyList<Text> Notes { get; init; } = [];

    /// <summary>One part of it.</summary>
    internal LayoutPart Part(DataPart part) => part == DataPart.Test ? Test! : Train;

    /// <summary>Decides what a source is read as.</summary>
    /// <param name="source">The folder or archive.</param>
    /// <param name="items">What of it are items.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="labels">Which columns of a labels file are labels; null finds them.</param>
    /// <exception cref="FigmentException">
    /// It cannot be told, a labels file is damaged, or it lacks a column that was named.
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
    /// What a source is read as; of one that is refused all items are looked at all the same, and training says why it is.
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

    /// <summary>All items of a source in one part without classes.</summary>
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
