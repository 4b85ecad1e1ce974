namespace Figment;

/// <summary>Text from a file, in a form that is safe in a sentence on a terminal or a page.</summary>
internal static class ShownText
{
    private const int MostCharacters = 100;

    /// <summary>
    /// Returns the text without characters that move a cursor, break a line or reverse the direction of writing, cut to about the
    /// length of a line.
    /// </summary>
    internal static string Of(string text)
    {
        string some = text.Length <= MostCharacters ? text : $"{text[..MostCharacters]}…";
        return string.Concat(some.Select(letter => char.IsControl(letter) || IsHidden(letter) ? '\ufffd' : letter));
    }

    // Line separators, and marks that change the direction of writing.
    private static bool IsHidden(char letter) =>
        letter is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
