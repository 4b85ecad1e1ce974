using System.Globalization;

namespace Figment.Data.Images;

/// <summary>The reason why a column of a labels file is not a label.</summary>
internal enum NoLabel
{
    /// <summary>Its name says that it holds something else; nobody expects it to be a label, so it is not reported.</summary>
    Known,

    /// <summary>It is empty.</summary>
    Empty,

    /// <summary>All rows have the same value.</summary>
    One,

    /// <summary>It holds numbers with many different values.</summary>
    Measure,

    /// <summary>Hardly any value occurs twice.</summary>
    Own,

    /// <summary>Too many pictures lack a value.</summary>
    Missing,

    /// <summary>It carries the same information as another column.</summary>
    Same,

    /// <summary>There would be too many combinations.</summary>
    TooMany,
}

/// <summary>Decides which columns of a labels file are labels, and why others are not.</summary>
/// <remarks>
/// A column with a known name (<see cref="LabelColumns.Labels"/>) is a label. So are other columns whose values repeat; ids,
/// texts, measures and columns that give the same information in other words are not. A file whose own name says that it holds
/// labels needs no column with a known name.
/// </remarks>
internal static class LabelPick
{
    // A column with more distinct numbers than MostNumbers is a measure; a column that lacks a greater share of its values than
    // MostMissing would mean losing pictures. If a table has more columns than a person would read, nothing is guessed.
    private const int MostNumbers = 20,
        MostColumns = 256;
    private const double MostMissing = 0.05;

    private static readonly string[] Named = ["labels", "label", "classes"];

    /// <summary>Reads the label columns of a file.</summary>
    /// <returns>The labels; null if there are no label columns.</returns>
    /// <exception cref="FileFormatException">Two combinations of labels would have the same name.</exception>
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

    /// <summary>Whether a file may hold labels although none of its columns has a known name.</summary>
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

    /// <summary>
    /// The distinct values of each column (at most one more than the maximum number of classes), and the number of rows with a
    /// value.
    /// </summary>
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

    /// <summary>Why a column, judged on its own, is not a label; null if it may be one.</summary>
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

    /// <summary>Whether the values of two columns correspond one to one.</summary>
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

    // Columns whose names show that they are not labels, such as captions, are not reported.
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
