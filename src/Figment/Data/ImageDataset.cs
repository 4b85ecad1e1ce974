using System.Security.Cryptography;
using Figment.Backend;
using Figment.Formats;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data;

/// <summary>Some training images, scaled and on the training device.</summary>
/// <param name="Images">[B, C, H, W], float32 in [0, 1].</param>
/// <param name="Labels">[B], int64; null where the data has no labels.</param>
public sealed record Batch(Tensor Images, Tensor? Labels)
{
    /// <summary>How many images the batch holds.</summary>
    public long Count => Images.shape[0];
}

/// <summary>Images of one shape, held as bytes in memory (on the GPU once moved there), with or without class labels.</summary>
public sealed class ImageDataset : IDisposable
{
    private Tensor pixels;  // [N, C, H, W], uint8
    private Tensor? labels; // [N], int64

    /// <summary>Takes images as bytes.</summary>
    /// <param name="name">A short name, which names runs.</param>
    /// <param name="shape">The shape of every image.</param>
    /// <param name="pixels">0 to 255, in the order image, channel, row, column.</param>
    /// <param name="labels">One class number per image, counted from 0; null where there are none.</param>
    /// <exception cref="FileFormatException">The counts do not agree, or there are no images.</exception>
    public ImageDataset(string name, ImageShape shape, byte[] pixels, byte[]? labels = null)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (shape.Size <= 0 || pixels.Length == 0 || pixels.Length % shape.Size != 0)
            throw new FileFormatException($"{pixels.Length:N0} values do not make whole images of {shape}.");
        Count = pixels.Length / shape.Size;
        if (labels is not null && labels.Length != Count)
            throw new FileFormatException($"There are {Count:N0} images but {labels.Length:N0} labels; each image needs exactly one. Check that both files belong together.");

        TorchLibrary.Load();
        Name = name;
        Shape = shape;
        Sha256 = Hash(pixels, labels);
        PixelStatistics = Statistics(pixels);
        ClassCounts = labels is null ? [] : Histogram(labels);
        this.pixels = tensor(pixels, [Count, shape.Channels, shape.Height, shape.Width], ScalarType.Byte).DetachFromDisposeScope();
        if (labels is not null)
            this.labels = tensor(Array.ConvertAll(labels, label => (long)label), [Count]).DetachFromDisposeScope();
    }

    /// <summary>A short name, which names runs.</summary>
    public string Name { get; }

    /// <summary>The shape of every image.</summary>
    public ImageShape Shape { get; }

    /// <summary>How many images there are.</summary>
    public int Count { get; }

    /// <summary>Images per class, by class number; empty where there are no labels.</summary>
    public IReadOnlyList<int> ClassCounts { get; }

    /// <summary>Mean and standard deviation of all pixel values, scaled to [0, 1].</summary>
    public (double Mean, double StandardDeviation) PixelStatistics { get; }

    /// <summary>SHA-256 over pixels and labels, lower-case hexadecimal: says which data a run was trained on.</summary>
    public string Sha256 { get; }

    /// <summary>Reads images, and labels where there are any, from IDX files (gzipped or not).</summary>
    /// <param name="imagesPath">IDX of 3 dimensions (count, height, width) or 4 (count, channels, height, width).</param>
    /// <param name="labelsPath">IDX of 1 dimension; null where there are no labels.</param>
    /// <param name="name">A short name; null takes the file's.</param>
    /// <exception cref="FileFormatException">A file is damaged or of another kind, or the counts differ.</exception>
    public static ImageDataset FromIdx(string imagesPath, string? labelsPath = null, string? name = null) =>
        FromIdx(name ?? Path.GetFileName(imagesPath).Split('.')[0], IdxFile.Read(imagesPath), labelsPath is null ? null : IdxFile.Read(labelsPath));

    /// <summary>Makes a data set of IDX arrays that are already read.</summary>
    /// <param name="name">A short name.</param>
    /// <param name="images">3 or 4 dimensions.</param>
    /// <param name="labels">1 dimension, or null.</param>
    /// <exception cref="FileFormatException">The dimensions do not fit, or the counts differ.</exception>
    public static ImageDataset FromIdx(string name, IdxArray images, IdxArray? labels = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ImageShape shape = images.Dimensions switch
        {
            [_, int height, int width] => new ImageShape(1, height, width),
            [_, int channels and (1 or 3), int height, int width] => new ImageShape(channels, height, width),
            _ => throw new FileFormatException(
                $"Images need 3 dimensions (count, height, width) or 4 (count, 1 or 3 channels, height, width), not {string.Join(" × ", images.Dimensions)}. Are images and labels swapped?"),
        };
        if (labels is { Dimensions.Count: not 1 })
            throw new FileFormatException($"Labels need 1 dimension, not {string.Join(" × ", labels.Dimensions)}. Are images and labels swapped?");
        return new ImageDataset(name, shape, images.Bytes, labels?.Bytes);
    }

    /// <summary>Moves the images to a device, where batches are then made.</summary>
    /// <returns>This data set.</returns>
    public ImageDataset To(Device device)
    {
        Move(ref pixels, device);
        if (labels is not null) Move(ref labels, device);
        return this;
    }

    /// <summary>Gathers images by their numbers and scales them to [0, 1].</summary>
    /// <param name="indices">[B], int64, each from 0 to <see cref="Count"/> − 1.</param>
    public Batch Gather(Tensor indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        using DisposeScope scope = NewDisposeScope();
        Tensor onDevice = indices.to(pixels.device);
        Tensor images = pixels.index_select(0, onDevice).to(ScalarType.Float32).div_(255);
        Tensor? chosen = labels?.index_select(0, onDevice);
        return new Batch(images.MoveToOuterDisposeScope(), chosen?.MoveToOuterDisposeScope());
    }

    /// <summary>
    /// The first images of each class in turn, for a picture that shows what the data looks like; the first images
    /// where there are no labels.
    /// </summary>
    /// <param name="perClass">How many of each class; without labels, how many rows of ten.</param>
    public ImageBatch Preview(int perClass = 10)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor indices = labels is null
            ? arange(Math.Min(Count, 10 * perClass), ScalarType.Int64)
            : cat([.. Enumerable.Range(0, ClassCounts.Count).Select(c => labels.eq(c).nonzero().flatten().narrow(0, 0, Math.Min(perClass, ClassCounts[c])).cpu())]);
        return ImageBatch.FromTensor(Gather(indices).Images);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        pixels.Dispose();
        labels?.Dispose();
    }

    private static void Move(ref Tensor tensor, Device device)
    {
        Tensor moved = tensor.to(device);
        if (ReferenceEquals(moved, tensor) || moved.Handle == tensor.Handle) return;
        moved.DetachFromDisposeScope();
        tensor.Dispose();
        tensor = moved;
    }

    private static string Hash(byte[] pixels, byte[]? labels)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(pixels);
        if (labels is not null) hash.AppendData(labels);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static int[] Histogram(byte[] values)
    {
        int[] counts = new int[values.Max() + 1];
        foreach (byte value in values) counts[value]++;
        return counts;
    }

    private static (double Mean, double StandardDeviation) Statistics(byte[] values)
    {
        long[] counts = new long[256];
        foreach (byte value in values) counts[value]++;
        double mean = counts.Select((count, value) => (double)count * value).Sum() / values.Length;
        double variance = counts.Select((count, value) => count * (value - mean) * (value - mean)).Sum() / values.Length;
        return (mean / 255, Math.Sqrt(variance) / 255);
    }
}
