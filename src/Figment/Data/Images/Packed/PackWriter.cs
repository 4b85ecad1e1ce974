using Figment.Formats;
using Figment.Imaging;
using TorchSharp;

namespace Figment.Data.Images;

/// <summary>
/// Writes a packed file (<see cref="PackFile"/>) image by image, with only a block of images and the labels in memory. Space is
/// reserved for the header, which can only be written last.
/// </summary>
/// <param name="stream">A readable, writable and seekable stream, at its beginning.</param>
/// <param name="target">The name of the file, for error messages.</param>
internal sealed class PackWriter(Stream stream, string target) : IDisposable
{
    private const int BlockLength = 1 << 20,
        Page = 4096,
        MostPerCharacter = 12; // the longest form of a character in JSON inside JSON
    private int headerRoom = 1 << 16;
    private readonly PixelDigest digest = new();
    private ImageShape? shape;
    private long count;

    /// <summary>Reserves space for the names of the classes. Call it before the first image.</summary>
    internal void MakeRoom(IEnumerable<string> names, LabelTable? table)
    {
        MakeRoom(names);
        if (table is not null)
            MakeRoom([.. table.Columns, .. table.Classes.SelectMany(values => values)]);
    }

    private void MakeRoom(IEnumerable<string> names) =>
        headerRoom += ((MostPerCharacter * names.Sum(name => name.Length + 3)) + Page - 1) / Page * Page;

    /// <summary>
    /// Adds images. Grey images among colour images are converted to colour, and the first colour image converts all images
    /// before it.
    /// </summary>
    /// <param name="images">Whole images of the given shape.</param>
    /// <param name="of">The shape; height and width must be the same in each call.</param>
    /// <exception cref="FileFormatException">
    /// The height or width differs from those of earlier images, or there are too many images.
    /// </exception>
    internal void Add(ReadOnlySpan<byte> images, ImageShape of)
    {
        if (shape is null)
            stream.Position = headerRoom;
        shape ??= of;
        if ((of.Height, of.Width) != (shape.Value.Height, shape.Value.Width))
            throw new FileFormatException($"an image is {of}, but the images before it are {shape}");
        if (of.Channels > shape.Value.Channels)
            Widen();
        if (of.Channels < shape.Value.Channels)
            Append(Widened(images, of.Size));
        else
            Append(images);
        count += images.Length / of.Size;
        if (count > int.MaxValue)
            throw new FileFormatException($"there are more than {int.MaxValue:N0} images");
    }

    /// <summary>Writes the labels and the header, which complete the file.</summary>
    /// <exception cref="FigmentException">There are no images, or the names and notes are too long.</exception>
    /// <exception cref="FileFormatException">The numbers of images and labels differ, or a label has no name.</exception>
    internal void Finish(
        string name,
        byte[]? labels,
        IReadOnlyList<string>? classes,
        LabelTable? table,
        IReadOnlyList<Text> notes,
        PictureOptions? pictures
    )
    {
        if (shape is not ImageShape found)
            throw new FigmentException($"There are no images to pack into {target}.");
        ImageLabels.Check(name, (int)count, labels, classes);
        if (labels is not null)
            stream.Write(labels);
        (double mean, double deviation) = digest.Statistics;
        IReadOnlyList<string>? names = labels is null ? null : classes ?? ImageLabels.Numbered(labels);
        PackCard card = new(name, found, (int)count, names, digest.Finish(labels), mean, deviation, notes, pictures)
        {
            Table = table,
        };
        List<(string, torch.ScalarType, long[])> tensors =
        [
            (PackFile.PixelsName, torch.ScalarType.Byte, [count, found.Channels, found.Height, found.Width]),
        ];
        if (labels is not null)
            tensors.Add((PackFile.LabelsName, torch.ScalarType.Byte, [count]));
        byte[] header = SafeTensorsHeader.Of(tensors, card.ToMetadata(), headerRoom);
        if (header.Length != headerRoom - 8)
            throw new FigmentException(
                $"The names of the classes and files take more than the {headerRoom >> 10} KB available for them in {target}. "
                    + $"Shorten them."
            );
        stream.Position = 0;
        SafeTensorsHeader.Write(stream, header);
    }

    /// <inheritdoc/>
    public void Dispose() => digest.Dispose();

    private void Append(ReadOnlySpan<byte> images)
    {
        stream.Write(images);
        digest.Add(images);
    }

    /// <summary>
    /// Converts everything that is written to colour, from the last block to the first, so that nothing is overwritten before it
    /// is read.
    /// </summary>
    private void Widen()
    {
        int size = shape!.Value.Size,
            step = Math.Max(1, BlockLength / size);
        byte[] grey = new byte[step * size];
        for (long end = count; end > 0; end -= step)
        {
            long start = Math.Max(0, end - step);
            Span<byte> block = grey.AsSpan(0, (int)(end - start) * size);
            stream.Position = headerRoom + (start * size);
            stream.ReadExactly(block);
            byte[] wide = Widened(block, size);
            stream.Position = headerRoom + (3 * start * size);
            stream.Write(wide);
        }

        shape = shape.Value with { Channels = 3 };
        digest.Clear();
        stream.Position = headerRoom;
        long total = 3 * count * size;
        for (long done = 0; done < total; )
        {
            Span<byte> block = grey.AsSpan(0, (int)Math.Min(grey.Length, total - done));
            stream.ReadExactly(block);
            digest.Add(block);
            done += block.Length;
        }
    }

    private static byte[] Widened(ReadOnlySpan<byte> grey, int size)
    {
        byte[] wide = new byte[3 * grey.Length];
        for (int start = 0; start < grey.Length; start += size)
        for (int channel = 0; channel < 3; channel++)
            grey.Slice(start, size).CopyTo(wide.AsSpan((3 * start) + (channel * size)));
        return wide;
    }
}
