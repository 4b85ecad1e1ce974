using Figment.Data.Folders;

namespace Figment.Data.Images;

/// <summary>
/// Finds the labels files that may cover the items: next to the items, next to the folders of the parts, or in a folder above.
/// </summary>
internal sealed class LabelsFinder
{
    private readonly List<LabelsFile> files = [];
    private readonly List<LabelGrid> grids = [];

    private LabelsFinder() { }

    /// <summary>The files with columns, whether they hold labels or not.</summary>
    internal IReadOnlyList<LabelGrid> Grids => grids;

    /// <summary>Reads the labels files of a source, except those inside class folders.</summary>
    /// <exception cref="FileFormatException">A labels file is damaged.</exception>
    internal static LabelsFinder Of(FileSource source, FolderSieve sieve, SplitFolders split, LabelChoice choice)
    {
        LabelsFinder finder = new();
        string[] around =
        [
            .. new[] { split.Training, split.HeldOut }
                .OfType<IReadOnlyList<PlacedFile>>()
                .Where(part => part.Count > 0)
                .Select(part => Paths.Wrapper([.. part.Select(picture => picture.Path)], _ => false)),
            split.Base,
        ];
        foreach (
            string file in sieve
                .Labels.Where(file => around.Any(folder => folder.StartsWith(Folder(file), StringComparison.Ordinal)))
                .OrderByDescending(Paths.Depth)
                .ThenBy(file => LabelsFile.Rank(Path.GetFileName(file)))
                .ThenBy(file => file, StringComparer.Ordinal)
        )
        {
            if (LabelsFile.Read(source, sieve.Sort, file, choice, finder.grids) is LabelsFile read)
                finder.files.Add(read);
        }

        return finder;
    }

    /// <summary>
    /// Finds the nearest file that names pictures of a part or declares that there are no classes; null if there is none.
    /// </summary>
    /// <param name="pictures">The pictures of the part.</param>
    /// <param name="others">The pictures of the other part; a name that fits both is used for neither.</param>
    /// <param name="part">The part.</param>
    internal LabelMatch? Match(IReadOnlyList<PlacedFile> pictures, IReadOnlyList<PlacedFile> others, DataPart part)
    {
        foreach (
            LabelsFile file in files.Where(file =>
                file.IsOf(part) && pictures.Any(picture => picture.Path.StartsWith(Folder(file.Path), StringComparison.Ordinal))
            )
        )
        {
            LabelMatch match = LabelMatch.Of(
                file,
                pictures,
                [.. others.Where(picture => picture.Path.StartsWith(Folder(file.Path), StringComparison.Ordinal))]
            );
            if (!file.HasLabels || SpeaksOf(match, pictures.Count))
                return match;
        }

        return null;
    }

    /// <summary>Uses the same columns in all other files as in the given one.</summary>
    internal void Take(LabelsFile like)
    {
        LabelChoice choice = LabelChoice.Of(like.Chosen) ?? new LabelChoice(One: true);
        for (int i = 0; i < files.Count; i++)
            if (files[i] != like && files[i].Grid is LabelGrid grid)
                files[i] = LabelPick.Of(grid, choice) ?? files[i];
    }

    // In a list of classes by number, a number may match a picture's number by chance.
    private static bool SpeaksOf(LabelMatch match, int pictures) =>
        match.Labels.Count > 0 && (match.Labels.Count * 2 >= pictures || match.Labels.Count * 2 > match.File.Entries.Count);

    /// <summary>The names that match no picture of any part.</summary>
    internal static IReadOnlyList<string> Missing(LabelMatch training, LabelMatch? heldOut) =>
        heldOut?.File == training.File
            ? [.. training.Missing.Intersect(heldOut.Missing)]
            : [.. training.Missing, .. heldOut?.Missing ?? []];

    private static string Folder(string file) => file[..(file.LastIndexOf('/') + 1)];
}
