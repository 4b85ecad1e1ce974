using System.Globalization;
using System.Text;

namespace Figment;

/// <summary>
/// Makes text from elsewhere safe to show: names of files and classes, metadata, messages from others. Such text can contain
/// characters that move a terminal's cursor, begin a line that looks like the program's own, or reverse the direction of writing.
/// </summary>
internal static class PrintableText
{
    private const int Joiner = 0x200D,
        NonJoiner = 0x200C; // needed by scripts of India and Persia, and by emoji

    /// <summary>
    /// Returns the text on one line, with U+FFFD for every invisible character and spaces for line breaks and tabs.
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

    /// <summary>Whether the whole text is visible: no control characters, no direction marks, no unpaired surrogates.</summary>
    internal static bool Is(string text)
    {
        // An unpaired surrogate is enumerated as U+FFFD, which is printable, so it is detected separately.
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
