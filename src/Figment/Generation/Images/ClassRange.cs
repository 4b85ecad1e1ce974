using System.Globalization;
using System.Text.RegularExpressions;

namespace Figment.Generation.Images;

/// <summary>A range of classes, written as <c>2-10</c> or <c>trouser-coat</c>.</summary>
/// <param name="Classes">Class numbers, from the first to the last.</param>
/// <param name="Note">A sentence about a surprising result; usually null.</param>
internal sealed partial record ClassRange(IReadOnlyList<int> Classes, string? Note)
{
    private const int MostNamed = 30;

    /// <summary>Finds the range that a text names; null if it names none.</summary>
    /// <param name="text">Two classes with a dash in between. A name may itself contain a dash, so each dash is tried.</param>
    /// <param name="names">The names of all classes, by class number.</param>
    /// <param name="find">Returns the number of a class.</param>
    internal static ClassRange? Find(string text, IReadOnlyList<string> names, Func<string, int?> find)
    {
        for (int dash = text.IndexOf('-', StringComparison.Ordinal); dash >= 0; dash = text.IndexOf('-', dash + 1))
        {
            string from = text[..dash].Trim(),
                to = text[(dash + 1)..].Trim();
            if (find(from) is int first && find(to) is int last)
                return Counted(text, names, first, last) is { } range && !AreNumbers(from, to, names)
                    ? range
                    : new ClassRange(Between(first, last), null);
        }

        return null;
    }

    /// <summary>
    /// If both names differ in just one number, returns all names between them in numerical order, because a run of an older
    /// version has the order 1, 10, 2.
    /// </summary>
    private static ClassRange? Counted(string text, IReadOnlyList<string> names, int first, int last)
    {
        string shape = Shape(names[first]);
        if (!shape.Contains('#', StringComparison.Ordinal) || Shape(names[last]) != shape)
            return null;
        bool isBackward = NaturalOrder.Instance.Compare(names[first], names[last]) > 0;
        (string low, string high) = isBackward ? (names[last], names[first]) : (names[first], names[last]);
        int[] classes =
        [
            .. Enumerable
                .Range(0, names.Count)
                .Where(i =>
                    Shape(names[i]) == shape
                    && NaturalOrder.Instance.Compare(names[i], low) >= 0
                    && NaturalOrder.Instance.Compare(names[i], high) <= 0
                )
                .OrderBy(i => names[i], NaturalOrder.Instance),
        ];
        if (isBackward)
            Array.Reverse(classes);
        return new ClassRange(
            classes,
            NumberOf(high) - NumberOf(low) + 1 == classes.Length
                ? null
                : $"'{text}' means {classes.Length} classes: {Listed(classes, names)}."
        );
    }

    // Whether these are class numbers and not names.
    private static bool AreNumbers(string from, string to, IReadOnlyList<string> names) =>
        ClassNames.Find(from, names) is null && ClassNames.Find(to, names) is null;

    private static int[] Between(int first, int last) =>
        [.. Enumerable.Range(0, Math.Abs(last - first) + 1).Select(i => first + (i * Math.Sign(last - first)))];

    private static string Shape(string name) => Digits().Replace(name, "#");

    // The only number in a name; null for a name with no number or with several.
    private static long? NumberOf(string name) =>
        Digits().Matches(name) is [Match only]
        && long.TryParse(only.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;

    private static string Listed(int[] classes, IReadOnlyList<string> names) =>
        string.Join(", ", classes.Take(MostNamed).Select(i => names[i])) + (classes.Length > MostNamed ? " …" : "");

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
