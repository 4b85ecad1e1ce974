using Figment.Cli.Terminal;
using Figment.Data;

namespace Figment.Cli.Commands;

/// <summary>What a user wrote behind <c>figment data</c>.</summary>
/// <param name="Source">A name, or a path.</param>
/// <param name="Reading">How it is read; null decides by the data.</param>
/// <param name="Out">The file to write; null where nobody names one.</param>
/// <param name="Output">Takes the answer.</param>
internal sealed record DataRequest(string Source, IDataOptions? Reading, string? Out, TextWriter Output)
{
    /// <summary>How many entries of each list are named.</summary>
    internal int MostShown { get; init; }

    /// <summary>Which part is packed.</summary>
    internal DataPart Part { get; init; }

    /// <summary>Writes a list with its title, where there is anything in it.</summary>
    /// <param name="title">What it is of.</param>
    /// <param name="entries">What to name.</param>
    /// <param name="most">How many of them.</param>
    internal void List(string title, IReadOnlyList<string> entries, int most)
    {
        if (entries.Count == 0)
            return;
        Output.WriteLine($"{title} ({Words.Number(entries.Count)}):");
        foreach (string entry in entries.Take(most))
            Output.WriteLine($"  {Words.Printable(entry)}");
        if (entries.Count > most)
            Output.WriteLine($"  … and {Words.Number(entries.Count - most)} more (--all names them)");
    }

    /// <summary>Writes how many have each value, with bars.</summary>
    /// <param name="column">What the values are of.</param>
    /// <param name="values">The values.</param>
    /// <param name="all">How many there are in all.</param>
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

    /// <summary>The first of some names, and how many more there are.</summary>
    internal string Group(IReadOnlyList<string> names, string sign) =>
        string.Join(sign, names.Take(MostShown))
        + (names.Count > MostShown ? $"{sign}… and {Words.Number(names.Count - MostShown)} more" : "");
}
