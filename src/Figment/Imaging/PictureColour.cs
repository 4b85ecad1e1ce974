using System.Globalization;

namespace Figment.Imaging;

/// <summary>A colour in the user's notation: a word, or <c>#rrggbb</c>.</summary>
internal readonly record struct PictureColour(byte Red, byte Green, byte Blue)
{
    private static readonly Dictionary<string, PictureColour> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["white"] = new(255, 255, 255),
        ["black"] = new(0, 0, 0),
        ["grey"] = new(128, 128, 128),
        ["red"] = new(255, 0, 0),
        ["green"] = new(0, 128, 0),
        ["blue"] = new(0, 0, 255),
        ["gray"] = new(128, 128, 128),
    };

    /// <summary>The valid notations, as a pattern that ignores case.</summary>
    internal const string Pattern = "^(?i:white|black|gr[ea]y|red|green|blue|#[0-9a-f]{3}|#[0-9a-f]{6})$";

    /// <summary>White, the colour of paper.</summary>
    internal static PictureColour White { get; } = new(255, 255, 255);

    /// <summary>Black.</summary>
    internal static PictureColour Black { get; }

    /// <summary>Whether the colour has no hue.</summary>
    internal bool IsGrey => Red == Green && Green == Blue;

    /// <summary>Parses a colour; null if the text is not one.</summary>
    internal static PictureColour? Of(string text)
    {
        if (Words.TryGetValue(text, out PictureColour known))
            return known;
        if (text is not ['#', .. string digits] || !digits.All(char.IsAsciiHexDigit))
            return null;
        if (digits.Length == 3)
            digits = string.Concat(digits.Select(digit => new string(digit, 2)));
        return digits.Length == 6 ? new(Part(0), Part(2), Part(4)) : null;

        byte Part(int at) => byte.Parse(digits.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    /// <summary>The canonical notation: the word for the colour if there is one.</summary>
    public override string ToString()
    {
        PictureColour colour = this;
        return Words.FirstOrDefault(word => word.Value == colour).Key ?? $"#{Red:x2}{Green:x2}{Blue:x2}";
    }
}
