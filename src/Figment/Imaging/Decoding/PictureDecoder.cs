using System.Text.RegularExpressions;
using ImageMagick;
using ImageMagick.Formats;

namespace Figment.Imaging;

/// <summary>A picture as bytes, one channel after the other.</summary>
/// <param name="Shape">The shape, with 1 channel if every pixel is grey and 3 otherwise.</param>
/// <param name="Pixels">The values from 0 to 255, in the order channel, row, column.</param>
internal sealed record DecodedPicture(ImageShape Shape, byte[] Pixels)
{
    /// <summary>What a user should know about the picture.</summary>
    internal PictureFacts Facts { get; init; } = new();
}

/// <summary>
/// Decodes pictures from untrusted files. The first bytes alone select the decoder, and the size is known before a pixel is
/// decoded.
/// </summary>
internal static partial class PictureDecoder
{
    internal const int MaxSide = 4096;
    internal const long MaxFileLength = 256L << 20;
    private const long MostPixels = 64_000_000; // enough for photographs of 50 and of 61 megapixels
    private const uint EnoughOfJpeg = MaxSide / 2; // this is also more than any target
    private static readonly Lock OneLargePicture = new();

    /// <summary>The extensions of the supported files.</summary>
    internal static readonly IReadOnlySet<string> Extensions = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        ".png",
        ".apng",
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".jif",
        ".bmp",
        ".dib",
        ".gif",
        ".webp",
        ".tif",
        ".tiff",
    };

    /// <summary>
    /// Decodes a PNG, JPEG, BMP, GIF, WebP or TIFF; if it has several pages or frames, only the first. Camera pictures are turned
    /// upright, 16 bits become 8, and transparent pictures get a background. Values are used as stored: the gamma of a PNG and
    /// colour profiles have no effect.
    /// </summary>
    /// <remarks>
    /// Pictures larger than 4096 × 4096 are decoded one at a time, since each takes hundreds of MB, and large JPEGs are decoded
    /// at a few eighths of their size.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="target">The size and form of the result; null keeps the size, or reduces it to fit into 4096 × 4096.</param>
    /// <param name="background">The background of transparent and padded pictures; null is white.</param>
    /// <exception cref="FileFormatException">
    /// The file is not such a picture, is damaged, or is too large; the message gives only the reason.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    internal static DecodedPicture Decode(string path, PictureTarget? target = null, PictureColour? background = null) =>
        Decode(ReadFile(path), target, background);

    /// <summary>Decodes the content of such a file.</summary>
    /// <inheritdoc cref="Decode(string, PictureTarget?, PictureColour?)"/>
    internal static DecodedPicture Decode(byte[] content, PictureTarget? target = null, PictureColour? background = null) =>
        Open(
            content,
            (image, file, settings) =>
            {
                PictureColour paper = background ?? PictureColour.White;
                if (!IsLarge(image))
                    return Decode(image, file, settings, target, paper);
                lock (OneLargePicture)
                {
                    if (PartOfJpeg(image.Width, image.Height) is MagickGeometry part)
                        settings.SetDefines(new JpegReadDefines { Size = part });
                    return Decode(image, file, settings, target, paper);
                }
            }
        );

    private static DecodedPicture Decode(
        MagickImage image,
        byte[] file,
        MagickReadSettings settings,
        PictureTarget? target,
        PictureColour background
    )
    {
        if (settings.Format == MagickFormat.Tiff && TiffFile.Of(file) is { HoldsFloats: true } floats)
            TiffFloats.Read(image, floats, settings);
        else
            ReadWhole(image, file, settings);
        bool isDeep = image.Depth > 8,
            isTransparent = image.HasAlpha && !image.IsOpaque;
        DecodedPicture picture = Convert(image, target, background);
        return picture with
        {
            Facts = PictureFacts.Of(picture, PictureFrames.Count(file, settings.Format), isDeep, isTransparent),
        };
    }

    private static void ReadWhole(MagickImage image, byte[] file, MagickReadSettings settings)
    {
        // Some decoders only warn about a file that is cut short, and fill the rest with grey.
        string? cutShort = null;
        image.Warning += (_, e) =>
            cutShort ??= e.Message.Contains("premature end", StringComparison.OrdinalIgnoreCase) ? e.Message : null;
        image.Read(file, settings);
        if (cutShort is not null)
            throw CutShort();
    }

    private static FileFormatException CutShort() => new("it is cut short");

    /// <summary>
    /// Measures a picture in its upright orientation. No pixels are decoded, unless a WebP or PNG gives its orientation after the
    /// pixels, where only a full read finds it.
    /// </summary>
    /// <param name="content">The content of the file.</param>
    /// <exception cref="FileFormatException">
    /// The content is invalid, as for <see cref="Decode(string, PictureTarget?, PictureColour?)"/>.
    /// </exception>
    internal static (int Width, int Height) Measure(byte[] content) =>
        Open(
            content,
            (image, file, settings) =>
            {
                (uint width, uint height) = (image.Width, image.Height);
                if (image.Orientation == Orientation.Undefined && MayBeTurned(file, settings.Format))
                {
                    if (IsLarge(image))
                        lock (OneLargePicture)
                            ReadWhole(image, file, settings);
                    else
                        ReadWhole(image, file, settings);
                }

                return IsTurned(image.Orientation) ? ((int)height, (int)width) : ((int)width, (int)height);
            }
        );

    private static bool MayBeTurned(byte[] file, MagickFormat format) =>
        format switch
        {
            MagickFormat.WebP => PictureFrames.MayBeTurned(file),
            MagickFormat.Png => PngFile.MayBeTurned(file),
            _ => false,
        };

    private static bool IsTurned(Orientation orientation) =>
        orientation is Orientation.LeftTop or Orientation.RightTop or Orientation.RightBottom or Orientation.LeftBottom;

    /// <summary>Reads a file, unless it is longer than a picture may be.</summary>
    /// <exception cref="FileFormatException">The file is too long.</exception>
    internal static byte[] ReadFile(string path) =>
        new FileInfo(path).Length switch
        {
            0 => [], // the length is also 0 for a pipe, which would block, and for a device, which may never end
            > MaxFileLength => throw TooLong(),
            _ => File.ReadAllBytes(path),
        };

    internal static FileFormatException TooLong() => new($"it is larger than {MaxFileLength >> 20} MB");

    private static T Open<T>(byte[] file, Func<MagickImage, byte[], MagickReadSettings, T> use)
    {
        if (file.Length == 0)
            throw new FileFormatException("it is empty");
        MagickReadSettings settings = new()
        {
            Format = FormatOf(file),
            FrameIndex = 0,
            FrameCount = 1,
        };
        if (settings.Format == MagickFormat.Png)
            file = PngFile.Without(file, "gAMA");
        try
        {
            using MagickImage image = new();
            image.Ping(file, settings);
            if ((long)image.Width * image.Height > MostPixels)
                throw new FileFormatException(
                    $"it has {image.Width} × {image.Height} pixels, but at most {MostPixels / 1_000_000} million are allowed"
                );
            return use(image, file, settings);
        }
        catch (MagickException e)
        {
            throw new FileFormatException($"it is damaged: {Plain(e.Message)}", e);
        }
    }

    /// <summary>
    /// The decoder's reason without the location in its source code: <c>InsufficientImageDataInFile `x' @ error/…</c> becomes
    /// <c>insufficient image data in file</c>.
    /// </summary>
    private static string Plain(string message)
    {
        string reason = message.Split(" `")[0].Split(" @ ")[0].TrimEnd('.');
        return Hump().Replace(reason, " ").ToLowerInvariant();
    }

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Hump();

    /// <exception cref="FileFormatException">The format is not supported.</exception>
    private static MagickFormat FormatOf(byte[] file)
    {
        PictureFormat? format = PictureFormat.OfContent(file.AsSpan(0, Math.Min(file.Length, PictureFormat.BytesToTell)));
        TiffFile? tiff = format?.Decoder == MagickFormat.Tiff ? TiffFile.Of(file) : null;
        if (tiff?.IsCameraRaw == true)
            format = PictureFormat.CameraRaw;
        if (format?.Decoder is not MagickFormat decoder)
            throw new FileFormatException(
                format is null
                    ? OptionSentence.Of($"its content is not {PictureFormat.Readable}")
                    : OptionSentence.Of($"{format.Reason}")
            );
        if (tiff?.IsCutShort == true)
            throw CutShort();
        return tiff?.Unshaded is { } reason ? throw new FileFormatException(reason) : decoder;
    }

    /// <summary>
    /// The smallest size at which to decode a JPEG; null to decode it at full size, since the decoder would enlarge a picture
    /// whose shorter side is below that size.
    /// </summary>
    internal static MagickGeometry? PartOfJpeg(uint width, uint height) =>
        Math.Min(width, height) > EnoughOfJpeg ? new MagickGeometry(EnoughOfJpeg, EnoughOfJpeg) : null;

    private static bool IsLarge(MagickImage image) => image.Width > MaxSide || image.Height > MaxSide;

    private static DecodedPicture Convert(MagickImage image, PictureTarget? target, PictureColour background)
    {
        image.AutoOrient();
        MagickColor paper = new(background.Red, background.Green, background.Blue);
        if (image.ColorSpace != ColorSpace.sRGB && (image.ColorSpace != ColorSpace.Gray || !background.IsGrey))
            image.ColorSpace = ColorSpace.sRGB;
        if (image.HasAlpha)
        {
            image.BackgroundColor = paper;
            image.Alpha(AlphaAction.Remove);
        }

        if (target is not null)
            Bring(image, target, paper);
        else if (IsLarge(image))
            image.Resize(new MagickGeometry(MaxSide, MaxSide));
        using IUnsafePixelCollection<byte> pixels = image.GetPixelsUnsafe();
        byte[] interleaved = pixels.ToByteArray(PixelMapping.RGB) ?? throw new FileFormatException("it has no pixels");
        bool isGrey = true;
        for (int i = 0; i < interleaved.Length && isGrey; i += 3)
            isGrey = interleaved[i] == interleaved[i + 1] && interleaved[i] == interleaved[i + 2];

        ImageShape shape = new(isGrey ? 1 : 3, (int)image.Height, (int)image.Width);
        int plane = shape.Height * shape.Width;
        byte[] planar = new byte[shape.Size];
        for (int i = 0; i < planar.Length; i++)
            planar[i] = interleaved[(i % plane * 3) + (i / plane)];
        return new DecodedPicture(shape, planar);
    }

    private static void Bring(MagickImage image, PictureTarget target, MagickColor background)
    {
        (uint width, uint height) = ((uint)target.Size.Width, (uint)target.Size.Height);
        image.ResetPage(); // an offset on a page is meant for printers
        if (target.Fit == PictureFit.Crop)
        {
            // The largest part with the proportions of the target.
            uint wide = Math.Clamp((uint)Math.Round((double)image.Height * width / height), 1, image.Width);
            uint high = Math.Clamp((uint)Math.Round((double)image.Width * height / width), 1, image.Height);
            image.Crop(wide, high, Gravity.Center);
            image.ResetPage();
        }

        image.Resize(new MagickGeometry(width, height) { IgnoreAspectRatio = target.Fit != PictureFit.Pad });
        if (target.Fit == PictureFit.Pad)
            image.Extent(width, height, Gravity.Center, background);
    }
}
