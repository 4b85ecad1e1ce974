using Figment.Data.Folders;

namespace Figment.Data.Images;

/// <summary>What a labels file says: names of items with their classes.</summary>
/// <param name="Items">What it names.</param>
/// <param name="Path">The file.</param>
/// <param name="Entries">In its order; an item without a class has null.</param>
/// <param name="HasLabels">False where it says that there are no classes.</param>
internal sealed record LabelsFile(
    ItemFiles Items,
    string Path,
    IReadOnlyList<(string Name, string? Label)> Entries,
    bool HasLabels
)
{
    /// <summary>Its columns and rows; null where it has none.</summary>
    internal LabelGrid? Grid { get; init; }

    /// <summary>The columns that make a class together; empty where one alone does.</summary>
    internal IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Of each class of several columns, by its name, the value in each.</summary>
    internal IReadOnlyDictionary<string, string[]> Combinations { get; init; } = new Dictionary<string, string[]>();

    /// <summary>
    /// The columns as <see cref="PictureOptions.Labels"/> names them; null where they are those that versions before took too.
    /// </summary>
    internal string? Chosen { get; init; }

    /// <summary>Which columns were taken and which were not, in sentences.</summary>
    internal IReadOnlyList<Text> Notes { get; init; } = [];

    private const string StyleGan = "dataset.json",
        Lines = "metadata.jsonl";
    private const long Longest = 256L << 20;

    // The first of those beside each other is taken. The others are such only if their columns say so.
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
    /// Whether it speaks of a part: <c>train.csv</c> and <c>trainLabels.csv</c> speak of one, <c>test.csv</c> of the other.
    /// </summary>
    internal bool IsOf(DataPart part)
    {
        string name = System.IO.Path.GetFileName(Path);
        return !name.StartsWith(part == DataPart.Train ? "test" : "train", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether it speaks of one part alone.</summary>
    internal bool IsOfOnePart => !IsOf(DataPart.Train) || !IsOf(DataPart.Test);

    /// <summary>Whether a file could be one by its name.</summary>
    internal static bool IsNamed(string name) => Rank(name) < int.MaxValue;

    /// <summary>The lower is taken before the others.</summary>
    internal static int Rank(string name)
    {
        int rank = Array.FindIndex([.. Names, .. Likely], known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        return rank < 0 ? int.MaxValue : rank;
    }

    /// <summary>Reads one.</summary>
    /// <param name="source">Where it lies.</param>
    /// <param name="items">What it could name.</param>
    /// <param name="file">The file.</param>
    /// <param name="choice">Which columns are labels.</param>
    /// <param name="grids">Takes a file with columns, whether they are such or not.</param>
    /// <returns>Null where it has no names of items or no labels, and so is something else.</returns>
    /// <exception cref="FileFormatException">It is damaged.</exception>
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
