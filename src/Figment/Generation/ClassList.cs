using System.Globalization;
using Figment.Models;

namespace Figment.Generation;

/// <summary>Reads which classes a user asks for.</summary>
public static class ClassList
{
    private const int MostNamed = 20;

    /// <summary>
    /// Class numbers of what a user writes: classes apart by commas, each a name in any case (<c>shirt</c>), a number from 0
    /// on, or a range of either (<c>0-4</c>). A name goes before a number; where all names are numbers, as those of digits,
    /// only names count.
    /// </summary>
    /// <param name="text">For instance <c>7</c>, <c>0-9</c>, <c>0-4,8</c> or <c>shirt,bag</c>.</param>
    /// <param name="names">What the data's classes are called, by class number.</param>
    /// <returns>Class numbers in the order in which they are written.</returns>
    /// <exception cref="OptionsException">There are no classes, or none of that name; every unknown one is listed.</exception>
    public static IReadOnlyList<int> Parse(string text, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0) throw new OptionsException([$"The data has no labels, so there is no class '{text}'."]);

        List<int> classes = [];
        List<string> problems = [];
        foreach (string item in Items(text, names))
        {
            if (Range(item, names) is (int first, int last))
                classes.AddRange(Enumerable.Range(0, Math.Abs(last - first) + 1).Select(i => first + (i * Math.Sign(last - first))));
            else
                problems.Add($"There is no class '{item}'. {Names.Suggest(item, names)}The classes are: {Listed(names)}.");
        }

        return problems.Count == 0 ? classes : throw new OptionsException(problems);
    }

    /// <summary>Classes with their numbers where these say more than the names, for a message.</summary>
    /// <param name="names">What they are called, by class number.</param>
    public static string Listed(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        IEnumerable<string> first = names.Take(MostNamed).Select((name, number) => IsNumber(name) ? name : $"{number} {name}");
        return string.Join(", ", first) + (names.Count > MostNamed ? $" … ({names.Count} in all)" : "");
    }

    // A name may hold a comma itself.
    private static string[] Items(string text, IReadOnlyList<string> names) =>
        Find(text.Trim(), names) is not null ? [text.Trim()] : text.Split(',', StringSplitOptions.TrimEntries);

    private static (int First, int Last)? Range(string item, IReadOnlyList<string> names)
    {
        if (Find(item, names) is int one) return (one, one);
        for (int dash = item.IndexOf('-', StringComparison.Ordinal); dash >= 0; dash = item.IndexOf('-', dash + 1))
        {
            // A name may hold a dash itself, so each is tried.
            if (Find(item[..dash].Trim(), names) is int first && Find(item[(dash + 1)..].Trim(), names) is int last) return (first, last);
        }

        return null;
    }

    private static int? Find(string item, IReadOnlyList<string> names)
    {
        for (int i = 0; i < names.Count; i++)
            if (names[i].Equals(item, StringComparison.OrdinalIgnoreCase)) return i;
        return !names.All(IsNumber) && int.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < names.Count ? number : null;
    }

    private static bool IsNumber(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
