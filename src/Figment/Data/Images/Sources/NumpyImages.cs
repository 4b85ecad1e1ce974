using Figment.Formats;
using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>Reads the images of a NumPy array in blocks, so that memory holds only the resulting bytes.</summary>
internal sealed class NumpyImages : IDisposable
{
    private const int BlockLength = 1 << 10;
    private readonly NumpyReader array;
    private readonly NumpyArchive? archive;
    private readonly string path;
    private readonly bool channelsLast;
    private readonly Findings findings = new();
    private IReadOnlyList<Text> notes = [];
    private byte largest;
    private long position;

    private NumpyImages(NumpyReader array, string path, NumpyArchive? archive)
    {
        (this.array, this.path, this.archive) = (array, path, archive);
        (Shape, channelsLast) = NumpyShapes.Of(array, path);
        Count = array.Count / Shape.Size;
    }

    /// <summary>The shape of every image.</summary>
    internal ImageShape Shape { get; }

    /// <summary>The number of images.</summary>
    internal long Count { get; }

    /// <summary>The class number of each image; null for an array without labels.</summary>
    internal byte[]? Labels { get; private init; }

    /// <summary>Notes for the user, complete once all images have been read.</summary>
    internal IReadOnlyList<Text> Notes =>
        PictureNotes.OfLargest(largest) is Text dark && Shape.Size >= 64 ? [.. notes, dark] : notes;

    /// <summary>Opens an array, or the images and labels of a part in an archive.</summary>
    /// <exception cref="FileFormatException">The file is damaged, or its shape is not that of images.</exception>
    internal static NumpyImages Open(string path, DataPart part = DataPart.Train)
    {
        NumpyArchive? archive = null;
        NumpyReader? array = null;
        try
        {
            if (!Path.GetExtension(path).Equals(NumpyArchive.Extension, StringComparison.OrdinalIgnoreCase))
                return new NumpyImages(array = NumpyReader.Open(path, takesFortran: true), path, null);
            archive = NumpyArchive.Open(path);
            (string name, byte[]? labels, IReadOnlyList<Text> notes) = NumpyParts.Choose(archive, part, path, NumpyItems.Images);
            return new NumpyImages(array = archive.Read(name), archive.Full(name), archive) { Labels = labels, notes = notes };
        }
        catch
        {
            array?.Dispose();
            archive?.Dispose();
            throw;
        }
    }

    /// <summary>Reads a file as a data set.</summary>
    internal static ImageDataset Read(string path, string? name, DataPart part = DataPart.Train)
    {
        using NumpyImages images = Open(path, part);
        if (images.array.Count > Array.MaxLength)
            throw new FileFormatException(
                $"{path} holds {images.array.Count:N0} values, more than can be loaded at once ({Array.MaxLength:N0}). Pack it "
                    + $"with 'figment data pack'; packed data is read from disk."
            );
        byte[] pixels = images.ReadAll();
        images.End();
        return new ImageDataset(name ?? NameOf(path, part), images.Shape, pixels, images.Labels) { Notes = images.Notes };
    }

    /// <summary>A short name for the data.</summary>
    internal static string NameOf(string path, DataPart part) =>
        Path.GetFileNameWithoutExtension(path) + (part == DataPart.Test ? "-test" : "");

    /// <summary>Reads the next images, and counts values outside [0, 1].</summary>
    /// <param name="pixels">A buffer for whole images, filled in the order image, channel, row, column.</param>
    internal void Read(Span<byte> pixels)
    {
        if (array.IsFortran)
            ReadColumns(pixels);
        else
            ReadValues(pixels, i => position + i);
        if (channelsLast)
            SeparateChannels(pixels);
        position += pixels.Length;
        largest = Math.Max(largest, PictureFacts.Largest(pixels));
    }

    /// <summary>Reads all images. For an archive, memory grows only with the content that is actually there.</summary>
    private byte[] ReadAll()
    {
        int size = Shape.Size,
            total = (int)array.Count;
        byte[] pixels = new byte[
            archive is null || array.IsFortran ? total : Math.Min(total, Math.Max(size, (1 << 24) / size * size))
        ];
        for (int filled = 0; ; )
        {
            Read(pixels.AsSpan(filled));
            filled = pixels.Length;
            if (filled == total)
                return pixels;
            Array.Resize(ref pixels, (int)Math.Min(total, 2L * filled));
        }
    }

