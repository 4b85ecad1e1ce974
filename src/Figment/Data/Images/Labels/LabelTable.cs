using System.Text.Json;

namespace Figment.Data.Images;

/// <summary>A label table as stored in files.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Classes">The value of each class in each column, by class number.</param>
internal sealed record RecordedLabels(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Classes)
{
    /// <summary>Creates the table.</summary>
    /// <exception cref="JsonException">The data is not a valid table.</exception>
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
/// The label columns of images with more than one label each. A class is a combination of values that occurs (<c>cat · red</c>),
/// and the table gives its value in each column. The classes of the data come first, followed by the combinations that never
/// occur in it; a model can generate these too, unless there are too many.
/// </summary>
internal sealed class LabelTable
{
    /// <summary>
    /// The maximum number of combinations that are listed. If there are more, only those that occur can be generated.
    /// </summary>
    internal const int MostRows = 4_096;

    /// <summary>The maximum number of columns.</summary>
    internal const int MostColumns = 64;

    private readonly int[][] rows;

    /// <summary>Creates a table.</summary>
    /// <param name="columns">The names of the columns, two or more.</param>
    /// <param name="classes">The value of each class of the data in each column, by class number.</param>
    /// <exception cref="FileFormatException">The columns or classes are inconsistent.</exception>
    internal LabelTable(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> classes)
    {
        if (
            columns.Count is < 2 or > MostColumns
            || columns.Any(string.IsNullOrWhiteSpace)
            || columns.Distinct().Count() != columns.Count
        )
            throw new FileFormatException(
                $"Labels must be in one column, or in 2 to {MostColumns} columns with different names."
            );
        if (
            classes.Count is 0 or > FolderLayout.MaxClasses
            || classes.Any(values => values?.Count != columns.Count || values.Any(string.IsNullOrEmpty))
        )
            throw new FileFormatException(
                $"There may be at most {FolderLayout.MaxClasses} classes, and each class needs a value in every one of the "
                    + $"columns {string.Join(", ", columns)}."
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

    /// <summary>The names of the columns.</summary>
    internal IReadOnlyList<string> Columns { get; }

    /// <summary>The value of each class of the data in each column, by class number.</summary>
    internal IReadOnlyList<IReadOnlyList<string>> Classes { get; }

    /// <summary>The values of each column, in natural order.</summary>
    internal IReadOnlyList<IReadOnlyList<string>> Values { get; }

    /// <summary>
    /// The number of combinations that can be generated: first the classes, then the combinations that do not occur.
    /// </summary>
    internal int Count => rows.Length;

    /// <summary>The total number of values in all columns.</summary>
    internal int Width => Values.Sum(values => values.Count);

    /// <summary>The table in the form in which files store it.</summary>
    internal RecordedLabels Recorded => new(Columns, Classes);

    /// <summary>All combinations that can be generated, in the order of their numbers.</summary>
    internal RecordedLabels Rows =>
        new(Columns, [.. rows.Select(row => (IReadOnlyList<string>)[.. row.Select((value, column) => Values[column][value])])]);

    /// <summary>The name of a combination.</summary>
    internal string NameOf(int row) => Named(Columns.Select((_, column) => Values[column][rows[row][column]]));

    /// <summary>The index of a combination's value in a column.</summary>
    internal int ValueOf(int row, int column) => rows[row][column];

    /// <summary>The name of a class with the given values.</summary>
    internal static string Named(IEnumerable<string> values) => string.Join(" · ", values);

    /// <summary>
    /// Finds the combinations with certain values: those of the data, or, if there are none, those that do not occur.
    /// </summary>
    /// <param name="wanted">The index of the value to find in each column; null accepts any value.</param>
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

    /// <summary>Counts the images with each value, by column.</summary>
    /// <param name="counts">The number of images in each class.</param>
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

    /// <summary>The table of some of the classes, in the given order.</summary>
    internal LabelTable Only(IEnumerable<int> classes) => new(Columns, [.. classes.Select(number => Classes[number])]);

    /// <summary>The combinations that do not occur, in the order of their values, if all of them can be listed.</summary>
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
