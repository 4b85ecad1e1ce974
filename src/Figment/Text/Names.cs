namespace Figment;

/// <summary>Finds names that a user may have meant.</summary>
internal static class Names
{
    /// <summary>Returns <c>Did you mean classic? </c>, or an empty string if no name is similar.</summary>
    internal static string Suggest(string written, IEnumerable<string> known)
    {
        string[] near =
        [
            .. known.Where(name =>
                Distance(name.ToUpperInvariant(), written.ToUpperInvariant()) <= Math.Max(2, written.Length / 3)
            ),
        ];
        return near.Length > 0 ? $"Did you mean {string.Join(" or ", near)}? " : "";
    }

    /// <summary>
    /// The number of insertions, deletions and replacements of single letters that turn one word into the other (Levenshtein,
    /// 1966).
    /// </summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
