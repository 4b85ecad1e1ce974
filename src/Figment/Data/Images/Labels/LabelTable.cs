using System.Text.Json;

namespace Figment.Data.Images;

/// <summary>A table of labels as files hold it.</summary>
/// <param name="Columns">What the columns are called.</param>
/// <param name="Classes">Of each class, by its number, the value in each column.</param>
internal sealed record RecordedLabels(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Classes)
{
    /// <summary>The table.</summary>
    /// <exception cref="JsonException">It cannot be one.</exception>
    internal LabelTable ToTable()
    {
        try
        {
            return new LabelTable(Columns, Classes);
        }
        catch (FileFormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }
}

/// <summary>
/// The columns of labels of images that have more than one each. A class is then a combination of values that occurs
/// (<c>cat · red</c>), and this says which value it has in each column. Behind the classes of the data stand the combinations
/// that never occur there, which a model can be asked for all the same, where there are not too many.
/// </summary>
internal sealed class LabelTable
{
    /// <summary>More combinations than that are not listed, so only those that occur can be asked for.</summary>
    internal const int MostRows = 4_096;

    /// <summary>The most columns.</summary>
    internal const int MostColumns = 64;

    private readonly int[][] rows;

    /// <summary>Makes a table.</summary>
    /// <param name="columns">What the columns are called, two or more.</param>
    /// <param name="classes">Of each class of the data, by its number, the value in each column.</param>
    /// <exception cref="FileFormatException">Columns or classes do not go together.</exception>
    internal LabelTable(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> classes)
    {
        if (
            columns.Count is < 2 or > MostColumns
            || columns.Any(string.IsNullOrWhiteSpace)
            || columns.Distinct().Count() != columns.Count
        )
            throw new FileFormatException($"Labels stand in one column, or in 2 to {MostColumns} columns with different names.");
        if (
            classes.Count is 0 or > FolderLayout.MaxClasses
            || classes.Any(values => values?.Count != columns.Count || values.Any(string.IsNullOrEmpty))
        )
            throw new FileFormatException(
                $"There may be at most {FolderLayout.MaxClasses} classes, and each needs a value in each "
                    + $"of the columns {string.Join(", ", columns)}."
            );
        (Columns, Classes) = (columns, classes);
        Values =
        [
            .. columns.Select(
                (_, column) =>
                    (IReadOnlyList<string>)[.. classes.Select(values => values[column]).Distinct().Order(NaturalOrder.Instance)]
            ),
        ];
        Dictionary<string, int>[] numbers =
        [
            .. Values.Select(values => values.Index().ToDictionary(entry => entry.Item, entry => entry.Index)),
        ];
        int[][] there = [.. classes.Select(values => values.Select((value, column) => numbers[column][value]).ToArray())];
        if (
            there.Distinct(SameNumbers.Instance).Count() != classes.Count
            || classes.Select(Named).Distinct().Count() != classes.Count
        )
            throw new FileFormatException($"Two classes have the same labels in the columns {string.Join(", ", columns)}.");
        rows = [.. there, .. Others(there)];
    }

    /// <summary>What the columns are called.</summary>
    internal IReadOnlyList<string> Columns { get; }

    /// <summary>Of each class of the data, by its number, the value in each column.</summary>
    internal IReadOnlyList<IReadOnlyList<string>> Classes { get; }

    /// <summary>The values of each column, as people count.</summary>
    internal IReadOnlyList<IReadOnlyList<string>> Values { get; }

    /// <summary>How many combinations can be asked for: the classes first, then those that do not occur.</summary>
    internal int Count => rows.Length;

    /// <summary>How many values all columns have together.</summary>
    internal int Width => Values.Sum(values => values.Count);

    /// <summary>As it stands in files.</summary>
    internal RecordedLabels Recorded => new(Columns, Classes);

    /// <summary>All combinations that can be asked for, by their numbers.</summary>
    internal RecordedLabels Rows =>
        new(Columns, [.. rows.Select(row => (IReadOnlyList<string>)[.. row.Select((value, column) => Values[column][value])])]);

    /// <summary>What a combination is called.</summary>
    internal string NameOf(int row) => Named(Columns.Select((_, column) => Values[column][rows[row][column]]));

    /// <summary>The number of a combination's value in a column.</summary>
    internal int ValueOf(int row, int column) => rows[row][column];

    /// <summary>A class's name by its values.</summary>
    internal static string Named(IEnumerable<string> values) => string.Join(" · ", values);

    /// <summary>
    /// The combinations with certain values: of the data's where there are any, else of those that do not occur.
    /// </summary>
    /// <param name="wanted">By column, the number of the value; null takes each.</param>
    internal IReadOnlyList<int> Find(IReadOnlyList<int?> wanted)
    {
        int[] all =
        [
            .. Enumerable
                .Range(0, Count)
                .Where(row =>
                    Columns.Index().All(column => wanted[column.Index] is not int value || rows[row][column.Index] == value)
                ),
        ];
        int[] there = [.. all.Where(row => row < Classes.Count)];
        return there.Length > 0 ? there : all;
    }

    /// <summary>How many images have each value, by column.</summary>
    /// <param name="counts">Images per class.</param>
    internal IReadOnlyList<(string Column, IReadOnlyList<(string Value, int Count)> Values)> Counts(IReadOnlyList<int> counts) =>
        [
            .. Columns.Select(
                (name, column) =>
                    (
                        name,
                        (IReadOnlyList<(string, int)>)
                            [
                                .. Values[column]
                                    .Select(
                                        (value, number) => (value, counts.Where((_, row) => rows[row][column] == number).Sum())
                                    ),
                            ]
                    )
            ),
        ];

    /// <summary>The table of some of the classes, in that order.</summary>
    internal LabelTable Only(IEnumerable<int> classes) => new(Columns, [.. classes.Select(number => Classes[number])]);

    /// <summary>What does not occur, in the order of the values, where all can be listed.</summary>
    private IEnumerable<int[]> Others(int[][] there)
    {
        long all = Values.Aggregate(1L, (product, values) => Math.Min(product * values.Count, int.MaxValue));
        if (all > MostRows)
            yield break;
        HashSet<int[]> known = new(there, SameNumbers.Instance);
        for (int number = 0; number < all; number++)
        {
            int[] row = new int[Columns.Count];
            for (int column = row.Length - 1, rest = number; column >= 0; column--)
                (rest, row[column]) = Math.DivRem(rest, Values[column].Count);
            if (!known.Contains(row))
                yield return row;
        }
    }

    private sealed class SameNumbers : IEqualityComparer<int[]>
    {
        internal static readonly SameNumbers Instance = new();

        public bool Equals(int[]? a, int[]? b) => a.AsSpan().SequenceEqual(b);

        public int GetHashCode(int[] numbers) => numbers.Aggregate(17, HashCode.Combine);
    }
}
