using System.Globalization;
using System.Text;

namespace Figment;

/// <summary>
/// Text from elsewhere as it may be shown: names of files and classes, metadata, messages of others. Such text can hold what
/// moves a terminal's cursor, begins a line that looks like the program's own, or turns the direction of writing.
/// </summary>
internal static class PrintableText
{
    private const int Joiner = 0x200D,
        NonJoiner = 0x200C; // scripts of India and Persia need them, and emoji

    /// <summary>
    /// The text in one line, with a mark (U+FFFD) in the place of whatever is no character to be seen; blanks stand for line
    /// breaks and tabs.
    /// </summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsPlain(text))
            return text;
        StringBuilder printable = new(text.Length);
        string lines = text.Replace("\r\n", " ", StringComparison.Ordinal);
        foreach (Rune rune in lines.EnumerateRunes())
            printable.Append(
                IsPrintable(rune) ? rune.ToString()
                : rune.Value is '\n' or '\r' or '\t' ? " "
                : "\ufffd"
            );
        return printable.ToString();
    }

    /// <summary>Whether all of a text can be seen: no controls, no marks of direction, no half characters.</summary>
    internal static bool Is(string text)
    {
        // A half of a surrogate pair is enumerated as U+FFFD, which is printable, so it is looked for by itself.
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsSurrogatePair(text, i++))
                return false;
        }

        foreach (Rune rune in text.EnumerateRunes())
            if (!IsPrintable(rune))
                return false;
        return true;
    }

    private static bool IsPrintable(Rune rune) =>
        rune.Value is Joiner or NonJoiner
        || Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
            );

    private static bool IsPlain(string text)
    {
        foreach (char c in text)
            if (c is < ' ' or > '~')
                return false;
        return true;
    }
}
