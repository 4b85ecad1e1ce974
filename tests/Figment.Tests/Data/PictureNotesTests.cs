using Figment.Data.Images;
using Figment.Imaging;
using ImageMagick;

namespace Figment.Tests.Data;

/// <summary>The notes on pictures that become data: the same when they are read, packed and checked.</summary>
public sealed class PictureNotesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Files_of_several_pages_are_counted_and_named()
    {
        using MagickImageCollection pages =
        [
            new MagickImage("gradient:black-white", 8, 8),
            new MagickImage(MagickColors.Red, 8, 8),
        ];
        pages.Write(folder["a.tif"]);
        pages.Write(folder["b.gif"]);
        Write("c.png", Ramp(64));

        Said("2 files have more than one page or frame; only the first is used: a.tif, b.gif.");
    }

    [Fact]
    public void Drawings_that_vanish_on_the_background_are_named_and_another_background_shows_them()
    {
        for (int i = 0; i < 3; i++)
            File.WriteAllBytes(
                folder[$"{i}.png"],
                Png.Write(
                    8,
                    8,
                    [.. Enumerable.Range(0, 64).SelectMany(at => new byte[] { 255, (byte)(at < 8 * (i + 2) ? 255 : 0) })],
                    Png.GreyAlpha
                )
            );

        Said(
            "3 pictures have drawings of the same colour as the background, so the drawings cannot be seen: 0.png, 1.png, 2.png. "
                + "Choose a background of another colour."
        );
        using ImageDataset blank = ImageDataset.FromFolder(folder.Root),
            seen = ImageDataset.FromFolder(folder.Root, new PictureOptions { Background = "black" });
        Assert.Empty(FolderCheck.Of(folder.Root).Duplicates);
        Assert.Contains(
            "the same value, 255 of 255",
            Assert.Throws<FigmentException>(blank.EnsureContents).Message,
            StringComparison.Ordinal
        );
        seen.EnsureContents();
        Assert.Empty(seen.Notes);
        Assert.Equal(new PictureOptions { Background = "black", Size = 8 }, seen.Pictures);
        Assert.Empty(FolderCheck.Of(folder.Root, new PictureOptions { Background = "black" }).LeftOut);
    }

    [Fact]
    public void Pictures_of_one_colour_are_named()
    {
        Write("a.png", Ramp(64));
        Write("b.png", new byte[64]);

        Said("1 picture has only one colour: b.png.");
    }

    [Theory]
    [InlineData(1 << 10, "10-bit pictures", "multiplied by 64")]
    [InlineData(1 << 12, "12-bit pictures", "multiplied by 16")]
    [InlineData(1 << 14, "14-bit pictures", "multiplied by 4")]
    public void Few_bits_in_sixteen_are_noticed_in_png_and_tiff(int values, string found, string advice)
    {
        byte[] bigEndian =
        [
            .. Enumerable
                .Range(0, 64)
                .Select(i => values * (i + 1) / 64 - 1)
                .SelectMany(value => new[] { (byte)(value >> 8), (byte)value }),
        ];
        File.WriteAllBytes(folder["a.png"], Png.Write(8, 8, bigEndian, depth: 16));
        File.WriteAllBytes(folder["b.tif"], Tiff.Write(8, 8, bigEndian, bits: 16, isBigEndian: true));

        using ImageDataset data = ImageDataset.FromFolder(folder.Root);

        string note = Assert.Single(data.Notes).English;
        Assert.Contains(found, note, StringComparison.Ordinal);
        Assert.Contains(advice, note, StringComparison.Ordinal);
    }

    [Fact]
    public void One_dark_picture_among_others_of_sixteen_bits_is_no_fault()
    {
        File.WriteAllBytes(
            folder["a.png"],
            Png.Write(8, 8, [.. Enumerable.Range(0, 64).SelectMany(i => new byte[] { (byte)(i / 8), 0 })], depth: 16)
        );
        File.WriteAllBytes(
            folder["b.png"],
            Png.Write(8, 8, [.. Enumerable.Range(0, 64).SelectMany(i => new byte[] { (byte)(i * 4), 0 })], depth: 16)
        );

        using ImageDataset data = ImageDataset.FromFolder(folder.Root);

        Assert.Empty(data.Notes);
    }

    [Fact]
    public void Masks_of_zeros_and_ones_are_noticed()
    {
        Write("a.png", [.. Enumerable.Range(0, 64).Select(i => (byte)(i % 2))]);

        Said(
            "All images are nearly black: their largest value is 1 of 255. If they are masks or class "
                + "numbers, save them with 255 as the largest value."
        );
    }

    [Fact]
    public void Pictures_measured_by_a_late_orientation_are_the_same_data_packed_or_not()
    {
        byte[] exif = [.. "II*\0\x08\0\0\0"u8, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        for (int i = 0; i < 4; i++)
            File.WriteAllBytes(
                folder[$"{i}.png"],
                Png.Write(12, 8, Ramp(96), after: i % 2 == 1 ? Png.Chunk("eXIf", exif) : null)
            );
        using TemporaryFolder outside = new();

        using ImageDataset data = ImageDataset.FromFolder(folder.Root);
        DataPack.Write(folder.Root, outside["x.safetensors"]);
        using ImageDataset packed = Datasets.Open(outside["x.safetensors"]);

        Assert.Contains("2 sizes: 12×8, 8×12", Assert.Single(data.Notes).English, StringComparison.Ordinal);
        Assert.Equal(data.Sha256, packed.Sha256);
    }

    [Fact]
    public void The_background_fills_what_padding_leaves()
    {
        Write("wide.png", Ramp(128), 16);
        Write("wider.png", Ramp(256), 32);

        using ImageDataset data = ImageDataset.FromFolder(
            folder.Root,
            new PictureOptions
            {
                Size = 16,
                Fit = PictureFit.Pad,
                Background = "#202020",
            }
        );

        using TorchSharp.DisposeScope scope = TorchSharp.torch.NewDisposeScope();
        Assert.Equal(0x20, data.Pixels(0, 1).data<byte>().ToArray()[0]);
        Assert.Contains("fitted into 16×16 with #202020 margins", data.Notes[0].English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("photo.jfif")]
    [InlineData("photo.JPE")]
    public void More_endings_of_jpeg_are_known(string name)
    {
        using MagickImage image = new("gradient:black-white", 8, 8);
        File.WriteAllBytes(folder[name], image.ToByteArray(MagickFormat.Jpeg));

        using ImageDataset data = ImageDataset.FromFolder(folder.Root);

        Assert.Equal(1, data.Count);
    }

    [Fact]
    public void A_background_that_is_no_colour_is_refused() =>
        Assert.Contains(
            "#rrggbb",
            Assert
                .Throws<OptionsException>(() => ImageDataset.FromFolder(folder.Root, new PictureOptions { Background = "mauve" }))
                .Message,
            StringComparison.Ordinal
        );

    /// <summary>The notes are the same however a folder is read, and their Chinese differs from their English.</summary>
    private void Said(params string[] sentences)
    {
        using TemporaryFolder outside = new();
        using ImageDataset data = ImageDataset.FromFolder(folder.Root);
        DataPack.Write(folder.Root, outside["x.safetensors"]);
        using ImageDataset packed = Datasets.Open(outside["x.safetensors"]);

        Assert.Equal(sentences, data.Notes.Select(note => note.English));
        Assert.Equal(data.Notes, packed.Notes);
        Assert.Equal(sentences, FolderCheck.Of(folder.Root).LeftOut.Select(note => note.English));
        Assert.All(data.Notes, note => Assert.NotEqual(note.English, note.Chinese));
    }

    private static byte[] Ramp(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(255 * i / (length - 1)))];

    private void Write(string name, byte[] samples, int width = 8) =>
        File.WriteAllBytes(folder[name], Png.Write(width, samples.Length / width, samples));
}
