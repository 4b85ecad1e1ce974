using System.Globalization;
using System.Text;

namespace Figment;

/// <summary>
/// Converts names from elsewhere into file or folder names that are readable, may be in any script, and are valid on Linux,
/// Windows and macOS. All code that names a file after data uses this class, so that a name inside a file never decides where
/// Figment writes.
/// </summary>
internal static class FileNames
{
    /// <summary>The greatest length of a name that file systems accept, in bytes.</summary>
    internal const int MostBytes = 255;

    /// <summary>The greatest length of a foreign name in bytes, which leaves room for what follows it.</summary>
    internal const int MostForeignBytes = 120;

    // Forbidden on Windows, or special in the address of a page.
    private const string Special = "\"*/:<>?\\|%#";
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"];

    /// <summary>
    /// Keeps the letters, digits, dots, dashes and underscores of a name, and replaces the rest with dashes: <c>photos (1)</c>
    /// becomes <c>photos-1</c>.
    /// </summary>
    /// <param name="name">A name from anywhere.</param>
    /// <param name="otherwise">The result if nothing is left of the name.</param>
    internal static string Safe(string name, string otherwise = "data")
    {
        StringBuilder safe = new(name.Length);
        foreach (Rune rune in ClassNames.Composed(name).EnumerateRunes())
        {
            if (IsKept(rune))
                safe.Append(rune.ToString());
            else if (safe is not [.., '-'])
                safe.Append('-');
        }

        string kept = Shorten(safe.ToString().Trim('-', '.'), MostForeignBytes).TrimEnd('-', '.');
        return kept.Length == 0 ? otherwise
            : IsDevice(kept) ? $"_{kept}"
            : kept;
    }

    /// <summary>
    /// Whether a name is valid on every system and in an address, as the names that Figment chooses for runs always are.
    /// </summary>
    internal static bool IsPortable(string name) =>
        name.Length > 0
        && Encoding.UTF8.GetByteCount(name) <= MostBytes
        && PrintableText.Is(name)
        && name.IndexOfAny([.. Special]) < 0
        && name.Trim() == name
        && name[0] != '.'
        && name[^1] != '.'
        && !IsDevice(name);

    /// <summary>The longest prefix of a name that fits into a number of bytes, without splitting a character.</summary>
    internal static string Shorten(string name, int mostBytes)
    {
        if (Encoding.UTF8.GetByteCount(name) <= mostBytes)
            return name;
        int length = 0,
            bytes = 0;
        foreach (string character in Characters(name))
        {
            bytes += Encoding.UTF8.GetByteCount(character);
            if (bytes > mostBytes)
                break;
            length += character.Length;
        }

        return name[..length];
    }

    private static IEnumerable<string> Characters(string text)
    {
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
            yield return elements.GetTextElement();
    }

    // U+FFFD stands for invalid text.
    private static bool IsKept(Rune rune) =>
        rune.Value is '-' or '_' or '.'
        || Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    // Windows treats these names as devices, whatever follows the first dot.
    private static bool IsDevice(string name)
    {
        string first = name.Split('.')[0].Trim();
        return Devices.Contains(first, StringComparer.OrdinalIgnoreCase)
            || (
                first.Length == 4
                && (
                    first[..3].Equals("COM", StringComparison.OrdinalIgnoreCase)
                    || first[..3].Equals("LPT", StringComparison.OrdinalIgnoreCase)
                )
                && (char.IsDigit(first[3]) || first[3] is '¹' or '²' or '³')
            );
    }
}
