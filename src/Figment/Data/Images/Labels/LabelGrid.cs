using Figment.Data.Folders;

namespace Figment.Data.Images;

/// <summary>A row of a labels file.</summary>
/// <param name="Name">The item that the row names.</param>
/// <param name="Label">The value in the column with a known name; null if there is no such column or it is empty.</param>
/// <param name="Values">The non-empty values, in order of their columns.</param>
internal sealed record LabelRow(string Name, string? Label, IReadOnlyList<(int Column, string Value)> Values)
{
    /// <summary>The value in a column; null if it is empty.</summary>
    internal string? In(int column)
    {
        (int low, int high) = (0, Values.Count - 1);
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (Values[middle].Column == column)
                return Values[middle].Value;
            (low, high) = Values[middle].Column < column ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }
}

/// <summary>A labels file with columns, before it is decided which of them are labels.</summary>
/// <param name="Items">The kind of the items that it names.</param>
/// <param name="Path">The path of the file.</param>
/// <param name="Names">The names of the columns, as written.</param>
/// <param name="File">The index of the column that names items.</param>
/// <param name="Label">The index of the column that is a label by its name; −1 if there is none.</param>
/// <param name="Rows">The rows that name an item, in order.</param>
internal sealed record LabelGrid(
    ItemFiles Items,
    string Path,
    IReadOnlyList<string> Names,
    int File,
    int Label,
    IReadOnlyList<LabelRow> Rows
)
{
    /// <summary>Finds the number of a column by its exact name, then by its normalised name; −1 if there is none.</summary>
    internal int Find(string name)
    {
        string[] exact = [.. Names.Select(column => column.Trim())],
            plain = [.. Names.Select(LabelColumns.Plain)];
        return Array.IndexOf(exact, name) is >= 0 and int found ? found : Array.IndexOf(plain, LabelColumns.Plain(name));
    }

    /// <summary>The labels of the one column with a known name.</summary>
    internal LabelsFile ByKnown() =>
        new(Items, Path, [.. Rows.Select(row => (row.Name, row.Label))], HasLabels: true) { Grid = this };

    /// <summary>The labels of the given columns.</summary>
    /// <exception cref="FileFormatException">Two combinations of labels would have the same name.</exception>
    internal LabelsFile By(IReadOnlyList<int> columns)
    {
        if (columns is [int only])
            return new(Items, Path, [.. Rows.Select(row => (row.Name, row.In(only)))], HasLabels: true)
            {
                Grid = this,
                Chosen = LabelChoice.Written([Names[only].Trim()]),
            };
        Dictionary<string, string[]> combinations = [];
        List<(string, string?)> entries = [];
        foreach (LabelRow row in Rows)
        {
            string[] values = [.. columns.Select(row.In).OfType<string>()];
            string? name = values.Length < columns.Count ? null : LabelTable.Named(values);
            if (name is not null && !combinations.TryAdd(name, values) && !combinations[name].SequenceEqual(values))
                throw new FileFormatException(
                    $"two combinations of its labels would both be called '{name}'; change one of them"
                );
            entries.Add((row.Name, name));
        }

        string[] names = [.. columns.Select(column => Names[column].Trim())];
        return new LabelsFile(Items, Path, entries, HasLabels: true)
        {
            Grid = this,
            Columns = names,
            Combinations = combinations,
            Chosen = LabelChoice.Written(names),
        };
    }
}
