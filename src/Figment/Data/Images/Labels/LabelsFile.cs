using Figment.Data.Folders;

namespace Figment.Data.Images;

/// <summary>The content of a labels file: names of items with their classes.</summary>
/// <param name="Items">The kind of the items that it names.</param>
/// <param name="Path">The path of the file.</param>
/// <param name="Entries">The entries in order; the label of an item without a class is null.</param>
/// <param name="HasLabels">False if the file declares that there are no classes.</param>
internal sealed record LabelsFile(
    ItemFiles Items,
    string Path,
    IReadOnlyList<(string Name, string? Label)> Entries,
    bool HasLabels
)
{
    /// <summary>The columns and rows; null if the file has none.</summary>
    internal LabelGrid? Grid { get; init; }

    /// <summary>The columns that together make up the class; empty if a single column is the class.</summary>
    internal IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The value of each class in each column, by class name, if several columns make up a class.</summary>
    internal IReadOnlyDictionary<string, string[]> Combinations { get; init; } = new Dictionary<string, string[]>();

    /// <summary>
    /// The columns as <see cref="PictureOptions.Labels"/> names them; null if earlier versions would also choose them.
    /// </summary>
    internal string? Chosen { get; init; }

    /// <summary>Sentences that say which columns were used and which were not.</summary>
    internal IReadOnlyList<Text> Notes { get; init; } = [];

    private const string StyleGan = "dataset.json",
        Lines = "metadata.jsonl";
    private const long Longest = 256L << 20;

    // If several of these files are side by side, the first one in this list is used. The merely likely names count only if the
    // file has suitable columns.
    private static readonly string[] Names = [StyleGan, Lines, "metadata.csv", "labels.csv", "labels.tsv"],
        Likely =

        [
            "label.csv",
            "train.csv",
            "test.csv",
            "train_labels.csv",
            "trainLabels.csv",
            "annotations.csv",
            "classes.csv",
            "images.csv",
            "data.csv",
            "metadata.tsv",
        ];

    /// <summary>
    /// Whether the file covers a part: <c>train.csv</c> and <c>trainLabels.csv</c> cover one part, <c>test.csv</c> the other.
    /// </summary>
    internal bool IsOf(DataPart part)
    {
        string name = System.IO.Path.GetFileName(Path);
        return !name.StartsWith(part == DataPart.Train ? "test" : "train", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the file covers only one part.</summary>
    internal bool IsOfOnePart => !IsOf(DataPart.Train) || !IsOf(DataPart.Test);

    /// <summary>Whether a file may be a labels file, judging by its name.</summary>
    internal static bool IsNamed(string name) => Rank(name) < int.MaxValue;

    /// <summary>The priority of a file name; lower comes first.</summary>
    internal static int Rank(string name)
    {
        int rank = Array.FindIndex([.. Names, .. Likely], known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        return rank < 0 ? int.MaxValue : rank;
    }

    /// <summary>Reads a labels file.</summary>
    /// <param name="source">The folder or archive that contains it.</param>
    /// <param name="items">The kind of items that the file may name.</param>
    /// <param name="file">The path of the file.</param>
    /// <param name="choice">The choice of label columns.</param>
    /// <param name="grids">Receives any file with columns, whether it holds labels or not.</param>
    /// <returns>The labels; null if the file has no names of items or no labels, and is therefore something else.</returns>
    /// <exception cref="FileFormatException">The file is damaged.</exception>
    internal static LabelsFile? Read(
        FileSource source,
        ItemFiles items,
        string file,
        LabelChoice choice,
        ICollection<LabelGrid>? grids = null
    )
    {
        string name = System.IO.Path.GetFileName(file);
        try
        {
            byte[] content = source.Read(file, Longest);
            if (name.Equals(StyleGan, StringComparison.OrdinalIgnoreCase))
                return choice.Named is null ? JsonLabels.OfStyleGan(items, file, content) : null;
            LabelGrid? grid = name.Equals(Lines, StringComparison.OrdinalIgnoreCase)
                ? JsonLabels.OfLines(items, file, content)
                : TableLabels.Of(items, file, content, choice);
            if (grid is null)
                return null;
            grids?.Add(grid);
            return LabelPick.Of(grid, choice);
        }
        catch (Exception e) when (e is FileFormatException || Storage.IsFailure(e))
        {
            throw new FileFormatException(
                $"{source.FullName(file)} cannot be read as labels: {e.Message.TrimEnd('.')}. Repair it, or remove it to use "
                    + $"the folders as classes.",
                e
            );
        }
    }
}
