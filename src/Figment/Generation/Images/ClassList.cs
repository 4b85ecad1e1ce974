using System.Globalization;

namespace Figment.Generation.Images;

/// <summary>Reads which classes a user asks for.</summary>
internal static class ClassList
{
    private const int MostNamed = 20;

    /// <summary>
    /// Class numbers of what a user writes: classes apart by commas, each a name (<c>shirt</c>), a number from 0 on, or a range
    /// of either (<c>0-4</c>). The name that is written in exactly this way goes first, then one that looks the same, then one
    /// that differs in case alone. A name goes before a number; where all names are numbers, as those of digits, only names
    /// count. A range of names that differ in a number alone (<c>2-10</c>) is in the order in which people count; one of other
    /// names is in the order of the classes.
    /// </summary>
    /// <param name="text">For instance <c>7</c>, <c>0-9</c>, <c>0-4,8</c> or <c>shirt,bag</c>.</param>
    /// <param name="names">What the data's classes are called, by class number.</param>
    /// <param name="notes">
    /// Takes a sentence for each range that holds other classes than one would think; null where nobody wants to know.
    /// </param>
    /// <returns>Class numbers in the order in which they are written.</returns>
    /// <exception cref="OptionsException">There are no classes, or none of that name; every unknown one is listed.</exception>
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

    /// <summary>Classes whose names differ from one in case, or in what cannot be seen.</summary>
    private static int[] Alike(string item, IReadOnlyList<string> names) =>
        [.. Enumerable.Range(0, names.Count).Where(i => ClassNames.LooksLike(names[i], item))];

    private static string Explain(string item, IReadOnlyList<string> names) =>
        Alike(item, names) is { Length: > 1 } alike
            ? $"'{item}' may be any of {string.Join(", ", alike.Select(i => $"'{names[i]}' (number {i})"))}. Write it as it "
                + $"is written there, or write the number."
            : $"There is no class '{item}'. {Names.Suggest(item, names)}The classes are: {Listed(names)}.";

    private static bool IsNumber(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
