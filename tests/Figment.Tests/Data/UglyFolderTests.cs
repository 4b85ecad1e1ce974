using System.Globalization;
using Figment.Data.Images;
using Figment.Imaging;
using ImageMagick;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Data;

/// <summary>
/// A folder as people have them: every kind of file that issue trackers of such tools are full of, as many as
/// <c>FIGMENT_UGLY_FILES</c> says (340 by default). Each file is used for what it shows, or named with the reason why not.
/// </summary>
public sealed class UglyFolderTests(ITestOutputHelper output) : IDisposable
{
    private static readonly MagickColor Colour = new(200, 60, 20); // 0.784, 0.235, 0.078
    private readonly TemporaryFolder folder = new();

    // Good files, and how to write each with that colour in the middle of the picture.
    private static readonly (string Name, Action<MagickImage, string> Write)[] Good =
    [
        ("plain.png", (image, path) => image.Write(path, MagickFormat.Png24)),
        ("photo.jpg", (image, path) => image.Write(path, MagickFormat.Jpeg)),
        (
            "cmyk.jpg",
            (image, path) =>
            {
                image.ColorSpace = ColorSpace.CMYK;
                image.Write(path, MagickFormat.Jpeg);
            }
        ),
        ("deep.png", (image, path) => image.Write(path, MagickFormat.Png48)),
        ("palette.png", (image, path) => image.Write(path, MagickFormat.Png8)),
        ("palette.gif", (image, path) => image.Write(path, MagickFormat.Gif)),
        (
            "alpha.png",
            (image, path) =>
            {
                image.Alpha(AlphaAction.Opaque);
                image.Write(path, MagickFormat.Png32);
            }
        ),
        (
            "turned.jpg",
            (image, path) =>
            {
                ExifProfile exif = new();
                exif.SetValue(ExifTag.Orientation, (ushort)6);
                image.SetProfile(exif);
                image.Write(path, MagickFormat.Jpeg);
            }
        ),
        (
            "animated.gif",
            (image, path) =>
            {
                using MagickImageCollection frames =
                [
                    image.Clone(),
                    new MagickImage(MagickColors.Blue, image.Width, image.Height),
                ];
                frames.Write(path, MagickFormat.Gif);
            }
        ),
        (
            "animated.webp",
            (image, path) =>
            {
                using MagickImageCollection frames =
                [
                    image.Clone(),
                    new MagickImage(MagickColors.Blue, image.Width, image.Height),
                ];
                frames.Write(path, MagickFormat.WebP);
            }
        ),
        ("really a jpeg.png", (image, path) => image.Write(path, MagickFormat.Jpeg)),
        ("old.bmp", (image, path) => image.Write(path, MagickFormat.Bmp)),
        ("scan.tiff", (image, path) => image.Write(path, MagickFormat.Tiff)),
        (
            "panorama.jpg",
            (image, path) =>
            {
                image.Resize(new MagickGeometry(5000, 20) { IgnoreAspectRatio = true });
                image.Write(path, MagickFormat.Jpeg);
            }
        ),
        ("图片 一.webp", (image, path) => image.Write(path, MagickFormat.WebP)),
        (
            "one pixel.png",
            (image, path) =>
            {
                image.Crop(1, 1, Gravity.Center);
                image.Write(path, MagickFormat.Png24);
            }
        ),
    ];

    /// <summary>A real picture, of 400 million pixels of one bit, in 50 KB.</summary>
    private static readonly Lazy<byte[]> Huge = new(() => Png.Write(20_000, 20_000, new byte[20_000 * 2_500], Png.Grey, 1));

    private static readonly (string Name, string Reason, Func<byte[]> Content)[] Bad =
    [
        ("nothing.png", "it is empty", () => []),
        ("text.jpg", "not PNG, JPEG", () => [.. "this is no picture"u8]),
        ("huge.png", "20000 × 20000 pixels", () => Huge.Value),
        ("cut short.jpg", "it is cut short", () => Whole(MagickFormat.Jpeg)[..^400]),
        ("cut short.png", "it is damaged", () => Whole(MagickFormat.Png)[..^60]),
    ];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_file_is_used_or_named_with_its_reason()
    {
        int files = int.Parse(Environment.GetEnvironmentVariable("FIGMENT_UGLY_FILES") ?? "340", CultureInfo.InvariantCulture);
        Random random = new(1);
        List<string> good = [];
        Dictionary<string, string> bad = [];
        for (int i = 0; i < files; i++)
        {
            int kind = i % (Good.Length + Bad.Length);
            string name = $"{i:D5} {(kind < Good.Length ? Good[kind].Name : Bad[kind - Good.Length].Name)}";
            if (kind < Good.Length)
            {
                using MagickImage image = new(Colour, (uint)random.Next(5, 90), (uint)random.Next(5, 90));
                Good[kind].Write(image, folder[name]);
                good.Add(name);
            }
            else
            {
                File.WriteAllBytes(folder[name], Bad[kind - Good.Length].Content());
                bad[name] = Bad[kind - Good.Length].Reason;
            }
        }

        FolderCheck check = FolderCheck.Of(folder.Root);
        using ImageDataset data = ImageDataset.FromFolder(folder.Root, new PictureOptions { Size = 32, SkipBroken = true });

        Assert.Equal(bad.Keys.Order(StringComparer.Ordinal), check.Broken.Select(broken => broken.File));
        Assert.All(check.Broken, broken => Assert.Contains(bad[broken.File], broken.Reason.ToString(), StringComparison.Ordinal));
        Assert.Equal(good.Count, check.Sizes.Sum(size => size.Count));
        Assert.Equal((good.Count, new ImageShape(3, 32, 32)), (data.Count, data.Shape));
        Assert.Contains(
            data.Notes,
            note =>
                note.English.StartsWith(
                    string.Create(CultureInfo.InvariantCulture, $"{bad.Count:N0} pictures that cannot be read were left out: "),
                    StringComparison.Ordinal
                )
        );
        using DisposeScope scope = NewDisposeScope();
        using Tensor middle = data.Gather(arange(data.Count, ScalarType.Int64))
            .Items.narrow(2, 8, 16)
            .narrow(3, 8, 16)
            .mean([2, 3]);
        float[] colours = middle.data<float>().ToArray();
        for (int i = 0; i < good.Count; i++)
        {
            float[] seen = colours[(i * 3)..((i * 3) + 3)];
            Assert.True(
                Math.Abs(seen[0] - 0.784) < 0.03 && Math.Abs(seen[1] - 0.235) < 0.03 && Math.Abs(seen[2] - 0.078) < 0.03,
                $"{good[i]}: {string.Join(", ", seen)}"
            );
        }

        output.WriteLine($"{files} files: {good.Count} used, {bad.Count} named with their reasons");
    }

    private static byte[] Whole(MagickFormat format)
    {
        using MagickImage image = new("plasma:red-blue", new MagickReadSettings { Width = 60, Height = 60 });
        return image.ToByteArray(format);
    }
}
