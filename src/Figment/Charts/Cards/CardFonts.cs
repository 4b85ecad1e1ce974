using System.Text;
using ImageMagick.Drawing;

namespace Figment.Charts;

/// <summary>
/// The fonts for a picture with text: the one in the package, which has no Chinese, and the font of this computer that has most
/// of the missing characters.
/// </summary>
internal sealed class CardFonts
{
    private static readonly string[] Kinds = [".ttf", ".ttc", ".otf"];
    private const string Guard = " "; // before every drawn text, and invisible
    private readonly FontGlyphs[] fonts;

    /// <summary>Chooses the fonts.</summary>
    /// <param name="words">All text to be drawn.</param>
    /// <param name="folders">Folders with fonts; those that do not exist are skipped.</param>
    internal CardFonts(string words, IEnumerable<string> folders)
    {
        FontGlyphs own =
            FontGlyphs.TryRead(EmbeddedFont.Path)
            ?? throw new InvalidOperationException("The font in Figment's package cannot be read.");
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

    /// <summary>The usual folders of fonts.</summary>
    internal static IReadOnlyList<string> Folders { get; } =
        OperatingSystem.IsWindows() ? [Environment.GetFolderPath(Environment.SpecialFolder.Fonts)]
        : OperatingSystem.IsMacOS() ? ["/System/Library/Fonts", "/Library/Fonts"]
        : ["/usr/share/fonts", "/usr/local/share/fonts"];

    /// <summary>Splits a text into pieces of one font each; characters that no font has are left out.</summary>
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

    /// <summary>The fraction of a text's characters that no font has, not counting invisible ones; 0 for an empty text.</summary>
    internal double Lacks(string text)
    {
        Rune[] all = [.. text.EnumerateRunes().Where(character => !Rune.IsWhiteSpace(character) && !Rune.IsControl(character))];
        int lacking = all.Count(character => !Array.Exists(fonts, font => font.Has(character)));
        return all.Length == 0 ? 0 : (double)lacking / all.Length;
    }

    /// <summary>The width of a text in pixels.</summary>
    internal double Width(string text, double size) => Pieces(text).Sum(piece => Width(piece, size));

    /// <summary>Draws a text.</summary>
    /// <param name="to">Receives the drawing.</param>
    /// <param name="text">The text.</param>
    /// <param name="size">The font size in pixels.</param>
    /// <param name="x">The left edge in pixels.</param>
    /// <param name="y">The baseline in pixels.</param>
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
    /// Escapes a text for ImageMagick: a percent sign would begin a property, a backslash an escape, and a leading @ the
    /// name of a file to read.
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
