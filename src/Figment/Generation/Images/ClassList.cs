using System.Globalization;

namespace Figment.Generation.Images;

/// <summary>Parses the classes that a user asks for.</summary>
internal static class ClassList
{
    private const int MostNamed = 20;

    /// <summary>
    /// Returns the class numbers that a text names. The text lists classes separated by commas, each given as a name
    /// (<c>shirt</c>), a number counted from 0, or a range of either (<c>0-4</c>). An exact name takes precedence over one that
    /// only looks the same, and the latter over one that differs only in case. A name takes precedence over a
    /// number; if all names are numbers, as for digits, every number is read as a name. A range of names that differ in one
    /// number (<c>2-10</c>) is in numerical order; a range of other names is in the order of the classes.
    /// </summary>
    /// <param name="text">For instance <c>7</c>, <c>0-9</c>, <c>0-4,8</c> or <c>shirt,bag</c>.</param>
    /// <param name="names">The names of the data's classes, by class number.</param>
    /// <param name="notes">
    /// Receives a sentence for each range whose classes are not those that one might expect; null to omit these sentences.
    /// </param>
    /// <returns>Class numbers in the order of the text.</returns>
    /// <exception cref="OptionsException">
    /// The data has no classes, or no class has a given name; the message lists every unknown name.
    /// </exception>
    public static IReadOnlyList<int> Parse(string text, IReadOnlyList<string> names, ICollection<string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0)
            throw new OptionsException([$"The data has no labels, so there is no class '{text}'."]);

        List<int> classes = [];
        List<string> problems = [];
        foreach (string item in Items(text, names))
        {
            if (Find(item, names) is int one)
            {
                classes.Add(one);
            }
            else if (ClassRange.Find(item, names, part => Find(part, names)) is { } range)
            {
                classes.AddRange(range.Classes);
                if (range.Note is not null)
                    notes?.Add(range.Note);
            }
            else
            {
                problems.Add(Explain(item, names));
            }
        }

        return problems.Count == 0 ? classes : throw new OptionsException(problems);
    }

    /// <summary>Lists classes for a message, with the number before each name that is not itself a number.</summary>
    /// <param name="names">The names of the classes, by class number.</param>
    public static string Listed(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        IEnumerable<string> first = names.Take(MostNamed).Select((name, number) => IsNumber(name) ? name : $"{number} {name}");
        return string.Join(", ", first) + (names.Count > MostNamed ? $" … ({names.Count} in all)" : "");
    }

    // A name may itself contain a comma.
    private static string[] Items(string text, IReadOnlyList<string> names) =>
        Find(text.Trim(), names) is not null ? [text.Trim()] : text.Split(',', StringSplitOptions.TrimEntries);

    private static int? Find(string item, IReadOnlyList<string> names)
    {
        if (ClassNames.Find(item, names) is int found)
            return found;
        int[] alike = Alike(item, names);
        if (alike.Length > 0)
            return alike.Length == 1 ? alike[0] : null;
        return
            !names.All(IsNumber)
            && int.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number < names.Count
            ? number
            : null;
    }

    /// <summary>Returns classes whose names differ from a text only in case, or in characters that cannot be seen.</summary>
    private static int[] Alike(string item, IReadOnlyList<string> names) =>
        [.. Enumerable.Range(0, names.Count).Where(i => ClassNames.LooksLike(names[i], item))];

    private static string Explain(string item, IReadOnlyList<string> names) =>
        Alike(item, names) is { Length: > 1 } alike
            ? $"'{item}' can mean any of {string.Join(", ", alike.Select(i => $"'{names[i]}' (number {i})"))}. Write one of "
                + $"these exactly, or write its number."
            : $"There is no class '{item}'. {Names.Suggest(item, names)}The classes are: {Listed(names)}.";

    private static bool IsNumber(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
