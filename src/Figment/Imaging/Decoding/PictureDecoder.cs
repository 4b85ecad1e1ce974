using System.Text.RegularExpressions;
using ImageMagick;
using ImageMagick.Formats;

namespace Figment.Imaging;

/// <summary>A picture as bytes, its channels one after the other.</summary>
/// <param name="Shape">1 channel if every pixel is grey, else 3.</param>
/// <param name="Pixels">0 to 255, in the order channel, row, column.</param>
internal sealed record DecodedPicture(ImageShape Shape, byte[] Pixels)
{
    /// <summary>What a user should know of it.</summary>
    internal PictureFacts Facts { get; init; } = new();
}

/// <summary>
/// Decodes pictures that nobody vouches for: the format is told by the first bytes and no other decoder is asked, and
/// the size is known before a pixel is decoded.
/// </summary>
internal static partial class PictureDecoder
{
    internal const int MaxSide = 4096;
    internal const long MaxFileLength = 256L << 20;
    private const long MostPixels = 64_000_000; // photographs of 50 and of 61 megapixels
    private const uint EnoughOfJpeg = MaxSide / 2; // and more than any target
    private static readonly Lock OneLargePicture = new();

    /// <summary>The endings of the files that it reads.</summary>
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
    /// Decodes a PNG, JPEG, BMP, GIF, WebP or TIFF; of several pages or frames the first. Camera pictures are turned upright,
    /// 16 bits become 8, and what is transparent stands on a background. Values are taken as they are stored: what a PNG says of
    /// its gamma, and colour profiles, change nothing.
    /// </summary>
    /// <remarks>
    /// Pictures larger than 4096 × 4096 are decoded one at a time, since each takes some hundred MB, and JPEG at some eighths of
    /// its size.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="target">What to bring it to; null leaves its size, or reduces it until it fits into 4096 × 4096.</param>
    /// <param name="background">What transparent pictures and those that are padded stand on; null is white.</param>
    /// <exception cref="FileFormatException">
    /// It is no such picture, damaged, or too large; the message is the reason alone.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
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
        // A file cut short is a warning to some decoders, which fill the rest with grey.
        string? cutShort = null;
        image.Warning += (_, e) =>
            cutShort ??= e.Message.Contains("premature end", StringComparison.OrdinalIgnoreCase) ? e.Message : null;
        image.Read(file, settings);
        if (cutShort is not null)
            throw CutShort();
    }

    private static FileFormatException CutShort() => new("it is cut short");

    /// <summary>
    /// The size of a picture once it is upright. No pixel is decoded, but where a WebP or PNG has a word on which way up it is
    /// after its pixels: that is seen only in a whole reading.
    /// </summary>
    /// <param name="content">The file's content.</param>
    /// <exception cref="FileFormatException">As for <see cref="Decode(string, PictureTarget?, PictureColour?)"/>.</exception>
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

    /// <summary>The content of a file of a picture's length.</summary>
    /// <exception cref="FileFormatException">It is too long.</exception>
    internal static byte[] ReadFile(string path) =>
        new FileInfo(path).Length switch
        {
            0 => [], // also a pipe, which would be waited for, and a device, which may never end
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
                    $"it has {image.Width} × {image.Height} pixels; at most {MostPixels / 1_000_000} million are read"
                );
            return use(image, file, settings);
        }
        catch (MagickException e)
        {
            throw new FileFormatException($"it is damaged: {Plain(e.Message)}", e);
        }
    }

    /// <summary>
    /// The decoder's reason without its place in the decoder's source: <c>InsufficientImageDataInFile `x' @ error/…</c> becomes
    /// <c>insufficient image data in file</c>.
    /// </summary>
    private static string Plain(string message)
    {
        string reason = message.Split(" `")[0].Split(" @ ")[0].TrimEnd('.');
        return Hump().Replace(reason, " ").ToLowerInvariant();
    }

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Hump();

    /// <exception cref="FileFormatException">It is of no format that is read.</exception>
    private static MagickFormat FormatOf(byte[] file)
    {
        PictureFormat? format = PictureFormat.OfContent(file.AsSpan(0, Math.Min(file.Length, PictureFormat.BytesToTell)));
        TiffFile? tiff = format?.Decoder == MagickFormat.Tiff ? TiffFile.Of(file) : null;
        if (tiff?.IsCameraRaw == true)
            format = PictureFormat.CameraRaw;
        if (format?.Decoder is not MagickFormat decoder)
            throw new FileFormatException(format?.Reason.English ?? $"its content is not {PictureFormat.Readable}");
        if (tiff?.IsCutShort == true)
            throw CutShort();
        return tiff?.Unshaded is string reason ? throw new FileFormatException(reason) : decoder;
    }

    /// <summary>
    /// The least size at which a JPEG is decoded; null for all of it, where the decoder would enlarge it until its shorter side
    /// is as long.
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
            // The largest part that has the shape of the target.
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
