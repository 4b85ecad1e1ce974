using System.Text;
using ImageMagick.Drawing;

namespace Figment.Charts;

/// <summary>
/// The fonts of a picture with words: the one that the package carries, which has no Chinese, and beside it the one of this
/// computer that has most of what is missing.
/// </summary>
internal sealed class CardFonts
{
    private static readonly string[] Kinds = [".ttf", ".ttc", ".otf"];
    private const string Guard = " "; // in front of all that is drawn, and drawn nowhere
    private readonly FontGlyphs[] fonts;

    /// <summary>Chooses them.</summary>
    /// <param name="words">All that is to be drawn.</param>
    /// <param name="folders">Where fonts lie; those that do not exist are passed over.</param>
    internal CardFonts(string words, IEnumerable<string> folders)
    {
        FontGlyphs own =
            FontGlyphs.TryRead(EmbeddedFont.Path)
            ?? throw new InvalidOperationException("The font of the package cannot be read.");
        Rune[] missing = [.. Missing(words, own).Distinct()];
        FontGlyphs? other =
            missing.Length == 0
                ? null
                : folders
                    .SelectMany(Files)
                    .Select(FontGlyphs.TryRead)
                    .OfType<FontGlyphs>()
                    .Select(font => (Font: font, Count: missing.Count(font.Has)))
                    .Where(entry => entry.Count > 0)
                    .OrderByDescending(entry => entry.Count)
                    .ThenBy(entry => Path.GetFileName(entry.Font.Path), StringComparer.Ordinal)
                    .FirstOrDefault()
                    .Font;
        fonts = other is null ? [own] : [own, other];
    }

    /// <summary>Where computers keep fonts.</summary>
    internal static IReadOnlyList<string> Folders { get; } =
        OperatingSystem.IsWindows() ? [Environment.GetFolderPath(Environment.SpecialFolder.Fonts)]
        : OperatingSystem.IsMacOS() ? ["/System/Library/Fonts", "/Library/Fonts"]
        : ["/usr/share/fonts", "/usr/local/share/fonts"];

    /// <summary>A text in pieces of one font each; what no font has is left out.</summary>
    internal IReadOnlyList<(string Font, string Text)> Pieces(string text)
    {
        List<(string Font, string Text)> pieces = [];
        foreach (Rune character in text.EnumerateRunes())
        {
            if (Array.Find(fonts, font => font.Has(character))?.Path is not string font)
                continue;
            if (pieces is [.., var last] && last.Font == font)
                pieces[^1] = (font, last.Text + character);
            else
                pieces.Add((font, character.ToString()));
        }

        return pieces;
    }

    /// <summary>
    /// The share of a text's characters that no font has, those without a shape not counted; 0 of an empty one.
    /// </summary>
    internal double Lacks(string text)
    {
        Rune[] all = [.. text.EnumerateRunes().Where(character => !Rune.IsWhiteSpace(character) && !Rune.IsControl(character))];
        int lacking = all.Count(character => !Array.Exists(fonts, font => font.Has(character)));
        return all.Length == 0 ? 0 : (double)lacking / all.Length;
    }

    /// <summary>How wide a text is, in pixels.</summary>
    internal double Width(string text, double size) => Pieces(text).Sum(piece => Width(piece, size));

    /// <summary>Draws a text.</summary>
    /// <param name="to">Gets what is drawn.</param>
    /// <param name="text">The text.</param>
    /// <param name="size">Its height, in pixels.</param>
    /// <param name="x">Where it begins.</param>
    /// <param name="y">Its base line.</param>
    internal void Draw(List<IDrawable> to, string text, double size, double x, double y)
    {
        foreach ((string Font, string Text) piece in Pieces(text))
        {
            double left = x - Width((piece.Font, Guard), size);
            to.AddRange([
                new DrawableFont(piece.Font),
                new DrawableFontPointSize(size),
                new DrawableText(left, y, Written(piece.Text)),
            ]);
            x += Width(piece, size);
        }
    }

    private static double Width((string Font, string Text) piece, double size) =>
        Measured(piece.Font, Written(piece.Text), size) - (piece.Text == Guard ? 0 : Measured(piece.Font, Guard, size));

    private static double Measured(string font, string written, double size) =>
        new Drawables().Font(font).FontPointSize(size).FontTypeMetrics(written)!.TextWidth;

    /// <summary>
    /// A text as ImageMagick draws it: a percent sign would begin a property, a backslash another character, and an at sign in
    /// front the name of a file to be read.
    /// </summary>
    private static string Written(string text) =>
        text == Guard
            ? Guard
            : Guard + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "%%", StringComparison.Ordinal);

    private static IEnumerable<Rune> Missing(string words, FontGlyphs font) =>
        words
            .EnumerateRunes()
            .Where(character => !Rune.IsWhiteSpace(character) && !Rune.IsControl(character) && !font.Has(character));

    private static IEnumerable<string> Files(string folder)
    {
        EnumerationOptions all = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };
        return Directory.Exists(folder)
            ? Directory
                .EnumerateFiles(folder, "*", all)
                .Where(file => Kinds.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            : [];
    }
}
