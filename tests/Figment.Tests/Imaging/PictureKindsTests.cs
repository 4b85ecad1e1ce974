using System.Buffers.Binary;
using System.Text;
using Figment.Imaging;
using ImageMagick;

namespace Figment.Tests.Imaging;

/// <summary>
/// Which way up pictures are, how many pages they have, what their values mean, and which pictures are not read.
/// </summary>
public sealed class PictureKindsTests
{
    private const int Width = 12,
        Height = 8;

    /// <summary>
    /// Every EXIF orientation, with the corner of the stored picture that is at the upper left once it is upright.
    /// </summary>
    public static TheoryData<string, int> Orientations
    {
        get
        {
            TheoryData<string, int> all = [];
            foreach (
                string kind in (string[])
                    ["jpeg", "tiff", "png", "png after the pixels", "png as text", "webp with a prefix", "webp without"]
            )
                for (int orientation = 1; orientation <= 8; orientation++)
                    all.Add(kind, orientation);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Orientations))]
    public void Every_orientation_is_measured_as_it_is_decoded_and_upright(string kind, int orientation)
    {
        byte[] file = Turned(kind, orientation);

        DecodedPicture picture = PictureDecoder.Decode(file);

        // The stored picture is dark at its upper left corner; the orientation says where that corner belongs.
        bool isTurned = orientation > 4;
        (int width, int height) = isTurned ? (Height, Width) : (Width, Height);
        Assert.Equal((width, height), PictureDecoder.Measure(file));
        Assert.Equal((width, height), (picture.Shape.Width, picture.Shape.Height));
        bool isRight = orientation is 2 or 3 or 6 or 7,
            isBottom = orientation is 3 or 4 or 7 or 8;
        int dark = ((isBottom ? height - 1 : 0) * width) + (isRight ? width - 1 : 0);
        Assert.InRange(picture.Pixels[dark], 0, 90);
        Assert.InRange(picture.Pixels[^(dark + 1)], 180, 255); // the opposite corner
        int along = isTurned ? dark + ((isBottom ? -3 : 3) * width) : dark + (isRight ? -3 : 3);
        Assert.InRange(picture.Pixels[along], 0, 90); // the dark part is 4 long and 2 high
    }

    [Theory]
    [InlineData(MagickFormat.Gif, 3)]
    [InlineData(MagickFormat.Tiff, 3)]
    [InlineData(MagickFormat.WebP, 3)]
    [InlineData(MagickFormat.Gif, 1)]
    [InlineData(MagickFormat.Tiff, 1)]
    [InlineData(MagickFormat.WebP, 1)]
    public void Pages_and_frames_are_counted(MagickFormat format, int count)
    {
        using MagickImageCollection frames =
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new MagickImage(new MagickColor((byte)(80 * i), 20, 30), 16, 16) { AnimationDelay = 10 }),
        ];

        Assert.Equal(count, PictureDecoder.Decode(frames.ToByteArray(format)).Facts.Frames);
    }

    [Fact]
    public void Frames_of_an_animated_png_are_counted() =>
        Assert.Equal(
            5,
            PictureDecoder.Decode(Png.Write(2, 1, [1, 2], before: Png.Chunk("acTL", [0, 0, 0, 5, 0, 0, 0, 0]))).Facts.Frames
        );

    [Theory]
    [InlineData(100_000)]
    [InlineData(220_000)]
    [InlineData(45_455)]
    public void Values_are_taken_as_stored_whatever_a_png_says_of_its_gamma(int gamma)
    {
        byte[] chunk = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(chunk, gamma);

        Assert.Equal(
            [0, 60, 128, 200],
            PictureDecoder.Decode(Png.Write(4, 1, [0, 60, 128, 200], before: Png.Chunk("gAMA", chunk))).Pixels
        );
        Assert.Equal(
            [60, 128, 61, 129, 62, 130],
            PictureDecoder.Decode(Png.Write(2, 1, [60, 61, 62, 128, 129, 130], Png.Rgb, before: Png.Chunk("gAMA", chunk))).Pixels
        );
    }

    [Theory]
    [InlineData("black", new byte[] { 200, 0, 100 })]
    [InlineData("grey", new byte[] { 200, 128, 164 })]
    [InlineData("white", new byte[] { 200, 255, 228 })]
    public void What_is_transparent_stands_on_the_background_of_choice(string background, byte[] expected)
    {
        byte[] pixels = PictureDecoder
            .Decode(Png.Write(3, 1, [200, 255, 200, 0, 200, 128], Png.GreyAlpha), background: PictureColour.Of(background))
            .Pixels;

        Assert.All(expected.Zip(pixels), pair => Assert.InRange(pair.Second, pair.First - 1, pair.First + 1));
    }

    [Fact]
    public void A_background_in_colour_makes_colour_of_a_grey_picture() =>
        Assert.Equal(
            [200, 32, 200, 64, 200, 96],
            PictureDecoder
                .Decode(Png.Write(2, 1, [200, 255, 200, 0], Png.GreyAlpha), background: PictureColour.Of("#204060"))
                .Pixels
        );

    [Theory]
    [InlineData("white", "white")]
    [InlineData("Gray", "grey")]
    [InlineData("#808080", "grey")]
    [InlineData("#FFF", "white")]
    [InlineData("#2040a0", "#2040a0")]
    [InlineData("#20", null)]
    [InlineData("mauve", null)]
    public void Colours_have_one_way_to_be_written(string text, string? expected) =>
        Assert.Equal(expected, PictureColour.Of(text)?.ToString());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Few_bits_span_the_range_from_black_to_white(byte depth)
    {
        int most = (1 << depth) - 1,
            perByte = 8 / depth;
        byte[] row = new byte[1];
        for (int i = 0; i < perByte; i++)
            row[0] |= (byte)((i % 2 == 0 ? 0 : most) << (8 - depth - (i * depth)));

        Assert.Equal(
            [.. Enumerable.Range(0, perByte).Select(i => (byte)(i % 2 == 0 ? 0 : 255))],
            PictureDecoder.Decode(Png.Write(perByte, 1, row, depth: depth)).Pixels
        );
    }

    [Theory]
    [InlineData(ColorSpace.CMYK, MagickFormat.Jpeg)]
    [InlineData(ColorSpace.CMYK, MagickFormat.Tiff)]
    [InlineData(ColorSpace.Lab, MagickFormat.Tiff)]
    [InlineData(ColorSpace.YCbCr, MagickFormat.Tiff)]
    public void Other_colour_spaces_become_the_colours_that_one_sees(ColorSpace space, MagickFormat format)
    {
        using MagickImage image = new(new MagickColor(200, 60, 20), 16, 16) { ColorSpace = space, Quality = 100 };

        byte[] pixels = PictureDecoder.Decode(image.ToByteArray(format)).Pixels;

        Assert.All(
            ((int Channel, int Value)[])[(0, 200), (1, 60), (2, 20)],
            at => Assert.InRange(pixels[(at.Channel * 256) + 120], at.Value - 8, at.Value + 8)
        );
    }

    [Theory]
    [InlineData(0, new byte[] { 255, 155, 0 })]
    [InlineData(1, new byte[] { 0, 100, 255 })]
    public void A_tiff_may_count_from_white_or_from_black(int photometric, byte[] expected) =>
        Assert.Equal(expected, PictureDecoder.Decode(Tiff.Write(3, 1, [0, 100, 255], photometric: photometric)).Pixels);

    [Theory]
    [InlineData(2, 16, "signed integers")]
    [InlineData(6, 64, "complex")]
    public void Values_that_are_no_shades_are_refused_with_advice(int sampleFormat, int bits, string reason)
    {
        string message = Refusal(Tiff.Write(1, 1, new byte[bits / 8], bits, sampleFormat));

        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains("Save it with 8 or 16 bits", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<f2", 16)]
    [InlineData("<f4", 32)]
    [InlineData(">f4", 32)]
    [InlineData("<f8", 64)]
    public void Floats_from_0_to_1_are_read_exactly_and_turned_upright(string type, int bits)
    {
        double[] values = [0, 0.25, 1, 0.5, 0.75, 0.125];
        byte[] shades = [.. values.Select(value => (byte)Math.Round(value * 255))];
        byte[] samples = NumpyFiles.Encode(type, values);
        bool isBigEndian = type[0] == '>';

        DecodedPicture plain = PictureDecoder.Decode(Tiff.Write(3, 2, samples, bits, 3, isBigEndian: isBigEndian));
        DecodedPicture white = PictureDecoder.Decode(
            Tiff.Write(3, 2, samples, bits, 3, photometric: 0, isBigEndian: isBigEndian)
        );
        DecodedPicture colour = PictureDecoder.Decode(
            Tiff.Write(2, 1, samples, bits, 3, photometric: 2, isBigEndian: isBigEndian)
        );
        byte[] turned = Tiff.Write(3, 2, samples, bits, 3, isBigEndian: isBigEndian, more: [(274, 3, 6)]);

        Assert.Equal(shades, plain.Pixels);
        Assert.All(shades.Zip(white.Pixels), pair => Assert.InRange(pair.First + pair.Second, 254, 256));
        Assert.Equal([shades[0], shades[3], shades[1], shades[4], shades[2], shades[5]], colour.Pixels);
        Assert.Equal([shades[3], shades[0], shades[4], shades[1], shades[5], shades[2]], PictureDecoder.Decode(turned).Pixels);
        Assert.Equal((2, 3), PictureDecoder.Measure(turned));
    }

    [Fact]
    public void Packed_floats_are_read_too()
    {
        // LZW as another program writes it; the values are those of 8 bits.
        using MagickImage image = new("gradient:black-white", 16, 16) { Depth = 32 };
        image.Settings.Compression = CompressionMethod.LZW;
        image.Settings.SetDefine(MagickFormat.Tiff, "predictor", "1");
        image.Settings.SetDefine("quantum:format", "floating-point");
        byte[] file = image.ToByteArray(MagickFormat.Tiff);

        Assert.True(TiffFile.Of(file)!.HoldsFloats);
        using IUnsafePixelCollection<byte> pixels = image.GetPixelsUnsafe();
        Assert.Equal(pixels.ToByteArray("R"), PictureDecoder.Decode(file).Pixels);
    }

    [Theory]
    [InlineData(new double[] { 0, 255 }, "floats from 0 to 255", "divide by 255")]
    [InlineData(new double[] { -1, 1 }, "floats from -1 to 1", "(x + 1) / 2")]
    [InlineData(new double[] { -1000, 2000 }, "floats from -1000 to 2000", "0 is black and 1 is white")]
    [InlineData(new double[] { 0, double.NaN }, "NaN", "where these values come from")]
    public void Floats_outside_0_and_1_are_never_clipped(double[] values, string finding, string advice)
    {
        string message = Refusal(Tiff.Write(2, 1, NumpyFiles.Encode("<f4", values), 32, 3));

        Assert.Contains(finding, message, StringComparison.Ordinal);
        Assert.Contains(advice, message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_user_should_know_of_a_picture_is_seen()
    {
        PictureFacts blank = PictureDecoder.Decode(Png.Write(8, 8, new byte[64])).Facts,
            few = PictureDecoder.Decode(Png.Write(7, 8, new byte[56])).Facts;
        PictureFacts deep = PictureDecoder
            .Decode(Png.Write(8, 8, [.. Enumerable.Range(0, 64).SelectMany(i => new byte[] { (byte)(i / 4), 1 })], depth: 16))
            .Facts;
        PictureFacts vanished = PictureDecoder
            .Decode(
                Png.Write(8, 8, [.. Enumerable.Range(0, 64).SelectMany(i => new byte[] { 255, (byte)(i * 4) })], Png.GreyAlpha)
            )
            .Facts;

        Assert.Equal(new PictureFacts(IsBlank: true, Brightest: 0), blank);
        Assert.Equal(new PictureFacts(), few);
        Assert.Equal(new PictureFacts(IsDeep: true, Brightest: 15), deep);
        Assert.Equal(new PictureFacts(IsTransparent: true, IsBlank: true), vanished);
    }

    [Theory]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0mif1heic", "HEIC")]
    [InlineData("\0\0\0\u0018ftypmif1\0\0\0\0mif1heic", "HEIC")]
    [InlineData("\0\0\0\u0018ftypmif1\0\0\0\0mif1miaf", "HEIF")]
    [InlineData("\0\0\0\u001cftypavif\0\0\0\0mif1avifmiaf", "AVIF")]
    [InlineData("\0\0\0\u0018ftypcrx \0\0\0\u0001crx isom", "camera raw")]
    [InlineData("\0\0\0\u0018ftypqt  \0\0\0\0qt      ", "video")]
    [InlineData("\u00ff\nabcdef", "JPEG XL")]
    [InlineData("\0\0\0\fjP  \r\n", "JPEG 2000")]
    [InlineData("8BPS\0\u0001", "Photoshop")]
    [InlineData("II*\0\u0010\0\0\0CR\u0002\0", "camera raw")]
    [InlineData("FUJIFILMCCD-RAW 0201", "camera raw")]
    [InlineData(
        "\u00ef\u00bb\u00bf<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/passwd'/></svg>",
        "SVG"
    )]
    [InlineData("%PDF-1.7", "PDF")]
    [InlineData("%!PS-Adobe-3.0", "PostScript")]
    [InlineData("P5 1 1 255 x", "PNM")]
    [InlineData("v/1\u0001\u0002\0\0\0", "EXR")]
    [InlineData("\0\0\u0001\0\u0001\0\u0010\u0010\0\0\u0001\0\u0020\0\u0068\u0004\0\0\u0016\0\0\0", "icon")]
    [InlineData("<!DOCTYPE html><html><body>404", "web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:00", "Git LFS")]
    public void Formats_that_are_not_read_are_named_by_their_content(string start, string name)
    {
        string message = Refusal(Encoding.Latin1.GetBytes(start));

        Assert.Contains(name, message, StringComparison.Ordinal);
        Assert.Contains(", which Figment does not read. ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(32773)]
    public void A_TIFF_that_is_too_short_for_its_pixels_is_refused_before_room_is_made_for_them(int compression)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();

        string message = Refusal(Tiff.Write(8000, 8000, new byte[16], 32, 3, more: [(259, 3, compression)]));

        Assert.Equal("it is cut short", message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void A_cameras_raw_picture_is_not_taken_for_the_small_one_in_it() =>
        Assert.Contains(
            "camera raw",
            Refusal(Tiff.Write(2, 2, [1, 2, 3, 4], more: [(50706, 1, 0x01040000)])),
            StringComparison.Ordinal
        );

    [Fact]
    public void Formats_that_are_not_read_are_named_by_their_ending_in_both_languages()
    {
        Text[] notes = [.. PictureFormat.NotesOn(["a.HEIC", "b.heic", "c.nef", "d.txt", "e.svg"])];

        Assert.Equal(
            [
                "2 files are HEIC, which Figment does not read: a.HEIC, b.heic. Convert them to PNG or JPEG.",
                "1 file is camera raw, which Figment does not read: c.nef. Develop it, and save it as PNG or JPEG.",
                "1 file is SVG, which Figment does not read: e.svg. Export it as PNG at the size that you need.",
            ],
            notes.Select(note => note.English)
        );
        Assert.All(notes, note => Assert.Contains("无法读取", note.Chinese, StringComparison.Ordinal));
    }

    private static string Refusal(byte[] file) => Assert.Throws<FileFormatException>(() => PictureDecoder.Decode(file)).Message;

    private static byte[] Turned(string kind, int orientation)
    {
        // Light, with a dark part of 4 × 2 at the upper left.
        byte[] samples = [.. Enumerable.Range(0, Width * Height).Select(i => (byte)(i % Width < 4 && i / Width < 2 ? 40 : 220))];
        byte[] exif = [.. "II*\0\x08\0\0\0"u8, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0];
        switch (kind)
        {
            case "png":
                return Png.Write(Width, Height, samples, before: Png.Chunk("eXIf", exif));
            case "png after the pixels":
                return Png.Write(Width, Height, samples, after: Png.Chunk("eXIf", exif));
            case "png as text":
                string hex = Convert.ToHexStringLower([.. "Exif\0\0"u8, .. exif]);
                return Png.Write(
                    Width,
                    Height,
                    samples,
                    before: Png.Chunk(
                        "tEXt",
                        Encoding.Latin1.GetBytes($"Raw profile type exif\0\nexif\n{exif.Length + 6, 8}\n{hex}\n")
                    )
                );
            case "tiff":
                return Tiff.Write(Width, Height, samples, more: [(274, 3, orientation)]);
        }

        using MagickImage image = new(Png.Write(Width, Height, samples)) { Quality = 100 };
        if (kind == "jpeg")
        {
            byte[] jpeg = image.ToByteArray(MagickFormat.Jpeg);
            return [.. jpeg[..2], 0xff, 0xe1, 0, (byte)(exif.Length + 8), .. "Exif\0\0"u8, .. exif, .. jpeg[2..]];
        }

        image.Settings.SetDefine(MagickFormat.WebP, "lossless", true);
        byte[] plain = image.ToByteArray(MagickFormat.WebP)[12..];
        if (plain.AsSpan().StartsWith("VP8X"u8))
            plain = plain[18..];
        byte[] content =
        [
            .. "WEBP"u8,
            .. Riff("VP8X", [0x08, 0, 0, 0, Width - 1, 0, 0, Height - 1, 0, 0]),
            .. plain,
            .. Riff("EXIF", kind == "webp without" ? exif : [.. "Exif\0\0"u8, .. exif]),
        ];
        return Riff("RIFF", content);
    }

    private static byte[] Riff(string kind, byte[] data)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        return [.. Encoding.ASCII.GetBytes(kind), .. length, .. data, .. new byte[data.Length % 2]];
    }
}
