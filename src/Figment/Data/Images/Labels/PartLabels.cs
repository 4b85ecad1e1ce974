using Figment.Data.Folders;

namespace Figment.Data.Images;

/// <summary>Assigns classes to the items of the parts: from labels files that name the items, otherwise from folders.</summary>
internal sealed class PartLabels
{
    private readonly ItemFiles items;
    private readonly List<PassedOver> passed;
    private readonly List<Text> notes;

    private PartLabels(ItemFiles items, List<PassedOver> passed, List<Text> notes) =>
        (this.items, this.passed, this.notes) = (items, passed, notes);

    internal LayoutPart Train { get; private set; } = new([], null);

    internal LayoutPart? Test { get; private set; }

    internal IReadOnlyList<string> Classes { get; private set; } = [];

    internal Text? WhyNoClasses { get; private set; }

    internal IReadOnlyList<string> Files { get; private set; } = [];

    /// <summary>The value of each class in each column; null if a single column or the folders determine the classes.</summary>
    internal LabelTable? Table { get; private set; }

    /// <summary>The columns as <see cref="PictureOptions.Labels"/> names them; null if they need not be named.</summary>
    internal string? Chosen { get; private set; }

    /// <summary>Assigns the classes.</summary>
    /// <param name="source">The source from which labels files are read.</param>
    /// <param name="sieve">The sorted files of the source.</param>
    /// <param name="split">The items by parts.</param>
    /// <param name="passed">Receives the files that are not used.</param>
    /// <param name="notes">Receives notes for the user.</param>
    /// <param name="choice">The choice of label columns.</param>
    /// <exception cref="FigmentException">
    /// The folders are ambiguous, a labels file is damaged, or no file has the named columns.
    /// </exception>
    internal static PartLabels Of(
        FileSource source,
        FolderSieve sieve,
        SplitFolders split,
        List<PassedOver> passed,
        List<Text> notes,
        LabelChoice choice
    )
    {
        PartLabels labels = new(sieve.Sort, passed, notes);
        LabelsFinder finder = LabelsFinder.Of(source, sieve, split, choice);
        PlacedFile[] training = Unwrapped(split.Training, out string wrapper);
        LabelMatch? match = finder.Match(training, split.HeldOut ?? [], DataPart.Train);
        if (match is null && choice.Named is { } named)
            throw NoSuchColumns(source.Subject, sieve.Sort, named, finder.Grids);
        if (match is not null)
            finder.Take(match.File);
        LabelMatch? held = split.HeldOut is null ? null : finder.Match(split.HeldOut, training, DataPart.Test);
        if (match is null)
            labels.ByFolders(source.Subject, training, split, wrapper);
        else
            labels.ByFile(match, held, training, split);

        foreach (string file in sieve.Labels.Except(labels.Files))
            passed.Add(new PassedOver(file, PassedReason.OtherLabels));
        if (match is not null)
        {
            notes.AddRange(
                LayoutNotes.OnLabels(sieve.Sort, labels.Files, LabelsFinder.Missing(match, held), labels.Classes.Count)
            );
            notes.AddRange(match.File.Notes);
        }

        return labels;
    }

    private void ByFile(LabelMatch match, LabelMatch? held, PlacedFile[] training, SplitFolders split)
    {
        Files = [.. new[] { match.File.Path, held?.File.Path }.OfType<string>().Distinct()];
        if (!match.File.HasLabels || match.Labels.Values.All(label => label is null))
        {
            WhyNoClasses = WordTable.Template("note.labels.empty").Fill(("file", match.File.Path), ("items", items.Plural));
            Train = new LayoutPart(PathsOf(training), null);
            Test = split.HeldOut is null ? null : new LayoutPart(PathsOf(split.HeldOut), null);
            return;
        }

        string[] names = InOrder([.. match.Labels.Values.OfType<string>().Distinct()], match.File);
        Chosen = match.File.Chosen;
        if (IsTooMany(names.Length))
        {
            Train = new LayoutPart(PathsOf(training), null);
            Test = split.HeldOut is null ? null : new LayoutPart(PathsOf(split.HeldOut), null);
            return;
        }

        Classes = names;
        if (match.File.Columns.Count > 0)
            Table = new LabelTable(match.File.Columns, [.. names.Select(name => match.File.Combinations[name])]);
        Train = Labelled(training, picture => match.Labels.GetValueOrDefault(picture.Path));
        if (split.HeldOut is not null)
            Test = held is null
                ? new LayoutPart(PathsOf(split.HeldOut), null)
                : Labelled(split.HeldOut, picture => held.Labels.GetValueOrDefault(picture.Path));
    }

