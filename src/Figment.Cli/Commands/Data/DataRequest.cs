using Figment.Cli.Terminal;
using Figment.Data;

namespace Figment.Cli.Commands;

/// <summary>The arguments of <c>figment data</c>.</summary>
/// <param name="Source">The name or path of the data.</param>
/// <param name="Reading">How to read the data; null chooses this automatically from the data.</param>
/// <param name="Out">The file to write; null if none was named.</param>
/// <param name="Output">Receives the output.</param>
internal sealed record DataRequest(string Source, IDataOptions? Reading, string? Out, TextWriter Output)
{
    /// <summary>The maximum number of entries to show from each list.</summary>
    internal int MostShown { get; init; }

    /// <summary>Which part to pack.</summary>
    internal DataPart Part { get; init; }

    /// <summary>Writes a list under a title, if the list has entries.</summary>
    /// <param name="title">The title.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="most">The maximum number of entries to name.</param>
    internal void List(string title, IReadOnlyList<string> entries, int most)
    {
        if (entries.Count == 0)
            return;
        Output.WriteLine($"{title} ({Words.Number(entries.Count)}):");
        foreach (string entry in entries.Take(most))
            Output.WriteLine($"  {Words.Printable(entry)}");
        if (entries.Count > most)
            Output.WriteLine($"  … and {Words.Number(entries.Count - most)} more (--all lists them)");
    }

    /// <summary>Writes the number of items with each value, with bars.</summary>
    /// <param name="column">What the values belong to.</param>
    /// <param name="values">The values, with the number of items for each.</param>
    /// <param name="all">The total number of items.</param>
    internal void Bars(string column, IReadOnlyList<(string Name, int Count)> values, int all)
    {
        string[] names = [.. values.Select(value => Words.Printable(value.Name))];
        int width = names.Max(name => (int?)name.Length) ?? 0;
        foreach ((string name, int count) in names.Zip(values.Select(value => value.Count)))
        {
            string bar = new('█', (int)Math.Round(30 * (double)count / values.Max(value => value.Count)));
            Output.WriteLine(
                $"{Words.Printable(column)} {name.PadRight(width)}  {Words.Number(count), 7}  "
                    + $"{Words.Number((double)count / all * 100, 1), 4}%  {bar}"
            );
        }
    }

    /// <summary>The first few names, and how many more there are.</summary>
    internal string Group(IReadOnlyList<string> names, string sign) =>
        string.Join(sign, names.Take(MostShown))
        + (names.Count > MostShown ? $"{sign}… and {Words.Number(names.Count - MostShown)} more" : "");
}
