using System.Buffers.Binary;
using System.Text;
using Figment.Imaging;
using ImageMagick;

namespace Figment.Tests.Imaging;

public sealed class PictureTests
{
    [Fact]
    public void Every_shade_of_grey_survives_the_file()
    {
        byte[] pixels = [.. Enumerable.Range(0, 256).Select(i => (byte)(i * 7))];
        using TemporaryFolder folder = new();

        new Picture(32, 8, 1, pixels).Save(folder["grey.png"]);

        using MagickImage read = new(folder["grey.png"]);
        Assert.Equal((32u, 8u), (read.Width, read.Height));
        Assert.Equal(pixels.SelectMany(value => new[] { value, value, value }), read.GetPixels().ToByteArray(PixelMapping.RGB));
        Assert.Equal([folder["grey.png"]], Directory.EnumerateFiles(folder.Root));
    }

    [Fact]
    public void Every_colour_survives_the_file()
    {
        byte[] pixels = [.. Enumerable.Range(0, 17 * 11 * 3).Select(i => (byte)(i * i))];

        using MagickImage read = new(new Picture(17, 11, 3, pixels).ToPng());

        Assert.Equal((17u, 11u), (read.Width, read.Height));
        Assert.Equal(pixels, read.GetPixels().ToByteArray(PixelMapping.RGB));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_same_picture_gives_the_same_bytes_and_no_date(int channels)
    {
        Picture picture = new(4, 4, channels, [.. Enumerable.Range(0, 16 * channels).Select(i => (byte)(i * 5))]);

        byte[] png = picture.ToPng();

        Assert.Equal(png, picture.ToPng());
        (string Type, byte[] Data)[] chunks = [.. Chunks(png)];
        Assert.Equal("IHDR", chunks[0].Type);
        Assert.Equal("IEND", chunks[^1].Type);
        Assert.DoesNotContain("tIME", chunks.Select(chunk => chunk.Type));
        Assert.DoesNotContain(
            chunks,
            chunk => Encoding.Latin1.GetString(chunk.Data).Contains("date", StringComparison.OrdinalIgnoreCase)
        );
    }

    /// <summary>PNG's own structure: after 8 bytes, length, type, data and checksum of each chunk.</summary>
    internal static IEnumerable<(string Type, byte[] Data)> Chunks(byte[] png)
    {
        for (int at = 8; at < png.Length; )
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            yield return (Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]);
            at += 12 + length;
        }
    }
}
