using Figment.Data.Images;
using ImageMagick;

namespace Figment.Tests.Data;

/// <summary>The check of data sets.</summary>
public sealed class FolderCheckTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_same_pixels_in_another_format_are_a_duplicate_and_another_quality_is_nearly_one()
    {
        using MagickImage a = Plasma(1),
            b = Plasma(2);
        Write(a, "a.png", MagickFormat.Png);
        Write(a, "copy of a.bmp", MagickFormat.Bmp3);
        a.Quality = 60;
        Write(a, "a.jpg", MagickFormat.Jpeg);
        a.Resize(50, 50);
        Write(a, "small a.png", MagickFormat.Png);
        Write(b, "b.png", MagickFormat.Png);

        FolderCheck check = FolderCheck.Of(folder.Root);

        Assert.Equal(["a.png", "copy of a.bmp"], Assert.Single(check.Duplicates));
        Assert.Equal(["a.jpg", "a.png", "small a.png"], Assert.Single(check.NearDuplicates));
    }

    [Fact]
    public void Plain_pictures_are_never_nearly_the_same()
    {
        for (int i = 0; i < 4; i++)
            Write(new MagickImage(new MagickColor((byte)(60 * i), 0, 0), 20, 20), $"{i}.png", MagickFormat.Png);

        Assert.Empty(FolderCheck.Of(folder.Root).NearDuplicates);
    }

    [Fact]
    public void Classes_sizes_and_channels_are_counted()
    {
        Directory.CreateDirectory(folder["cats"]);
        Directory.CreateDirectory(folder["dogs"]);
        using MagickImage colour = Plasma(3),
            grey = new("gradient:black-white", 10, 20);
        Write(colour, "cats/1.png", MagickFormat.Png);
        Write(colour, "cats/2.png", MagickFormat.Png);
        Write(grey, "dogs/1.png", MagickFormat.Png);
        File.WriteAllText(folder["notes.txt"], "left out");

        FolderCheck check = FolderCheck.Of(folder.Root);

        Assert.Equal([("cats", 2), ("dogs", 1)], check.Classes);
        Assert.Equal([new SizeCount(100, 100, 2, "cats/1.png"), new SizeCount(10, 20, 1, "dogs/1.png")], check.Sizes);
        Assert.Equal((1, 2, 3), (check.Grey, check.Colour, check.Files));
        Assert.Contains("notes.txt", Assert.Single(check.LeftOut).English, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error_in_words() =>
        Assert.Contains(
            "/no/such",
            Assert.Throws<FigmentException>(() => FolderCheck.Of("/no/such")).Message,
            StringComparison.Ordinal
        );

    /// <summary>A picture with structure: a sum of gradients that a seed chooses.</summary>
    private static MagickImage Plasma(int seed)
    {
        Random random = new(seed);
        MagickImage image = new(MagickColors.White, 5, 5);
        using IPixelCollection<byte> pixels = image.GetPixels();
        for (int y = 0; y < 5; y++)
        for (int x = 0; x < 5; x++)
            pixels.SetPixel(x, y, [(byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)]);
        image.Resize(100, 100);
        return image;
    }

    private void Write(MagickImage image, string name, MagickFormat format) => image.Write(folder[name], format);
}