    private void ReadValues(Span<byte> pixels, Func<int, long> place)
    {
        if (array.HoldsBytes)
            array.Read(pixels);
        else
            ReadFloats(pixels, place);
    }

    /// <summary>
    /// Reads an array in Fortran order, where the values at one position of all images are consecutive. The method seeks each
    /// position once for all requested images.
    /// </summary>
    private void ReadColumns(Span<byte> pixels)
    {
        int size = Shape.Size,
            images = pixels.Length / size;
        long first = position / size;
        int[] sizes = [.. array.Shape.Skip(1).Select(length => (int)length)];
        byte[] column = new byte[images];
        for (int value = 0; value < size; value++)
        {
            // The position within an image in C order; in this array, the first dimension varies fastest.
            int place = 0,
                rest = value,
                stride = size;
            foreach (int length in sizes)
            {
                stride /= length;
                place += rest % length * stride;
                rest /= length;
            }

            array.Seek((value * Count) + first);
            int at = place;
            ReadValues(column, i => ((first + i) * size) + at);
            for (int i = 0; i < images; i++)
                pixels[(i * size) + place] = column[i];
        }
    }

    /// <summary>Checks, after the last image, that all values were in [0, 1].</summary>
    /// <exception cref="FileFormatException">Some values were out of range.</exception>
    internal void End()
    {
        if (findings.Bad > 0)
            throw new FileFormatException(findings.Explain(path, position, Shape.Size));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        array.Dispose();
        archive?.Dispose();
    }

    /// <summary>Rounds to 256 steps, as <see cref="ImageBatch.FromTensor"/> does.</summary>
    private void ReadFloats(Span<byte> pixels, Func<int, long> place)
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
                findings.Add(value, place, start + i);
                pixels[start + i] = (byte)
                    Math.Clamp(isSingle ? MathF.Round((float)value * 255) : Math.Round(value * 255), 0, 255);
            }
        }
    }

    /// <summary>Reorders row, column, channel to channel, row, column, image by image.</summary>
    private void SeparateChannels(Span<byte> pixels)
    {
        byte[] image = new byte[Shape.Size];
        int plane = Shape.Height * Shape.Width;
        for (int start = 0; start < pixels.Length; start += image.Length)
        {
            pixels.Slice(start, image.Length).CopyTo(image);
            for (int i = 0; i < image.Length; i++)
                pixels[start + (i % Shape.Channels * plane) + (i / Shape.Channels)] = image[i];
        }
    }

    /// <summary>Collects the values outside [0, 1].</summary>
    private sealed class Findings
    {
        private double lowest = double.PositiveInfinity,
            highest = double.NegativeInfinity;
        private long notFinite,
            first;

        internal long Bad { get; private set; }

        internal void Add(double value, Func<int, long> place, int index)
        {
            if (!double.IsFinite(value))
                notFinite++;
            else
                (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
            if (value is >= 0 and <= 1)
                return;
            long at = place(index);
            first = Bad++ == 0 ? at : Math.Min(first, at); // values may come in a different order from the images
        }

        internal OptionSentence Explain(string path, long count, int imageSize)
        {
            OptionSentence range =
                lowest > highest
                    ? OptionSentence.Of($"none is a finite number")
                    : OptionSentence.Of($"they range from {lowest:G6} to {highest:G6}");
            OptionSentence holes =
                notFinite > 0 && lowest <= highest ? OptionSentence.Of($", {notFinite:N0} are not finite numbers") : "";
            return OptionSentence.Of(
                $"{path} has {Bad:N0} of {count:N0} values outside [0, 1] ({range}{holes}), the first in image "
                    + $"{first / imageSize:N0}, counted from 0. {Advice}"
            );
        }

        private OptionSentence Advice =>
            (notFinite, lowest, highest) switch
            {
                (> 0, _, _) => "Find out where NaN and infinity come from; an image must not have any.",
                (_, >= -0.01, <= 1.01) => "They overshoot a little: save numpy.clip(x, 0, 1) instead.",
                (_, >= -1.01, <= 1.01) => "They seem to lie in [−1, 1]: save (x + 1) / 2 instead.",
                (_, >= 0, <= 255) => "They seem to be bytes: divide by 255, or save x.astype('uint8').",
                _ => "Scale them so that 0 is black and 1 is white.",
            };
    }
}
