using Figment.Imaging;
using ImageMagick;

namespace Figment.Tests.Imaging;

/// <summary>PNG written here from its specification; the other formats by ImageMagick.</summary>
public sealed class PictureDecoderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Grey_stays_as_it_is()
    {
        DecodedPicture picture = Decode(Png.Write(3, 2, [0, 1, 127, 128, 254, 255]));

        Assert.Equal(new ImageShape(1, 2, 3), picture.Shape);
        Assert.Equal([0, 1, 127, 128, 254, 255], picture.Pixels);
    }

    [Fact]
    public void Colours_are_put_one_after_the_other()
    {
        DecodedPicture picture = Decode(Png.Write(2, 1, [1, 11, 21, 2, 12, 22], Png.Rgb));

        Assert.Equal(new ImageShape(3, 1, 2), picture.Shape);
        Assert.Equal([1, 2, 11, 12, 21, 22], picture.Pixels);
    }

    [Fact]
    public void Colours_that_are_all_grey_are_grey()
    {
        DecodedPicture picture = Decode(Png.Write(2, 1, [7, 7, 7, 9, 9, 9], Png.Rgb));

        Assert.Equal(new ImageShape(1, 1, 2), picture.Shape);
        Assert.Equal([7, 9], picture.Pixels);
    }

    [Fact]
    public void Sixteen_bits_become_eight()
    {
        DecodedPicture picture = Decode(Png.Write(4, 1, [0, 0, 0x80, 0x80, 0x12, 0x12, 0xff, 0xff], depth: 16));

        Assert.Equal([0, 0x80, 0x12, 0xff], picture.Pixels);
    }

    [Fact]
    public void What_is_transparent_stands_on_white()
    {
        Assert.Equal([100, 255, 127], Decode(Png.Write(3, 1, [100, 255, 100, 0, 0, 128], Png.GreyAlpha)).Pixels);
        Assert.Equal(
            [200, 255, 100, 255, 50, 255],
            Decode(Png.Write(2, 1, [200, 100, 50, 255, 200, 100, 50, 0], Png.Rgba)).Pixels
        );
    }

    [Theory]
    [InlineData(MagickFormat.Png, 0)]
    [InlineData(MagickFormat.Bmp, 0)]
    [InlineData(MagickFormat.Gif, 0)]
    [InlineData(MagickFormat.Tiff, 0)]
    [InlineData(MagickFormat.WebP, 25)]
    [InlineData(MagickFormat.Jpeg, 25)]
    public void Every_format_is_read_whatever_the_file_is_called(MagickFormat format, int tolerance)
    {
        byte[] expected = Smooth(out byte[] file, format);

        DecodedPicture picture = Decode(file, "picture.png");

        Assert.Equal(new ImageShape(3, 8, 8), picture.Shape);
        Assert.All(
            expected.Zip(picture.Pixels),
            pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance)
        );
    }

    [Fact]
    public void The_first_frame_is_taken()
    {
        using MagickImageCollection frames = [new MagickImage(MagickColors.Red, 2, 2), new MagickImage(MagickColors.Lime, 2, 2)];

        foreach (MagickFormat format in (MagickFormat[])[MagickFormat.Gif, MagickFormat.Tiff])
            Assert.Equal([255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0], Decode(frames.ToByteArray(format)).Pixels);
    }

    [Fact]
    public void A_picture_taken_sideways_is_turned_upright()
    {
        using MagickImage image = new(Png.Write(2, 1, [10, 200]));
        image.Orientation = Orientation.RightTop;

        DecodedPicture picture = Decode(image.ToByteArray(MagickFormat.Tiff));

        Assert.Equal(new ImageShape(1, 2, 1), picture.Shape);
        Assert.Equal([10, 200], picture.Pixels);
    }

    [Theory]
    [InlineData(8001, 8000)]
    [InlineData(64_000_001, 1)]
    public void A_picture_beyond_the_limit_is_refused_before_it_is_decoded(int width, int height) =>
        Assert.Contains(
            $"{width} × {height} pixels, but at most 64 million",
            Refusal(Png.Write(width, height, new byte[(width + 7) / 8 * height], Png.Grey, depth: 1)),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(MagickFormat.Jpeg)]
    [InlineData(MagickFormat.Png24)]
    public void A_photograph_larger_than_any_model_is_brought_to_the_size_asked_for(MagickFormat format)
    {
        // Red on the left, blue on the right, taken sideways: red ends up above.
        using MagickImage image = new(MagickColors.Red, 4400, 3300);
        using MagickImage half = new(MagickColors.Blue, 2200, 3300);
        image.Composite(half, 2200, 0, CompositeOperator.Over);
        ExifProfile exif = new();
        exif.SetValue(ExifTag.Orientation, (ushort)Orientation.RightTop);
        image.SetProfile(exif);
        image.Orientation = Orientation.RightTop;
        byte[] file = image.ToByteArray(format);

        DecodedPicture picture = PictureDecoder.Decode(file, new PictureTarget(32, PictureFit.Crop));

        Assert.Equal((3300, 4400), PictureDecoder.Measure(file));
        Assert.Equal(new ImageShape(3, 32, 32), picture.Shape);
        Assert.All(
            ((int Row, int Red, int Blue)[])[(2, 255, 0), (29, 0, 255)],
            at =>
            {
                Assert.InRange(picture.Pixels[at.Row * 32], at.Red - 5, at.Red + 5);
                Assert.InRange(picture.Pixels[(2 * 32 * 32) + (at.Row * 32)], at.Blue - 5, at.Blue + 5);
            }
        );
    }

    [Theory]
    [InlineData(4097, 1, 4096, 1)]
    [InlineData(2, 8192, 1, 4096)]
    public void Without_a_size_a_larger_picture_is_reduced_until_it_fits(
        int width,
        int height,
        int fittedWidth,
        int fittedHeight
    ) =>
        Assert.Equal(
            new ImageShape(1, fittedHeight, fittedWidth),
            Decode(Png.Write(width, height, new byte[width * height])).Shape
        );

    [Theory]
    [InlineData(8064, 6048, true)]
    [InlineData(6000, 2049, true)]
    [InlineData(12_000, 1000, false)]
    [InlineData(5000, 20, false)]
    public void A_panorama_is_not_enlarged_on_its_way(uint width, uint height, bool isReduced) =>
        Assert.Equal(isReduced, PictureDecoder.PartOfJpeg(width, height) is not null);

    [Fact]
    public void A_large_photograph_cut_short_is_refused()
    {
        byte[] noise = new byte[4200 * 40 * 3];
        new Random(0).NextBytes(noise);
        using MagickImage image = new(noise, new PixelReadSettings(4200, 40, StorageType.Char, PixelMapping.RGB));
        byte[] file = image.ToByteArray(MagickFormat.Jpeg);

        Assert.Contains("cut short", Refusal(file[..(file.Length / 2)]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_claims_more_than_it_has_costs_nothing()
    {
        byte[] file = Png.Write(60_000, 60_000, []);
        Refusal(file); // so that the allocations of compiling it are not counted
        long before = GC.GetAllocatedBytesForCurrentThread();

        Refusal(file);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Theory]
    [InlineData(MagickFormat.Png)]
    [InlineData(MagickFormat.Bmp)]
    [InlineData(MagickFormat.Gif)]
    [InlineData(MagickFormat.Tiff)]
    [InlineData(MagickFormat.WebP)]
    [InlineData(MagickFormat.Jpeg)]
    public void A_file_cut_short_is_refused(MagickFormat format)
    {
        Smooth(out byte[] file, format, size: 64);

        Refusal(file[..(file.Length / 2)]);
        Refusal(file[..4]);
    }

    [Fact]
    public void The_largest_picture_is_read_even_where_it_compresses_well() =>
        Assert.Equal(new ImageShape(1, 4096, 2), Decode(Png.Write(2, 4096, new byte[2 * 4096])).Shape);

    [Fact]
    public void An_empty_file_is_refused() => Assert.Contains("empty", Refusal([]), StringComparison.Ordinal);

    [Theory]
    [InlineData("not a picture")]
    [InlineData("push graphic-context\nimage over 0,0 0,0 'label:@/etc/passwd'\npop graphic-context")]
    public void No_other_format_is_tried(string file) =>
        Assert.Contains(
            "not PNG, JPEG, BMP, GIF, WebP or TIFF",
            Refusal(System.Text.Encoding.ASCII.GetBytes(file)),
            StringComparison.Ordinal
        );

    private static byte[] Smooth(out byte[] file, MagickFormat format, int size = 8)
    {
        byte[] planar =
        [
            .. Enumerable
                .Range(0, 3)
                .SelectMany(c =>
                    Enumerable
                        .Range(0, size * size)
                        .Select(i => (byte)((40 * c) + (i / size * 64 / size) + (i % size * 32 / size)))
                ),
        ];
        byte[] interleaved = [.. Enumerable.Range(0, planar.Length).Select(i => planar[(i % 3 * size * size) + (i / 3)])];
        using MagickImage image = new(Png.Write(size, size, interleaved, Png.Rgb));
        image.Quality = 100;
        file = image.ToByteArray(format);
        return planar;
    }

    private DecodedPicture Decode(byte[] file, string name = "picture")
    {
        File.WriteAllBytes(folder[name], file);
        return PictureDecoder.Decode(folder[name]);
    }

    private string Refusal(byte[] file) => Assert.Throws<FileFormatException>(() => Decode(file)).Message;
}
