using System.Globalization;
using System.Text;

namespace Figment;

/// <summary>
/// What a name from elsewhere becomes where it names a file or a folder: readable, in any script, and valid on Linux, Windows and
/// macOS. Whoever writes a file that is named after data goes through here, so that a name inside a file never decides where is
/// written.
/// </summary>
internal static class FileNames
{
    /// <summary>What file systems take for one name.</summary>
    internal const int MostBytes = 255;

    /// <summary>How much of a foreign name is kept: what stands behind it must fit too.</summary>
    internal const int MostForeignBytes = 120;

    // Forbidden on Windows, or with a meaning in the address of a page.
    private const string Special = "\"*/:<>?\\|%#";
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"];

    /// <summary>
    /// The name with letters, digits, dots, dashes and underscores kept, and a dash in the place of the rest: <c>photos (1)</c>
    /// becomes <c>photos-1</c>.
    /// </summary>
    /// <param name="name">From anywhere.</param>
    /// <param name="otherwise">Stands for it where nothing of it is left.</param>
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
    /// Whether a name is valid on every system and can stand in an address; that of every run that Figment names itself is.
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

    /// <summary>The beginning of a name that takes so many bytes on disk, no character cut apart.</summary>
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

    // U+FFFD stands for what was no text.
    private static bool IsKept(Rune rune) =>
        rune.Value is '-' or '_' or '.'
        || Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    // Windows takes these for devices, whatever stands behind the first dot.
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
