using System.Text;
using Figment.Imaging;
using ImageMagick;
using ImageMagick.Drawing;

namespace Figment.Charts;

/// <summary>
/// A picture of 1200 × 630 pixels that shows and describes the output of a model. This is the usual size of the preview beside a
/// link.
/// </summary>
/// <param name="Title">What the model learned from; left out if no font has its characters.</param>
/// <param name="Lines">Further lines of a few words each, in letters that every font has.</param>
/// <param name="Sheet">The samples as one picture in PNG; null if the model writes texts.</param>
/// <param name="Texts">The generated texts.</param>
internal sealed record ShareCard(string Title, IReadOnlyList<string> Lines, byte[]? Sheet, IReadOnlyList<string> Texts)
{
    private const int Width = 1200,
        Height = 630,
        Margin = 40,
        Stage = Height - (2 * Margin),
        Column = Stage + (2 * Margin);
    private const double TitleSize = 60,
        LeastTitle = 30,
        LineSize = 24,
        LineStep = 40,
        MostText = 44,
        LeastText = 20,
        TextStep = 1.55;

    // A barely trained model writes a few odd characters, which may be left out; a whole script that no font has may not.
    private const double MostLacking = 0.3;

    private static readonly MagickColor Ground = new("#13171f"),
        Paper = new("#1a202b"),
        Strong = new("#eef1f5"),
        Plain = new("#c2c7d0");

    /// <summary>Draws the card as PNG; the same card gives the same bytes on the same computer.</summary>
    /// <param name="fontFolders">The folders of other fonts.</param>
    /// <exception cref="FigmentException">No font has the characters of the text.</exception>
    internal byte[] ToPng(IEnumerable<string> fontFolders)
    {
        CardFonts fonts = new(string.Concat([Title, .. Lines, .. Texts]), fontFolders);
        using MagickImage image = new(Ground, Width, Height);
        List<IDrawable> drawn = [new DrawableStrokeColor(MagickColors.None)];
        if (Sheet is not null)
            Place(image, Sheet);
        else
            Write(drawn, fonts);
        Tell(drawn, fonts);
        image.Draw(drawn);
        return DrawingMark.Add(image.ToPng());
    }

    /// <summary>Draws the sheet of samples as large as possible.</summary>
    private static void Place(MagickImage image, byte[] png)
    {
        using MagickImage sheet = new(png);
        double fit = Math.Min((double)Stage / sheet.Width, (double)Stage / sheet.Height);
        sheet.FilterType = fit >= 1 ? FilterType.Mitchell : FilterType.Lanczos;
        sheet.Resize(new MagickGeometry(Fitted(sheet.Width), Fitted(sheet.Height)) { IgnoreAspectRatio = true });
        image.Composite(sheet, Centred(sheet.Width), Centred(sheet.Height), CompositeOperator.Over);

        uint Fitted(uint size) => (uint)Math.Max(1, Math.Round(size * fit));
        int Centred(uint size) => Margin + ((Stage - (int)size) / 2);
    }

    /// <summary>
    /// Draws as much of a text as fits, in the largest size that fits: the first text whose characters are all in the fonts, or
    /// otherwise the one with the fewest missing.
    /// </summary>
    private void Write(List<IDrawable> drawn, CardFonts fonts)
    {
        const int Inner = 32;
        string text = Texts.Where(one => !string.IsNullOrWhiteSpace(one)).MinBy(fonts.Lacks)?.Trim() ?? "";
        if (fonts.Lacks(text) > MostLacking)
        {
            throw new FigmentException(
                "No font on this computer has the characters that the model wrote, so its text cannot be drawn. Install a font "
                    + "that has them (for Chinese, Noto Sans CJK, for instance), and try again."
            );
        }

        DrawableRoundRectangle paper = new(Margin, Margin, Margin + Stage, Margin + Stage, 16, 16);
        drawn.AddRange([new DrawableFillColor(Paper), paper, new DrawableFillColor(Strong)]);
        double size = MostText;
        List<string> lines;
        while (
            (lines = Wrapped(text, fonts, size, Stage - (2 * Inner))).Count * size * TextStep > Stage - (2 * Inner)
            && size > LeastText
        )
            size--;
        int most = (int)((Stage - (2 * Inner)) / (size * TextStep));
        double y = ((Height - (Math.Min(most, lines.Count) * size * TextStep)) / 2) + size;
        foreach (string line in lines.Take(most))
        {
            fonts.Draw(drawn, line, size, Margin + Inner, y);
            y += size * TextStep;
        }
    }

