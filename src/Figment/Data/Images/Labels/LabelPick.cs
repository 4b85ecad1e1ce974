using System.Globalization;

namespace Figment.Data.Images;

/// <summary>Why a column of a labels file is no label.</summary>
internal enum NoLabel
{
    /// <summary>By its name it is something else; nobody misses it, so it is not said.</summary>
    Known,

    /// <summary>There is nothing in it.</summary>
    Empty,

    /// <summary>All have one value.</summary>
    One,

    /// <summary>Numbers of many values.</summary>
    Measure,

    /// <summary>Hardly a value comes again.</summary>
    Own,

    /// <summary>Too many pictures lack it.</summary>
    Missing,

    /// <summary>It says the same as another.</summary>
    Same,

    /// <summary>There would be too many combinations.</summary>
    TooMany,
}

/// <summary>Decides which columns of a labels file are labels, and says why others are not.</summary>
/// <remarks>
/// A column that is known by its name (<see cref="LabelColumns.Labels"/>) is one. Beside it are those whose values come again and
/// again; ids, texts and measures are not, nor is what says the same in other words. A file that is called labels needs no known
/// name.
/// </remarks>
internal static class LabelPick
{
    // A number is a measure where it has more values than these; a column that lacks more than this share of its values would
    // cost pictures. Of a table with more columns than a person looks over nothing is guessed.
    private const int MostNumbers = 20,
        MostColumns = 256;
    private const double MostMissing = 0.05;

    private static readonly string[] Named = ["labels", "label", "classes"];

    /// <summary>The file by the columns that are labels.</summary>
    /// <returns>Null where there are none.</returns>
    /// <exception cref="FileFormatException">Two combinations of labels would have one name.</exception>
    internal static LabelsFile? Of(LabelGrid grid, LabelChoice choice)
    {
        if (choice.One)
            return grid.Label < 0 ? null : grid.ByKnown();
        if (choice.Named is { } named)
        {
            int[] wanted = [.. named.Select(grid.Find).Distinct()];
            return wanted.Contains(-1) || wanted.Contains(grid.File) ? null : grid.By(wanted);
        }

        return grid.Names.Count < 3
            ? grid.Label < 0
                ? null
                : grid.ByKnown()
            : Found(grid);
    }