    private void ByFolders(string subject, PlacedFile[] training, SplitFolders split, string wrapper)
    {
        string[] loose = [.. training.Where(picture => Paths.First(picture.Inside) is null).Select(picture => picture.Path)];
        if (loose.Length > 0 && loose.Length < training.Length)
        {
            throw new FigmentException(
                $"{subject} holds both {items.Plural} ({FolderListing.Some(loose)}) and folders of {items.Plural}. Move the "
                    + $"{items.Plural} into the folders of their classes, or all into one folder."
            );
        }

        string[] names =
        [
            .. training.Select(picture => Paths.First(picture.Inside)).OfType<string>().Distinct().Order(NaturalOrder.Instance),
        ];
        bool areChunks = names.Length > 0 && ChunkFolders.Are(training);
        if (areChunks)
        {
            WhyNoClasses = WordTable.Template("note.labels.chunks").Fill(("items", items.Plural));
            notes.Add(Sentence(WhyNoClasses));
        }

        if (names.Length == 0 || areChunks || IsTooMany(names.Length))
        {
            Train = new LayoutPart(PathsOf(training), null);
            Test = split.HeldOut is null ? null : new LayoutPart(PathsOf(split.HeldOut), null);
            return;
        }

        Classes = names;
        notes.AddRange(LayoutNotes.OnDeeper(items, training));
        Train = Labelled(training, picture => Paths.First(picture.Inside));
        if (split.HeldOut is null)
            return;
        PlacedFile[] held = HeldOut(split.HeldOut, wrapper);
        Test = held.All(picture => Paths.First(picture.Inside) is null)
            ? new LayoutPart(PathsOf(held), null)
            : Labelled(held, picture => Paths.First(picture.Inside));
    }

    /// <summary>
    /// The held-out part without its wrapper folders: that of the training part, or otherwise the folders that enclose all of it
    /// and are not classes.
    /// </summary>
    private PlacedFile[] HeldOut(IReadOnlyList<PlacedFile> pictures, string wrapper)
    {
        string own =
            wrapper.Length > 0 && pictures.All(picture => picture.Inside.StartsWith(wrapper, StringComparison.Ordinal))
                ? wrapper
                : Paths.Wrapper([.. pictures.Select(picture => picture.Inside)], Classes.Contains);
        return [.. pictures.Select(picture => picture with { Inside = picture.Inside[own.Length..] })];
    }

    private LayoutPart Labelled(IReadOnlyList<PlacedFile> pictures, Func<PlacedFile, string?> labelOf)
    {
        Dictionary<string, byte> numbers = Classes.Index().ToDictionary(entry => entry.Item, entry => (byte)entry.Index);
        List<string> paths = [];
        List<byte> labels = [];
        foreach (PlacedFile picture in pictures)
        {
            if (labelOf(picture) is not string label)
            {
                passed.Add(new PassedOver(picture.Path, PassedReason.Unlabelled));
            }
            else if (!numbers.TryGetValue(label, out byte number))
            {
                passed.Add(new PassedOver(picture.Path, PassedReason.UnknownClass, label));
            }
            else
            {
                paths.Add(picture.Path);
                labels.Add(number);
            }
        }

        return new LayoutPart(paths, labels);
    }

    /// <summary>
    /// Sorts names in natural order; if there are several columns, by the first, then by the second, and so on.
    /// </summary>
    private static string[] InOrder(string[] names, LabelsFile file)
    {
        if (file.Columns.Count == 0)
            return [.. names.Order(NaturalOrder.Instance)];
        IOrderedEnumerable<string> ordered = names.OrderBy(name => file.Combinations[name][0], NaturalOrder.Instance);
        for (int column = 1; column < file.Columns.Count; column++)
        {
            int next = column;
            ordered = ordered.ThenBy(name => file.Combinations[name][next], NaturalOrder.Instance);
        }

        return [.. ordered];
    }

    private static FigmentException NoSuchColumns(
        string subject,
        ItemFiles items,
        IReadOnlyList<string> named,
        IReadOnlyList<LabelGrid> grids
    ) =>
        new(
            $"{subject} has no labels file that names its {items.Plural} and has the columns {string.Join(", ", named)} "
                + $"({new OptionName(nameof(PictureOptions.Labels))}). {OptionSentence.Paragraph(ThatAre(grids))}"
        );

    private static string[] ColumnsOf(LabelGrid grid) =>
        [.. grid.Names.Where((_, column) => column != grid.File).Select(name => name.Trim())];

    private static IEnumerable<OptionSentence> ThatAre(IReadOnlyList<LabelGrid> grids) =>
        grids.Count == 0
            ? ["There is no labels file with columns, such as labels.csv."]
            : grids.Select(grid => OptionSentence.Of($"{grid.Path} has {FolderListing.Some(ColumnsOf(grid))}."));

    private bool IsTooMany(int classes)
    {
        if (classes <= FolderLayout.MaxClasses)
            return false;
        WhyNoClasses = WordTable
            .Template("note.labels.tooMany")
            .Fill(("count", WordTable.Number(classes)), ("most", $"{FolderLayout.MaxClasses}"));
        notes.Add(Sentence(WhyNoClasses));
        return true;
    }

    private static Text Sentence(Text clause) => WordTable.Template("note.sentence").Fill(("clause", clause));

    private static PlacedFile[] Unwrapped(IReadOnlyList<PlacedFile> pictures, out string wrapper)
    {
        string all = wrapper = Paths.Wrapper([.. pictures.Select(picture => picture.Inside)], _ => false);
        return [.. pictures.Select(picture => picture with { Inside = picture.Inside[all.Length..] })];
    }

    private static string[] PathsOf(IEnumerable<PlacedFile> pictures) => [.. pictures.Select(picture => picture.Path)];
}
