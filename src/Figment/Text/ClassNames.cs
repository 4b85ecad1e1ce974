using System.Globalization;
using System.Text;
using static ADRaffy.ENSNormalize.ENSNormalize;

namespace Figment;

/// <summary>Finds a class by what a person types or another system wrote.</summary>
internal static class ClassNames
{
    /// <summary>
    /// The number of a class: the one that is written in exactly this way; else the one that looks the same (macOS takes <c>é</c>
    /// apart into a letter and its accent); else the only one that differs in case alone.
    /// </summary>
    /// <param name="name">What was asked for.</param>
    /// <param name="names">What the classes are called, by class number.</param>
    /// <returns>Null where there is none, or more than one that differs in case alone.</returns>
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

    /// <summary>A name with letters and accents put together (Unicode's form C).</summary>
    internal static string Composed(string name) => Ascii.IsValid(name) ? name : NF.NFC(name);

    /// <summary>
    /// Whether two names look the same but for their case: what cannot be seen, and how many blanks there are, does not count.
    /// </summary>
    internal static bool LooksLike(string a, string b) => Seen(a).Equals(Seen(b), StringComparison.OrdinalIgnoreCase);

    private static string Seen(string name) =>
        string.Join(
            ' ',
            Composed(string.Concat(name.EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format)))
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
}