    /// <summary>Whether a file may have labels although no column is known to be one by its name.</summary>
    internal static bool MayGuess(string path, IReadOnlyList<string> columns, LabelChoice choice) =>
        choice.Named is not null
        || (
            !choice.One
            && columns.Count > 2
            && Named.Contains(Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
        );

    private static LabelsFile? Found(LabelGrid grid)
    {
        if (grid.Label < 0 && !MayGuess(grid.Path, grid.Names, LabelChoice.Found))
            return null;
        if (grid.Names.Count > MostColumns)
            return grid.Label < 0 ? null : grid.ByKnown();
        LabelRow[] rows = [.. grid.Rows.Where(row => grid.Label < 0 || row.Label is not null)];
        (HashSet<string> Different, int Filled)[] facts = Facts(grid, rows);
        List<int> taken = grid.Label < 0 ? [] : [grid.Label];
        List<(int Column, NoLabel Why, string? Other)> left = [];
        for (int column = 0; column < grid.Names.Count; column++)
        {
            if (column == grid.File || column == grid.Label)
                continue;
            NoLabel? why = WhyNot(grid.Names[column], facts[column].Different, facts[column].Filled, rows.Length);
            bool IsLike(int other) =>
                grid.Names[other].Trim() == grid.Names[column].Trim()
                || SaysTheSame(rows, column, other, facts[column].Different.Count);
            int? same = why is null ? taken.Cast<int?>().FirstOrDefault(other => IsLike(other!.Value)) : null;
            if (why is null && same is null)
                taken.Add(column);
            else
                left.Add((column, why ?? NoLabel.Same, same is int other ? grid.Names[other].Trim() : null));
        }

        if (taken.Count > LabelTable.MostColumns || (taken.Count > 1 && AreTooMany(rows, taken)))
        {
            left.AddRange(taken.Where(column => column != grid.Label).Select(column => (column, NoLabel.TooMany, (string?)null)));
            taken.RemoveAll(column => column != grid.Label);
        }

        taken.Sort();
        if (taken.Count == 0)
            return null;
        LabelsFile file = taken is [int only] && only == grid.Label ? grid.ByKnown() : grid.By(taken);
        return file with { Notes = [.. Notes(grid, taken, left)] };
    }

    /// <summary>The values of each column, at most one more than there may be classes, and how many rows have one.</summary>
    private static (HashSet<string> Different, int Filled)[] Facts(LabelGrid grid, LabelRow[] rows)
    {
        (HashSet<string> Different, int Filled)[] facts =
        [
            .. grid.Names.Select(_ => (new HashSet<string>(StringComparer.Ordinal), 0)),
        ];
        foreach ((int column, string value) in rows.SelectMany(row => row.Values))
        {
            facts[column].Filled++;
            if (facts[column].Different.Count <= FolderLayout.MaxClasses)
                facts[column].Different.Add(value);
        }

        return facts;
    }

    /// <summary>Why a column is no label by itself; null where it is one.</summary>
    private static NoLabel? WhyNot(string name, HashSet<string> different, int filled, int rows)
    {
        string plain = LabelColumns.Plain(name);
        if (LabelColumns.Files.Contains(plain) || LabelColumns.Never.Contains(plain) || !LabelChoice.CanBeNamed(name))
            return NoLabel.Known;
        if (filled == 0)
            return NoLabel.Empty;
        if (different.Count == 1)
            return NoLabel.One;
        bool areNumbers = different.All(value => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        if (areNumbers && (different.Count > MostNumbers || LabelColumns.Measures.Contains(plain)))
            return NoLabel.Measure;
        if (different.Count * 2 > filled || different.Count > FolderLayout.MaxClasses)
            return NoLabel.Own;
        return filled < rows * (1 - MostMissing) ? NoLabel.Missing : null;
    }

    /// <summary>Whether each value of a column stands with one value of another, and no two with the same.</summary>
    private static bool SaysTheSame(LabelRow[] rows, int column, int other, int values)
    {
        Dictionary<string, string> there = [],
            back = [];
        foreach (LabelRow row in rows)
        {
            if (row.In(column) is not string a || row.In(other) is not string b)
                continue;
            if ((!there.TryAdd(a, b) && there[a] != b) || (!back.TryAdd(b, a) && back[b] != a))
                return false;
        }

        return there.Count == values;
    }

    private static bool AreTooMany(LabelRow[] rows, List<int> columns)
    {
        HashSet<string> combinations = [];
        foreach (LabelRow row in rows)
        {
            string[] values = [.. columns.Select(row.In).OfType<string>()];
            if (
                values.Length == columns.Count
                && combinations.Add(LabelTable.Named(values))
                && combinations.Count > FolderLayout.MaxClasses
            )
                return true;
        }

        return false;
    }

    // What by its name is no label, captions for instance, nobody misses.
    private static IEnumerable<Text> Notes(LabelGrid grid, List<int> taken, List<(int Column, NoLabel Why, string? Other)> left)
    {
        left.RemoveAll(entry => entry.Why == NoLabel.Known);
        if (taken.Count == 1 && left.Count == 0)
            yield break;
        yield return WordTable
            .Template("note.labels.columns")
            .Fill(("file", grid.Path), ("columns", Text.List(taken.Select(column => grid.Names[column].Trim()))));
        foreach (
            IGrouping<(NoLabel Why, string? Other), string> group in left.OrderBy(entry => entry.Column)
                .GroupBy(entry => (entry.Why, entry.Other), entry => grid.Names[entry.Column].Trim())
        )
        {
            string[] names = [.. group];
            yield return WordTable
                .Template($"note.labels.left.{group.Key.Why}")
                .Fill(
                    ("columns", Text.List(names.Length <= 5 ? names : [.. names.Take(5), "…"])),
                    ("other", group.Key.Other ?? ""),
                    ("items", grid.Items.Plural),
                    ("most", $"{FolderLayout.MaxClasses}")
                );
        }
    }
}
