using Figment.Data.Images;

namespace Figment.Generation.Images;

/// <summary>
/// Parses the classes that a user asks for, including those of a model with labels in several columns:
/// <c>kind=cat,colour=red</c>. Values of an omitted column are drawn as often as they occur in the data.
/// </summary>
internal static class ClassChoice
{
    /// <summary>Returns, for each requested turn, the classes to draw from.</summary>
    /// <param name="texts">
    /// Texts as <see cref="ClassList.Parse"/> reads them or, with labels in columns, columns with the requested values:
    /// <c>kind=cat,dog,colour=red</c> gives two turns. The name of the column may be omitted if only one column has the value.
    /// </param>
    /// <param name="names">The names of the data's classes, by class number.</param>
    /// <param name="table">The labels whose combinations are the classes; null where each class is a single label.</param>
    /// <param name="notes">Receives sentences about surprising results; null to omit them.</param>
    /// <exception cref="OptionsException">
    /// The data has no classes, or no class has a given name; the message lists every unknown name.
    /// </exception>
    internal static IReadOnlyList<IReadOnlyList<int>> Parse(
        IReadOnlyList<string> texts,
        IReadOnlyList<string> names,
        LabelTable? table,
        ICollection<string>? notes = null
    )
    {
        if (table is null)
            return [.. ClassList.Parse(string.Join(',', texts), names, notes).Select(number => (IReadOnlyList<int>)[number])];
        List<IReadOnlyList<int>> turns = [];
        List<string> problems = [];
        foreach (string text in texts)
        {
            try
            {
                turns.AddRange(OfColumns(text, names, table, notes));
            }
            catch (OptionsException e)
            {
                problems.AddRange(e.Problems);
            }
        }

        return problems.Count == 0 ? turns : throw new OptionsException(problems);
    }

    /// <summary>Lists columns and their values, for a message.</summary>
    internal static string Listed(LabelTable table) =>
        string.Join(
            "; ",
            table.Columns.Select(
                (column, number) =>
                    $"{column}: {string.Join(", ", table.Values[number].Take(20))}{(table.Values[number].Count > 20 ? " …" : "")}"
            )
        );

    private static List<IReadOnlyList<int>> OfColumns(
        string text,
        IReadOnlyList<string> names,
        LabelTable table,
        ICollection<string>? notes
    )
    {
        string[] items = text.Split(',', StringSplitOptions.TrimEntries);
        if (Wanted(items, table) is not { } wanted)
        {
            try
            {
                return [.. ClassList.Parse(text, names, notes).Select(number => (IReadOnlyList<int>)[number])];
            }
            catch (OptionsException)
            {
                throw new OptionsException([
                    $"There is no label '{text}'. Write column=value, for instance {Example(table)}. The labels are: "
                        + $"{Listed(table)}.",
                ]);
            }
        }

        return Turns(wanted, table, notes);
    }

    /// <summary>
    /// Returns the requested values of each column, by number; an empty list stands for all values. Null if the text names
    /// classes.
    /// </summary>
    private static List<int>[]? Wanted(string[] items, LabelTable table)
    {
        List<int>[] wanted = [.. table.Columns.Select(_ => new List<int>())];
        int? now = null;
        foreach (string item in items)
        {
            int equals = item.IndexOf('=', StringComparison.Ordinal);
            string value = item;
            if (equals > 0 && ClassNames.Find(item[..equals].Trim(), table.Columns) is int named)
                (now, value) = (named, item[(equals + 1)..].Trim());
            int column;
            if (now is int known)
            {
                column = known;
            }
            else
            {
                int[] having =
                [
                    .. Enumerable
                        .Range(0, table.Columns.Count)
                        .Where(each => ClassNames.Find(value, table.Values[each]) is not null),
                ];
                if (having.Length == 0)
                    return null;
                if (having.Length > 1)
                    throw new OptionsException([
                        $"'{value}' can mean {string.Join(" or ", having.Select(each => $"{table.Columns[each]}={value}"))}. "
                            + $"Write one of these.",
                    ]);
                column = having[0];
            }

            wanted[column].AddRange(ClassList.Parse(value, table.Values[column]));
        }

        return wanted;
    }

    private static List<IReadOnlyList<int>> Turns(List<int>[] wanted, LabelTable table, ICollection<string>? notes)
    {
        // Each value counts once. The product is computed before the combinations are built, because the text is not trusted.
        wanted = [.. wanted.Select(values => values.Distinct().ToList())];
        double count = wanted.Where(values => values.Count > 0).Aggregate(1.0, (product, values) => product * values.Count);
        if (count > LabelTable.MostRows)
            throw new OptionsException([
                $"This is a request for {WordTable.Number((long)Math.Min(count, long.MaxValue))} combinations of labels, but at "
                    + $"most {WordTable.Number(LabelTable.MostRows)} are possible at once. Name fewer values.",
            ]);
        List<int?[]> combinations = [new int?[wanted.Length]];
        for (int column = 0; column < wanted.Length; column++)
        {
            int at = column;
            if (wanted[at].Count > 0)
                combinations =
                [
                    .. combinations.SelectMany(some =>
                        wanted[at].Select(value => (int?[])[.. some[..at], value, .. some[(at + 1)..]])
                    ),
                ];
        }

        List<IReadOnlyList<int>> turns = [];
        foreach (int?[] combination in combinations)
        {
            IReadOnlyList<int> found = table.Find(combination);
            string told = LabelTable.Named(
                combination.Select((value, column) => value is int number ? table.Values[column][number] : null).OfType<string>()
            );
            if (found.Count == 0)
                throw new OptionsException([
                    $"The data contains nothing that is {told}. It has so many labels that only combinations found in the data "
                        + $"can be requested.",
                ]);
            if (found[0] >= table.Classes.Count)
                notes?.Add($"Nothing in the data is {told}: the model combines what it learned about each label.");
            turns.Add(found);
        }

        return turns;
    }

    private static string Example(LabelTable table) =>
        string.Join(',', table.Columns.Select((column, number) => $"{column}={table.Values[number][0]}"));
}
