using ImageMagick;
using static TorchSharp.torch;

namespace Figment.Imaging;

/// <summary>A finished picture, grey or in colour, that can be saved as PNG.</summary>
public sealed class Picture
{
    private readonly byte[] pixels;

    internal Picture(int width, int height, int channels, byte[] pixels)
    {
        Width = width;
        Height = height;
        Channels = channels;
        this.pixels = pixels;
    }

    /// <summary>The width in pixels.</summary>
    public int Width { get; }

    /// <summary>The height in pixels.</summary>
    public int Height { get; }

    /// <summary>The number of channels: 1 for grey, 3 for red, green and blue.</summary>
    public int Channels { get; }

    /// <summary>The values from 0 to 255, row by row, with the channels of a pixel side by side.</summary>
    public ReadOnlySpan<byte> Pixels => pixels;

    /// <summary>Whether the picture shows several images and is not an image itself; its file is marked accordingly.</summary>
    internal bool IsDrawing { get; init; }

    /// <summary>Encodes the picture as PNG; the same picture gives the same bytes.</summary>
    public byte[] ToPng()
    {
        using MagickImage image = ToMagick();
        return image.ToPng();
    }

    /// <summary>Saves the picture as PNG; the file is either complete or absent.</summary>
    /// <param name="path">The file to create or replace.</param>
    public void Save(string path)
    {
        byte[] png = ToFile();
        AtomicFile.Write(path, stream => stream.Write(png));
    }

    /// <summary>The content that <see cref="Save"/> writes: the PNG, marked if it is a drawing.</summary>
    internal byte[] ToFile() => IsDrawing ? DrawingMark.Add(ToPng()) : ToPng();

    internal MagickImage ToMagick()
    {
        MagickImage image = new();
        image.ReadPixels(pixels, new PixelReadSettings((uint)Width, (uint)Height, StorageType.Char, Channels == 1 ? "R" : "RGB"));
        if (Channels == 1)
            image.ColorSpace = ColorSpace.Gray;
        return image;
    }
}

/// <summary>The PNG encoding of all pictures.</summary>
internal static class PngEncoding
{
    /// <summary>Encodes the image as PNG without a date, so that the same image gives the same bytes.</summary>
    internal static byte[] ToPng(this MagickImage image)
    {
        image.Settings.SetDefine(MagickFormat.Png, "exclude-chunks", "date,time");
        return image.ToByteArray(MagickFormat.Png);
    }
}

/// <summary>Arranges images in one picture.</summary>
public static class ImageGrid
{
    /// <summary>The grey value of the gaps.</summary>
    internal const byte Frame = 64;

    /// <summary>Draws images in rows, with thin gaps between them.</summary>
    /// <param name="images">The images.</param>
    /// <param name="columns">The number of images per row, at least 1; null makes the grid as square as possible.</param>
    /// <param name="scale">
    /// The side length, in pixels, of the square drawn for each pixel of an image; null chooses a convenient size.
    /// </param>
    /// <exception cref="ArgumentException">There are no images.</exception>
    public static Picture ToGrid(this ImageBatch images, int? columns = null, int? scale = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count == 0)
            throw new ArgumentException("There are no images to draw.", nameof(images));
        int perRow = Math.Min(columns ?? (int)Math.Ceiling(Math.Sqrt(images.Count)), images.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(perRow, 1, nameof(columns));

        ImageShape shape = images.Shape;
        int rows = (images.Count + perRow - 1) / perRow;
        int zoom = Math.Max(1, scale ?? Math.Min(4, 1024 / Math.Max(perRow * shape.Width, rows * shape.Height)));
        int channels = shape.Channels == 1 ? 1 : 3;
        int gap = zoom,
            cellWidth = (shape.Width * zoom) + gap,
            cellHeight = (shape.Height * zoom) + gap;
        int width = (perRow * cellWidth) + gap,
            height = (rows * cellHeight) + gap;
        byte[] pixels = new byte[width * height * channels];
        Array.Fill(pixels, Frame);

        for (int i = 0; i < images.Count; i++)
        {
            ReadOnlySpan<byte> image = images[i];
            int left = gap + (i % perRow * cellWidth),
                top = gap + (i / perRow * cellHeight);
            for (int y = 0; y < shape.Height * zoom; y++)
            {
                for (int x = 0; x < shape.Width * zoom; x++)
                {
                    int source = (y / zoom * shape.Width) + (x / zoom);
                    int target = (((top + y) * width) + left + x) * channels;
                    for (int c = 0; c < channels; c++)
                        pixels[target + c] = image[(Math.Min(c, shape.Channels - 1) * shape.Height * shape.Width) + source];
                }
            }
        }

        return new Picture(width, height, channels, pixels) { IsDrawing = true };
    }

    /// <summary>Draws only the first image, pixel for pixel, without a frame.</summary>
    /// <param name="images">At least one image.</param>
    public static Picture ToPicture(this ImageBatch images)
    {
        ArgumentNullException.ThrowIfNull(images);
        ImageShape shape = images.Shape;
        int channels = shape.Channels == 1 ? 1 : 3,
            plane = shape.Height * shape.Width;
        byte[] pixels = new byte[plane * channels];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = images[0][(Math.Min(i % channels, shape.Channels - 1) * plane) + (i / channels)];
        return new Picture(shape.Width, shape.Height, channels, pixels);
    }

    /// <summary>Draws images in rows, with thin gaps between them.</summary>
    /// <param name="images">The images, [N, C, H, W], float in [0, 1].</param>
    /// <param name="columns">The number of images per row; null makes the grid as square as possible.</param>
    /// <param name="scale">
    /// The side length, in pixels, of the square drawn for each pixel of an image; null chooses a convenient size.
    /// </param>
    public static Picture ToGrid(this Tensor images, int? columns = null, int? scale = null) =>
        ImageBatch.FromTensor(images).ToGrid(columns, scale);
}
