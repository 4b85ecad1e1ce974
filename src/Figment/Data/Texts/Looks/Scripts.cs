using System.Text;

namespace Figment.Data.Texts;

/// <summary>
/// Counts the characters of texts by script: Latin, Han and so on. Digits, punctuation and white space belong to none.
/// </summary>
internal sealed class Scripts
{
    private const string Latin = "Latin",
        Other = "other";

    private static readonly (int First, int Last, string Name)[] Ranges =
    [
        (0xaa, 0x2af, Latin),
        (0x370, 0x3ff, "Greek"),
        (0x400, 0x52f, "Cyrillic"),
        (0x530, 0x58f, "Armenian"),
        (0x590, 0x5ff, "Hebrew"),
        (0x600, 0x6ff, "Arabic"),
        (0x750, 0x77f, "Arabic"),
        (0x8a0, 0x8ff, "Arabic"),
        (0x900, 0x97f, "Devanagari"),
        (0x980, 0x9ff, "Bengali"),
        (0xa00, 0xa7f, "Gurmukhi"),
        (0xa80, 0xaff, "Gujarati"),
        (0xb80, 0xbff, "Tamil"),
        (0xc00, 0xc7f, "Telugu"),
        (0xc80, 0xcff, "Kannada"),
        (0xd00, 0xd7f, "Malayalam"),
        (0xd80, 0xdff, "Sinhala"),
        (0xe00, 0xe7f, "Thai"),
        (0xe80, 0xeff, "Lao"),
        (0xf00, 0xfff, "Tibetan"),
        (0x1000, 0x109f, "Burmese"),
        (0x10a0, 0x10ff, "Georgian"),
        (0x1100, 0x11ff, "Hangul"),
        (0x1200, 0x137f, "Ethiopic"),
        (0x1780, 0x17ff, "Khmer"),
        (0x1800, 0x18af, "Mongolian"),
        (0x1e00, 0x1eff, Latin),
        (0x1f00, 0x1fff, "Greek"),
        (0x3005, 0x3007, "Han"),
        (0x3041, 0x309f, "Hiragana"),
        (0x30a0, 0x30ff, "Katakana"),
        (0x3100, 0x312f, "Bopomofo"),
        (0x3131, 0x318e, "Hangul"),
        (0x31f0, 0x31ff, "Katakana"),
        (0x3400, 0x4dbf, "Han"),
        (0x4e00, 0x9fff, "Han"),
        (0xa640, 0xa69f, "Cyrillic"),
        (0xac00, 0xd7af, "Hangul"),
        (0xf900, 0xfaff, "Han"),
        (0xfb50, 0xfdff, "Arabic"),
        (0xfe70, 0xfefe, "Arabic"),
        (0xff21, 0xff5a, Latin),
        (0xff66, 0xff9f, "Katakana"),
        (0x1f300, 0x1faff, "emoji"),
        (0x20000, 0x3ffff, "Han"),
    ];

    private readonly Dictionary<string, long> counts = [];
    private long latin;

    /// <summary>Counts a text; in a dialogue, only the contents of the messages.</summary>
    internal void Add(ReadOnlySpan<byte> text)
    {
        foreach (DialoguePart part in Dialogue.Parts(text))
            Count(text.Slice(part.From, part.Length));
    }

    private void Count(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            if (text[0] < 0x80)
            {
                latin += char.IsAsciiLetter((char)text[0]) ? 1 : 0;
                text = text[1..];
                continue;
            }

            Rune.DecodeFromUtf8(text, out Rune letter, out int length);
            text = text[length..];
            if (NameOf(letter) is string name)
                counts[name] = counts.GetValueOrDefault(name) + 1;
        }
    }

    /// <summary>The scripts, the most frequent first, with their shares of the characters.</summary>
    internal IReadOnlyList<(string Name, double Share)> Shares()
    {
        Dictionary<string, long> all = new(counts) { [Latin] = counts.GetValueOrDefault(Latin) + latin };
        double sum = all.Values.Sum();
        return
        [
            .. all.Where(each => each.Value > 0)
                .OrderByDescending(each => each.Value)
                .ThenBy(each => each.Key, StringComparer.Ordinal)
                .Select(each => (each.Key, each.Value / sum)),
        ];
    }

    private static string? NameOf(Rune letter)
    {
        int low = 0,
            high = Ranges.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Ranges[middle].Last < letter.Value)
                low = middle + 1;
            else
                high = middle;
        }

        (int first, int last, string name) = Ranges[low];
        bool isIn = letter.Value >= first && letter.Value <= last;
        if (isIn && name == "emoji")
            return name;
        return !Rune.IsLetter(letter) ? null
            : isIn ? name
            : Other;
    }
}
