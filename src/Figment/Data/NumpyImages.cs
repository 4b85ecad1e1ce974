using System.Globalization;
using Figment.Formats;
using Figment.Imaging;

namespace Figment.Data;

/// <summary>Reads the images of a NumPy array, some at a time, so that only the bytes that come of them are in memory.</summary>
internal sealed class NumpyImages : IDisposable
{
    private const int BlockLength = 1 << 10;
    private readonly NumpyReader array;
    private readonly string path;
    private readonly bool channelsLast;
    private readonly Findings findings = new();
    private long position;

    private NumpyImages(NumpyReader array, string path)
    {
        (this.array, this.path) = (array, path);
        (Shape, channelsLast) = ShapeOf(array, path);
        Count = array.Count / Shape.Size;
    }

    /// <summary>The shape of every image.</summary>
    internal ImageShape Shape { get; }

    /// <summary>How many images there are.</summary>
    internal long Count { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="FileFormatException">It is damaged, or its shape is not that of images.</exception>
    internal static NumpyImages Open(string path)
    {
        NumpyReader array = NumpyReader.Open(path);
        try
        {
            return new NumpyImages(array, path);
        }
        catch
        {
            array.Dispose();
            throw;
        }
    }

    /// <summary>Makes a data set of a file.</summary>
    internal static ImageDataset Read(string path, string? name)
    {
        using NumpyImages images = Open(path);
        if (images.array.Count > Array.MaxLength)
            throw new FileFormatException($"{path} holds {images.array.Count:N0} values, more than fit into memory at once ({Array.MaxLength:N0}). 'figment data pack' makes data of it that is read from disk.");
        byte[] pixels = new byte[images.array.Count];
        images.Read(pixels);
        images.End();
        return new ImageDataset(name ?? Path.GetFileNameWithoutExtension(path), images.Shape, pixels);
    }

    /// <summary>Reads the next images; what is not in [0, 1] is counted.</summary>
    /// <param name="pixels">Room for whole images, filled in the order image, channel, row, column.</param>
    internal void Read(Span<byte> pixels)
    {
        if (array.HoldsBytes) array.Read(pixels);
        else ReadFloats(pixels);
        if (channelsLast) SeparateChannels(pixels);
        position += pixels.Length;
    }

    /// <summary>Makes sure, after the last image, that all values were in [0, 1].</summary>
    /// <exception cref="FileFormatException">Some were not.</exception>
    internal void End()
    {
        if (findings.Bad > 0) throw new FileFormatException(findings.Explain(path, position, Shape.Size));
    }

    /// <inheritdoc/>
    public void Dispose() => array.Dispose();

    private static (ImageShape Shape, bool ChannelsLast) ShapeOf(NumpyReader array, string path)
    {
        // Each size is below the file's length; one beyond an int cannot be a whole image's and is refused below.
        int[] sizes = [.. array.Shape.Select(size => (int)Math.Min(size, int.MaxValue))];
        if (array.Count == 0) throw new FileFormatException($"{path} holds no values ({string.Join(" × ", array.Shape)}). Save at least one image.");
        return sizes switch
        {
            [_, int height, int width] => (new ImageShape(1, height, width), false),
            [_, int channels and (1 or 3), int height, int width] => (new ImageShape(channels, height, width), false),
            [_, int height, int width, int channels and (1 or 3)] => (new ImageShape(channels, height, width), channels == 3),
            _ => throw new FileFormatException(
                $"{path} is an array of {string.Join(" × ", array.Shape)}. Images are count × height × width, count × channels × height × width or count × height × width × channels, with 1 or 3 channels."),
        };
    }

    /// <summary>Rounds to 256 steps, as <see cref="ImageBatch.FromTensor"/> does.</summary>
    private void ReadFloats(Span<byte> pixels)
    {
        Span<double> block = stackalloc double[BlockLength];
        bool isSingle = array.Type != NumpyType.Float64;
        for (int start = 0; start < pixels.Length; start += BlockLength)
        {
            Span<double> values = block[..Math.Min(BlockLength, pixels.Length - start)];
            array.Read(values);
            for (int i = 0; i < values.Length; i++)
            {
                double value = values[i];
                findings.Add(value, position + start + i);
                pixels[start + i] = (byte)Math.Clamp(isSingle ? MathF.Round((float)value * 255) : Math.Round(value * 255), 0, 255);
            }
        }
    }

    /// <summary>From row, column, channel to channel, row, column, image by image.</summary>
    private void SeparateChannels(Span<byte> pixels)
    {
        byte[] image = new byte[Shape.Size];
        int plane = Shape.Height * Shape.Width;
        for (int start = 0; start < pixels.Length; start += image.Length)
        {
            pixels.Slice(start, image.Length).CopyTo(image);
            for (int i = 0; i < image.Length; i++) pixels[start + (i % Shape.Channels * plane) + (i / Shape.Channels)] = image[i];
        }
    }

    /// <summary>What was found that is not in [0, 1].</summary>
    private sealed class Findings
    {
        private double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
        private long notFinite, first;

        internal long Bad { get; private set; }

        internal void Add(double value, long index)
        {
            if (!double.IsFinite(value)) notFinite++;
            else (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
            if (value is >= 0 and <= 1) return;
            if (Bad++ == 0) first = index;
        }

        internal string Explain(string path, long count, int imageSize)
        {
            string range = lowest > highest ? "none is a finite number" : string.Create(CultureInfo.InvariantCulture, $"they range from {lowest:G6} to {highest:G6}");
            string holes = notFinite > 0 && lowest <= highest ? $", {notFinite:N0} are no finite numbers" : "";
            return $"{path} has {Bad:N0} of {count:N0} values outside [0, 1] ({range}{holes}), the first in image {first / imageSize:N0}, counted from 0. {Advice}";
        }

        private string Advice => (notFinite, lowest, highest) switch
        {
            ( > 0, _, _) => "Find out where NaN and infinity come from; an image has none.",
            (_, >= -0.01, <= 1.01) => "They overshoot a little: save numpy.clip(x, 0, 1) instead.",
            (_, >= -1.01, <= 1.01) => "They seem to lie in [−1, 1]: save (x + 1) / 2 instead.",
            (_, >= 0, <= 255) => "They seem to be bytes: divide by 255, or save x.astype('uint8').",
            _ => "Scale them so that 0 is black and 1 is white.",
        };
    }
}