    private void Tell(List<IDrawable> drawn, CardFonts fonts)
    {
        const int Room = Width - Column - Margin;
        drawn.Add(new DrawableFillColor(Strong));
        string title = fonts.Lacks(Title) == 0 ? Title : "Figment";
        double size = TitleSize;
        while (fonts.Width(title, size) > Room && size > LeastTitle)
            size -= 2;
        double y = Margin + 70;
        foreach (string line in Wrapped(title, fonts, size, Room).Take(3))
        {
            fonts.Draw(drawn, line, size, Column, y);
            y += size * 1.2;
        }

        drawn.Add(new DrawableFillColor(Plain));
        y += 12;
        foreach (string line in Lines.SelectMany(line => Wrapped(line, fonts, LineSize, Room)))
        {
            fonts.Draw(drawn, line, LineSize, Column, y);
            y += LineStep;
        }

        Sign(drawn, fonts);
    }

    /// <summary>Draws Figment's logo at the bottom, as on its pages.</summary>
    private static void Sign(List<IDrawable> drawn, CardFonts fonts)
    {
        const double Size = 44,
            Top = Height - Margin - Size;
        const double Unit = Size / 32;
        DrawableRoundRectangle sign = new(Column, Top, Column + Size, Top + Size, 6 * Unit, 6 * Unit);
        DrawableCircle dot = new(Column + (23 * Unit), Top + (23 * Unit), Column + (26 * Unit), Top + (23 * Unit));
        drawn.AddRange([new DrawableFillColor(new MagickColor("#0172ad")), sign]);
        drawn.AddRange([new DrawableFillColor(MagickColors.White), Bar(9, 6, 13, 25), Bar(9, 6, 22, 10), Bar(9, 14, 19, 18)]);
        drawn.AddRange([new DrawableFillColor(new MagickColor("#ffbf00")), dot]);
        drawn.Add(new DrawableFillColor(Strong));
        fonts.Draw(drawn, "Figment", LineSize + 4, Column + Size + 14, Top + 32);

        DrawableRectangle Bar(double left, double top, double right, double bottom) =>
            new(Column + (left * Unit), Top + (top * Unit), Column + (right * Unit), Top + (bottom * Unit));
    }

    /// <summary>Breaks a text into lines that fit a width: at spaces if there are any, otherwise within words.</summary>
    private static List<string> Wrapped(string text, CardFonts fonts, double size, double width)
    {
        List<string> lines = [];
        foreach (string paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            string rest = paragraph.Trim();
            do
            {
                int fits = Fitting(rest, fonts, size, width);
                int cut =
                    fits == rest.Length || (IsChinese(rest[fits]) && IsChinese(rest[fits - 1])) ? fits
                    : rest.LastIndexOf(' ', fits) is > 0 and int space ? space
                    : fits;
                lines.Add(rest[..cut]);
                rest = rest[cut..].Trim();
            } while (rest.Length > 0 && lines.Count < 60);
        }

        return lines;
    }

    /// <summary>Whether a line may be broken next to the character: Chinese is written without spaces.</summary>
    private static bool IsChinese(char character) => character is >= '\u3400' and <= '\u9fff';

    /// <summary>The number of leading characters that fit; at least one, and never half of one.</summary>
    private static int Fitting(string text, CardFonts fonts, double size, double width)
    {
        if (fonts.Width(text, size) <= width)
            return text.Length;
        int least = 0,
            most = text.Length;
        while (least + 1 < most)
        {
            int middle = (least + most) / 2;
            if (fonts.Width(text[..middle], size) <= width)
                least = middle;
            else
                most = middle;
        }

        if (least > 0 && char.IsHighSurrogate(text[least - 1]))
            least--;
        return Math.Max(least, Rune.TryGetRuneAt(text, 0, out Rune first) ? first.Utf16SequenceLength : 1);
    }
}
