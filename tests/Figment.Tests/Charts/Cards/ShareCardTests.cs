using Figment.Charts;
using Figment.Imaging;
using ImageMagick;

namespace Figment.Tests.Charts;

public sealed class ShareCardTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_is_as_large_as_links_show_and_is_a_drawing_and_no_data()
    {
        byte[] png = Card("letters", "abc").ToPng([]);

        using MagickImage image = new(png);
        Assert.Equal((1200u, 630u), (image.Width, image.Height));
        Assert.True(DrawingMark.IsIn(png));
        Assert.Equal(png, Card("letters", "abc").ToPng([]));
        Assert.NotEqual(png, Card("letters", "abd").ToPng([]));
    }

    /// <summary>ImageMagick would read the file named after an at sign, and fill in whatever follows a percent sign.</summary>
    [Theory]
    [InlineData("@{0}")]
    [InlineData("%w %[fx:1+1] 59%")]
    [InlineData("a\\nb")]
    public void What_means_something_to_ImageMagick_is_drawn_as_it_is_written(string text)
    {
        File.WriteAllText(folder["secret.txt"], "secret");
        text = text.Replace("{0}", folder["secret.txt"], StringComparison.Ordinal);
        CardFonts fonts = new("", []);

        Assert.Equal(
            Letters(text).Sum(letter => fonts.Width(letter, 100)),
            fonts.Width(text, 100),
            0.06 * fonts.Width(text, 100)
        );
        Assert.NotEqual(Card("x", text).ToPng([]), Card("x", "secret").ToPng([]));
    }

    [Fact]
    public void What_no_font_has_is_left_out_of_the_title_and_refused_as_a_sample()
    {
        Assert.Equal(Card("Figment", "abc").ToPng([]), Card("春眠", "abc").ToPng([]));
        FigmentException refused = Assert.Throws<FigmentException>(() => Card("poems", "春眠不觉晓").ToPng([]));
        Assert.Contains("Install a font", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_no_fonts_are_passed_over()
    {
        byte[] font = File.ReadAllBytes(EmbeddedFont.Path);
        File.WriteAllText(folder["a.ttf"], "no font");
        File.WriteAllBytes(folder["b.ttf"], font[..100]);
        File.WriteAllBytes(folder["c.ttc"], [0x74, 0x74, 0x63, 0x66, .. new byte[8], 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4]);
        Array.Fill(font, (byte)0xff, 12, 400);
        File.WriteAllBytes(folder["d.ttf"], font);

        Assert.Equal(1, new CardFonts("春", [folder.Root, folder["none"]]).Lacks("春"));
    }

    [Theory]
    [InlineData(28, 28)]
    [InlineData(2000, 300)]
    public void Samples_fit_whatever_their_size(int width, int height)
    {
        using MagickImage sheet = new(MagickColors.Red, (uint)width, (uint)height);
        byte[] png = sheet.ToByteArray(MagickFormat.Png);
        ShareCard card = new("pets", ["gan"], png, []);

        using MagickImage image = new(card.ToPng([]));
        using IPixelCollection<byte> pixels = image.GetPixels();
        Assert.Equal(MagickColors.Red, pixels.GetPixel(315, 315).ToColor());
        Assert.NotEqual(MagickColors.Red, pixels.GetPixel(20, 315).ToColor());
        Assert.NotEqual(MagickColors.Red, pixels.GetPixel(610, 315).ToColor());
    }

    private static ShareCard Card(string title, string text) => new(title, ["gpt, 5 steps"], null, [text]);

    private static IEnumerable<string> Letters(string text) => text.Select(letter => letter.ToString());
}
