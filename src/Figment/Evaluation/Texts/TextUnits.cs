using System.Globalization;
using System.Text;

namespace Figment.Evaluation.Texts;

/// <summary>
/// The units by which texts are compared: words where a script separates words, and single characters where it does not (Chinese,
/// Japanese, Thai). White space and punctuation do not count.
/// </summary>
internal static class TextUnits
{
    /// <summary>Returns a hash of each unit, in order.</summary>
    internal static List<ulong> Of(ReadOnlySpan<byte> text) => Of(text, word: null);

    /// <summary>
    /// Returns a hash of each word and, for scripts without separate words, of each pair of adjacent characters.
    /// </summary>
    internal static List<ulong> Words(ReadOnlySpan<byte> text)
    {
        List<ulong> words = [];
        ulong before = 0;
        Of(
            text,
            (unit, isCharacter) =>
            {
                if (!isCharacter)
                    words.Add(unit);
                else if (before != 0)
                    words.Add(Mix(before, unit));
                before = isCharacter ? unit : 0;
            }
        );
        return words;
    }

    /// <summary>Returns a hash of each run of n adjacent units.</summary>
    internal static ulong[] Grams(List<ulong> units, int n)
    {
        if (units.Count < n)
            return [];
        ulong[] grams = new ulong[units.Count - n + 1];
        for (int i = 0; i < grams.Length; i++)
        {
            ulong hash = Start;
            for (int j = 0; j < n; j++)
                hash = Mix(hash, units[i + j]);
            grams[i] = hash;
        }

        return grams;
    }

    private const ulong Start = 14695981039346656037;

    private static List<ulong> Of(ReadOnlySpan<byte> text, Action<ulong, bool>? word)
    {
        List<ulong> units = [];
        ulong hash = Start;
        bool isOpen = false;
        void Take(ulong unit, bool isCharacter)
        {
            units.Add(unit);
            word?.Invoke(unit, isCharacter);
        }

        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out Rune rune, out int length);
            text = text[length..];
            bool isCharacter = IsAlone(rune),
                isPart = !isCharacter && IsPartOfWord(rune);
            if (!isPart && isOpen)
                Take(hash, isCharacter: false);
            if (isCharacter)
                Take(Mix(Start, (ulong)rune.Value), isCharacter: true);
            hash = isPart ? Mix(isOpen ? hash : Start, (ulong)rune.Value) : Start;
            isOpen = isPart;
        }

        if (isOpen)
            Take(hash, isCharacter: false);
        return units;
    }

    private static ulong Mix(ulong hash, ulong value)
    {
        hash = (hash ^ value) * 1099511628211;
        return hash ^ (hash >> 29);
    }

    private static bool IsPartOfWord(Rune rune) =>
        Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Whether a character belongs to a script without spaces between words.</summary>
    private static bool IsAlone(Rune rune) =>
        rune.Value
            is (>= 0x0E00 and <= 0x0EFF)
                or (>= 0x1000 and <= 0x109F)
                or (>= 0x1780 and <= 0x17FF)
                or (>= 0x3041 and <= 0x30FF)
                or (>= 0x3400 and <= 0x4DBF)
                or (>= 0x4E00 and <= 0x9FFF)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0x20000 and <= 0x3FFFF);
}
