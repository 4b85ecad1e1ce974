using System.Globalization;
using System.Text.RegularExpressions;

namespace Figment.Generation.Images;

/// <summary>Classes from one to another, as <c>2-10</c> or <c>trouser-coat</c> name them.</summary>
/// <param name="Classes">Class numbers, from the first to the last.</param>
/// <param name="Note">What may surprise, in a sentence; null as a rule.</param>
internal sealed partial record ClassRange(IReadOnlyList<int> Classes, string? Note)
{
    private const int MostNamed = 30;

    /// <summary>The range that a text names; null where it names none.</summary>
    /// <param name="text">Two classes with a dash between. A name may hold a dash itself, so each is tried.</param>
    /// <param name="names">What all classes are called, by their numbers.</param>
    /// <param name="find">The number of one class.</param>
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
    /// Where both names differ in one number alone, all between them as people count: a run of an older version has 1, 10, 2 in
    /// this order.
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
                : $"'{text}' is {classes.Length} classes: {Listed(classes, names)}."
        );
    }

    // Numbers of classes, where these are called something else.
    private static bool AreNumbers(string from, string to, IReadOnlyList<string> names) =>
        ClassNames.Find(from, names) is null && ClassNames.Find(to, names) is null;

    private static int[] Between(int first, int last) =>
        [.. Enumerable.Range(0, Math.Abs(last - first) + 1).Select(i => first + (i * Math.Sign(last - first)))];

    private static string Shape(string name) => Digits().Replace(name, "#");

    // The number in which names of one shape differ; with more than one in each, none.
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
