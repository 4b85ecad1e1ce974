using System.Globalization;
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
    private const int ImagesAtOnce = 1024;
    private Tensor pixels;  // [N, C, H, W], uint8
    private Tensor? labels; // [N], int64
    private (double Mean, double StandardDeviation)? pixelStatistics;

    /// <summary>Takes images as bytes.</summary>
    /// <param name="name">A short name, which names runs.</param>
    /// <param name="shape">The shape of every image.</param>
    /// <param name="pixels">0 to 255, in the order image, channel, row, column.</param>
    /// <param name="labels">One class number per image, counted from 0; null where there are none.</param>
    /// <param name="classNames">What the class numbers mean, in their order; null writes the numbers.</param>
    /// <exception cref="FileFormatException">The counts do not agree, there are no images, or a label has no name.</exception>
    public ImageDataset(string name, ImageShape shape, byte[] pixels, byte[]? labels = null, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (shape.Size <= 0 || pixels.Length == 0 || pixels.Length % shape.Size != 0)
            throw new FileFormatException($"{pixels.Length:N0} values do not make whole images of {shape}.");
        Count = pixels.Length / shape.Size;
        if (labels is not null && labels.Length != Count)
            throw new FileFormatException($"There are {Count:N0} images but {labels.Length:N0} labels; each image needs exactly one. Check that both files belong together.");
        int classes = labels is null ? 0 : Math.Max(labels.Max() + 1, classNames?.Count ?? 0);
        if (labels is not null && classNames?.Count < classes)
            throw new FileFormatException($"There is a label {classes - 1}, but {name} has {classNames.Count} classes, counted from 0. Check that the labels belong to it.");

        Name = name;
        Shape = shape;
        Sha256 = Hash(pixels, labels);
        ClassCounts = labels is null ? [] : Histogram(labels, classes);
        ClassNames = labels is null ? [] : classNames ?? [.. Enumerable.Range(0, classes).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        TorchLibrary.Load();
        this.pixels = tensor(pixels, [Count, shape.Channels, shape.Height, shape.Width], ScalarType.Byte).DetachFromDisposeScope();
        if (labels is not null)
            this.labels = tensor(Array.ConvertAll(labels, label => (long)label), [Count]).DetachFromDisposeScope();
    }

    /// <summary>A short name, which names runs.</summary>
    public string Name { get; }

    /// <summary>The shape of every image.</summary>
    public ImageShape Shape { get; }

    /// <summary>Where the images are.</summary>
    public Device Device => pixels.device;

    /// <summary>How many images there are.</summary>
    public int Count { get; }

    /// <summary>Images per class, by class number; empty where there are no labels.</summary>
    public IReadOnlyList<int> ClassCounts { get; }

    /// <summary>What the classes are called, by class number; as many as <see cref="ClassCounts"/>.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>What a model has to know of the data.</summary>
    public DataDescription Description => new(Shape, ClassCounts);

    /// <summary>What a user should know of how the data was read, in sentences; empty as a rule.</summary>
    public IReadOnlyList<string> Notes { get; internal init; } = [];

    /// <summary>How pictures became images of one size; null where they are as they were found.</summary>
    public PictureOptions? Pictures { get; internal init; }

    /// <summary>Mean and standard deviation of all pixel values, scaled to [0, 1]; they are looked at when first asked for.</summary>
    public (double Mean, double StandardDeviation) PixelStatistics => pixelStatistics ??= Statistics();

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
    /// <param name="classNames">What the class numbers mean, in their order; null writes the numbers.</param>
    /// <exception cref="FileFormatException">The dimensions do not fit, or the counts differ.</exception>
    public static ImageDataset FromIdx(string name, IdxArray images, IdxArray? labels = null, IReadOnlyList<string>? classNames = null)
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
        return new ImageDataset(name, shape, images.Bytes, labels?.Bytes, classNames);
    }

    /// <summary>Reads images without labels from a NumPy array, as <c>numpy.save</c> writes it.</summary>
    /// <param name="path">
    /// [N, H, W], [N, C, H, W] or [N, H, W, C] with 1 or 3 channels (where both are possible, channels come first), C order;
    /// uint8, or float16, float32 or float64 in [0, 1], which are rounded to 256 steps.
    /// </param>
    /// <param name="name">A short name; null takes the file's.</param>
    /// <exception cref="FileFormatException">The file is damaged, its shape is not that of images, or values are outside [0, 1].</exception>
    /// <exception cref="FigmentException">The file cannot be read.</exception>
    public static ImageDataset FromNumpy(string path, string? name = null) => NumpyImages.Read(path, name);

    /// <summary>
    /// Reads all pictures (PNG, JPEG, BMP, WebP, the first of GIF and TIFF) in a folder and those below it, in ordinal order
    /// of their relative paths. Folders directly below it are classes. Grey if all pictures are, else colour; 16 bits become
    /// 8; what is transparent stands on white. Hidden files and symbolic links are passed over.
    /// </summary>
    /// <param name="path">The folder, or a ZIP archive of one.</param>
    /// <param name="pictures">What pictures of several sizes become; null decides by the pictures, and says so in <see cref="Notes"/>.</param>
    /// <param name="progress">Hears of every picture, on the threads that decode them, one at a time.</param>
    /// <param name="cancellationToken">Ends it after the pictures under way.</param>
    /// <exception cref="FileFormatException">A picture is damaged or larger than 4096 × 4096.</exception>
    /// <exception cref="FigmentException">There are no pictures, more than 256 classes, or pictures beside class folders.</exception>
    public static ImageDataset FromFolder(
        string path, PictureOptions? pictures = null, IProgress<DataProgress>? progress = null, CancellationToken cancellationToken = default) =>
        ImageFolder.Read(path, pictures ?? new PictureOptions(), progress, cancellationToken);

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

    /// <summary>The pixels as they are held, of images that stand side by side: [length, C, H, W], uint8; a view.</summary>
    internal Tensor Pixels(long start, long length) => pixels.narrow(0, start, length);

    /// <summary>The pixels as they are held, of images by their numbers: [N, C, H, W], uint8.</summary>
    internal Tensor Pixels(Tensor indices) => pixels.index_select(0, indices.to(pixels.device));

    /// <summary>Some of the images as a data set of their own, on the CPU.</summary>
    /// <param name="indices">[N], int64, each from 0 to <see cref="Count"/> − 1.</param>
    /// <param name="name">Its name; null keeps this one's.</param>
    public ImageDataset Subset(Tensor indices, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(indices);
        using DisposeScope scope = NewDisposeScope();
        Tensor onDevice = indices.to(pixels.device);
        byte[] chosen = pixels.index_select(0, onDevice).cpu().data<byte>().ToArray();
        byte[]? classes = labels?.index_select(0, onDevice).to(ScalarType.Byte).cpu().data<byte>().ToArray();
        return new ImageDataset(name ?? Name, Shape, chosen, classes, labels is null ? null : ClassNames);
    }

    /// <summary>So many images drawn at random, in random order; all of them where there are no more.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="random">Decides which.</param>
    public ImageDataset Sample(int count, SeededRandom random)
    {
        using Tensor drawn = Draw(count, random);
        return Subset(drawn);
    }

    /// <summary>The numbers of the images that <see cref="Sample"/> takes, in its order: [min(count, Count)], int64, on the CPU; the caller disposes it.</summary>
    internal Tensor Draw(int count, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = random.Generator("subset");
        return randperm(Count, ScalarType.Int64, generator: generator).narrow(0, 0, Math.Min(count, Count)).MoveToOuterDisposeScope();
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

    private static int[] Histogram(byte[] values, int classes)
    {
        int[] counts = new int[classes];
        foreach (byte value in values) counts[value]++;
        return counts;
    }

    private (double Mean, double StandardDeviation) Statistics()
    {
        using DisposeScope scope = NewDisposeScope();
        long[] counts = new long[256];
        for (long first = 0; first < Count; first += ImagesAtOnce)
        {
            Tensor values = Pixels(first, Math.Min(ImagesAtOnce, Count - first)).flatten().to(ScalarType.Int64);
            foreach ((int value, long count) in values.bincount(null, 256).cpu().data<long>().ToArray().Index()) counts[value] += count;
            values.Dispose();
        }

        double mean = counts.Select((count, value) => (double)count * value).Sum() / counts.Sum();
        double variance = counts.Select((count, value) => count * (value - mean) * (value - mean)).Sum() / counts.Sum();
        return (mean / 255, Math.Sqrt(variance) / 255);
    }
}
