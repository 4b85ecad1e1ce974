using System.Globalization;
using System.Text;
using static ADRaffy.ENSNormalize.ENSNormalize;

namespace Figment;

/// <summary>Finds a class by a name that a person typed or another system wrote.</summary>
internal static class ClassNames
{
    /// <summary>
    /// Finds the number of a class: the one with exactly this name; otherwise the one whose name looks the same (macOS splits
    /// <c>é</c> into a letter and its accent); otherwise the only one that differs only in case.
    /// </summary>
    /// <param name="name">The requested name.</param>
    /// <param name="names">The names of the classes, by class number.</param>
    /// <returns>The number; null if there is none, or if there are several that differ only in case.</returns>
    internal static int? Find(string name, IReadOnlyList<string> names)
    {
        for (int i = 0; i < names.Count; i++)
            if (names[i] == name)
                return i;
        string composed = Composed(name);
        string[] all = [.. names.Select(Composed)];
        if (Array.IndexOf(all, composed) is >= 0 and int same)
            return same;
        int[] alike =
        [
            .. Enumerable.Range(0, all.Length).Where(i => all[i].Equals(composed, StringComparison.OrdinalIgnoreCase)),
        ];
        return alike.Length == 1 ? alike[0] : null;
    }

    /// <summary>Combines the letters and accents of a name (Unicode normalisation form C).</summary>
    internal static string Composed(string name) => Ascii.IsValid(name) ? name : NF.NFC(name);

    /// <summary>
    /// Whether two names look the same apart from case; invisible characters and the number of spaces do not count.
    /// </summary>
    internal static bool LooksLike(string a, string b) => Seen(a).Equals(Seen(b), StringComparison.OrdinalIgnoreCase);

    private static string Seen(string name) =>
        string.Join(
            ' ',
            Composed(string.Concat(name.EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format)))
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
}
