using Figment.Backend;
using Figment.Formats;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Images;

/// <summary>
/// Images of one shape with or without class labels, held as bytes in memory (on the GPU once moved there), or read from a packed
/// file as they are asked for (<see cref="DataPack"/>).
/// </summary>
public sealed class ImageDataset : Dataset, IBatchSource
{
    private const int DigestBlock = 4_096;
    private readonly ImagePixels pixels;
    private Tensor? labels; // [N], uint8

    /// <summary>Takes images as bytes.</summary>
    /// <param name="name">A short name, which names runs.</param>
    /// <param name="shape">The shape of every image.</param>
    /// <param name="pixels">0 to 255, in the order image, channel, row, column.</param>
    /// <param name="labels">One class number per image, counted from 0; null where there are none.</param>
    /// <param name="classNames">What the class numbers mean, in their order; null writes the numbers.</param>
    /// <exception cref="FileFormatException">The counts do not agree, there are no images, or a label has no name.</exception>
    public ImageDataset(
        string name,
        ImageShape shape,
        byte[] pixels,
        byte[]? labels = null,
        IReadOnlyList<string>? classNames = null
    )
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (shape.Size <= 0 || pixels.Length == 0 || pixels.Length % shape.Size != 0)
            throw new FileFormatException($"{pixels.Length:N0} values are not a whole number of images of {shape}.");
        Count = pixels.Length / shape.Size;
        ImageLabels.Check(name, Count, labels, classNames);

        (Name, Shape) = (Shown(name), shape);
        using PixelDigest digest = new();
        digest.Add(pixels);
        (Sha256, PixelStatistics) = (digest.Finish(labels), digest.Statistics);
        TorchLibrary.Load();
        Tensor copy = empty([Count, shape.Channels, shape.Height, shape.Width], ScalarType.Byte);
        pixels.CopyTo(copy.bytes);
        this.pixels = new PixelsInMemory(copy);
        (ClassCounts, ClassNames, this.labels) = ImageLabels.Read(labels, classNames);
    }

    /// <summary>
    /// Takes pictures that were read, [N, C, H, W], uint8, on the CPU; they belong to the data set from then on.
    /// </summary>
    internal static ImageDataset Of(
        string name,
        Tensor pixels,
        byte[]? labels,
        IReadOnlyList<string>? classNames,
        LabelTable? table,
        IReadOnlyList<Text> notes,
        PictureOptions? pictures,
        Text? whyNoClasses
    )
    {
        using PixelDigest digest = new();
        digest.Add(pixels.bytes);
        ImageShape shape = new((int)pixels.shape[1], (int)pixels.shape[2], (int)pixels.shape[3]);
        (string sha256, (double mean, double deviation)) = (digest.Finish(labels), digest.Statistics);
        PackCard card = new(name, shape, (int)pixels.shape[0], classNames, sha256, mean, deviation, notes, pictures)
        {
            Table = table,
        };
        return new ImageDataset(card, new PixelsInMemory(pixels), labels) { WhyNoClasses = whyNoClasses };
    }

    /// <summary>Takes pixels that are known already.</summary>
    /// <param name="card">What the data set is.</param>
    /// <param name="pixels">They belong to the data set from then on.</param>
    /// <param name="labels">One class number per image; null where there are none.</param>
    /// <exception cref="FileFormatException">The counts do not agree, or a label has no name.</exception>
    internal ImageDataset(PackCard card, ImagePixels pixels, byte[]? labels)
    {
        ImageLabels.Check(card.Name, card.Count, labels, card.Classes);
        TorchLibrary.Load();
        this.pixels = pixels;
        (Name, Shape, Count, Sha256, PixelStatistics) = (
            Shown(card.Name),
            card.Shape,
            card.Count,
            card.Sha256,
            (card.Mean, card.Deviation)
        );
        (Notes, Pictures, Table) = (card.Notes, card.Pictures, card.Table);
        (ClassCounts, ClassNames, this.labels) = ImageLabels.Read(labels, card.Classes);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>The shape of every image.</summary>
    public ImageShape Shape { get; }

    /// <summary>Where the images are.</summary>
    public Device Device => pixels.Device;

    /// <summary>How many images there are.</summary>
    public override int Count { get; }

    /// <summary>Images per class, by class number; empty where there are no labels.</summary>
    public IReadOnlyList<int> ClassCounts { get; }

    /// <summary>What the classes are called, by class number; as many as <see cref="ClassCounts"/>.</summary>
    public override IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc/>
    public override ImageDescription Description => new(Shape, ClassCounts) { Table = Table };

    /// <summary>Why there are no classes where one could expect them, without a full stop; null else.</summary>
    internal Text? WhyNoClasses { get; init; }

    /// <summary>Which values a class has in which columns of labels; null where each image has one label, or none.</summary>
    internal LabelTable? Table { get; init; }

    /// <summary>What the images are where they are no pictures themselves but show something else; otherwise null.</summary>
    internal PictureForm? Form { get; init; }

    /// <summary>How pictures became images of one size; null where they are as they were found.</summary>
    internal PictureOptions? Pictures { get; init; }

    /// <summary>Mean and standard deviation of all pixel values, scaled to [0, 1].</summary>
    internal (double Mean, double StandardDeviation) PixelStatistics { get; }

    /// <summary>SHA-256 over pixels and labels, lower-case hexadecimal: says which data a run was trained on.</summary>
    public override string Sha256 { get; }

    /// <summary>Reads images, and labels where there are any, from IDX files (gzipped or not).</summary>
    /// <param name="imagesPath">IDX of 3 dimensions (count, height, width) or 4 (count, channels, height, width).</param>
    /// <param name="labelsPath">IDX of 1 dimension; null where there are no labels.</param>
    /// <param name="name">A short name; null takes the file's.</param>
    /// <exception cref="FileFormatException">A file is damaged or of another kind, or the counts differ.</exception>
    public static ImageDataset FromIdx(string imagesPath, string? labelsPath = null, string? name = null) =>
        FromIdx(
            name ?? IdxImages.NameOf(imagesPath),
            IdxFile.Read(imagesPath),
            labelsPath is null ? null : IdxFile.Read(labelsPath)
        );

    /// <summary>Makes a data set of IDX arrays that are already read.</summary>
    /// <param name="name">A short name.</param>
    /// <param name="images">3 or 4 dimensions.</param>
    /// <param name="labels">1 dimension, or null.</param>
    /// <param name="classNames">What the class numbers mean, in their order; null writes the numbers.</param>
    /// <exception cref="FileFormatException">The dimensions do not fit, or the counts differ.</exception>
    internal static ImageDataset FromIdx(
        string name,
        IdxArray images,
        IdxArray? labels = null,
        IReadOnlyList<string>? classNames = null
    )
    {
        ArgumentNullException.ThrowIfNull(images);
        ImageShape shape = IdxImages.ShapeOf(images.Dimensions, labels?.Dimensions);
        return new ImageDataset(name, shape, images.Bytes, labels?.Bytes, classNames);
    }

    /// <summary>
    /// Reads images from a NumPy array, as <c>numpy.save</c> writes it, or from an archive with their labels, as
    /// <c>numpy.savez</c> does.
    /// </summary>
    /// <param name="path">
    /// [N, H, W], [N, C, H, W] or [N, H, W, C] with 1 or 3 channels (where both are possible, channels come first), C or Fortran
    /// order; uint8, bool, or float16, float32 or float64 in [0, 1], which are rounded to 256 steps. Of an archive (<c>.npz</c>)
    /// the images to train with, by the arrays' names: <c>x_train</c> with <c>y_train</c>, <c>train_images</c> with
    /// <c>train_labels</c>, or the only array of images.
    /// </param>
    /// <param name="name">A short name; null takes the file's.</param>
    /// <exception cref="FileFormatException">
    /// The file is damaged, its shape is not that of images, or values are outside [0, 1].
    /// </exception>
    /// <exception cref="FigmentException">The file cannot be read.</exception>
    public static ImageDataset FromNumpy(string path, string? name = null) => NumpyImages.Read(path, name);

    /// <summary>
    /// Reads all pictures (PNG, JPEG, BMP, GIF, WebP, TIFF; of several pages or frames the first) in a folder and those below it,
    /// in ordinal order of their relative paths. A labels file names the classes (<c>dataset.json</c>, <c>labels.csv</c>,
    /// <c>metadata.jsonl</c>), else folders are classes; of folders <c>train</c> and <c>test</c> it is the former. One folder
    /// around everything makes no difference. Grey if all pictures are, else colour; 16 bits become 8; what is transparent stands
    /// on a background. What is passed over is in <see cref="Dataset.Notes"/>.
    /// </summary>
    /// <param name="path">The folder, or a ZIP archive of one.</param>
    /// <param name="pictures">
    /// What pictures of several sizes become; null decides by the pictures, and says so in <see cref="Dataset.Notes"/>.
    /// </param>
    /// <param name="progress">Hears of every picture, on the threads that decode them, one at a time.</param>
    /// <param name="cancellationToken">Ends it after the pictures under way.</param>
    /// <exception cref="FileFormatException">A picture is damaged, or has more than 64 million pixels.</exception>
    /// <exception cref="FigmentException">
    /// There are no pictures, a labels file is damaged, or how folders are meant cannot be told.
    /// </exception>
    public static ImageDataset FromFolder(
        string path,
        PictureOptions? pictures = null,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    ) => ImageFolder.Read(path, DataPart.Train, pictures ?? new PictureOptions(), progress, cancellationToken);

    /// <summary>
    /// Moves the images to a device, where batches are then made; those of a packed file stay there, and only batches come to the
    /// device.
    /// </summary>
    /// <returns>This data set.</returns>
    public ImageDataset To(Device device)
    {
        pixels.To(device);
        if (labels is not null)
            PixelsInMemory.Move(ref labels, device);
        return this;
    }

    /// <summary>Gathers images by their numbers and scales them to [0, 1].</summary>
    /// <param name="indices">[B], int64, each from 0 to <see cref="Count"/> − 1.</param>
    public Batch Gather(Tensor indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        using DisposeScope scope = NewDisposeScope();
        Tensor images = pixels.Take(indices).to(ScalarType.Float32).DivideBy(255);
        Tensor? chosen = Labels(indices)?.to(ScalarType.Int64);
        return new Batch(images.MoveToOuterDisposeScope(), chosen?.MoveToOuterDisposeScope());
    }

    bool IBatchSource.IsOnDisk => pixels.AreOnDisk;

    Batch IBatchSource.Gather(Tensor indices, Draws random) => Gather(indices);

    void IBatchSource.MoveTo(Device device) => To(device);

    void IBatchSource.Prefetch(Tensor indices) => pixels.Prefetch(indices);

    /// <summary>
    /// The pixels as they are held, of images that stand side by side: [length, C, H, W], uint8; not to be changed.
    /// </summary>
    internal Tensor Pixels(long start, long length) => pixels.Slice(start, length);

    /// <summary>The pixels as they are held, of images by their numbers: [N, C, H, W], uint8.</summary>
    internal Tensor Pixels(Tensor indices) => pixels.Take(indices);

    /// <summary>The class numbers of images by their numbers: [N], uint8; null where there are none.</summary>
    internal Tensor? Labels(Tensor indices) => labels?.index_select(0, indices.On(labels.device));

    /// <summary>One class number per image; null where there are none.</summary>
    internal byte[]? Labels()
    {
        using DisposeScope scope = NewDisposeScope();
        return labels?.cpu().data<byte>().ToArray();
    }

    /// <summary>
    /// The same images with their classes in another order, since a model keeps the numbers that it learned; or this data set as
    /// it is, where the names are not the same. What is returned takes the place of this data set, which is not to be used any
    /// more.
    /// </summary>
    /// <param name="names">The names of all classes, by their number from then on.</param>
    internal ImageDataset InOrderOf(IReadOnlyList<string> names)
    {
        if (labels is null || names.Count != ClassNames.Count || names.SequenceEqual(ClassNames))
            return this;
        int?[] numbers = [.. ClassNames.Select(name => Figment.ClassNames.Find(name, names))];
        if (numbers.Contains(null) || numbers.Distinct().Count() != names.Count)
            return this;
        byte[] changed = [.. Labels()!.Select(label => (byte)numbers[label]!.Value)];
        using PixelDigest digest = new();
        for (int start = 0; start < Count; start += DigestBlock)
        {
            using Tensor block = Pixels(start, Math.Min(DigestBlock, Count - start)).cpu();
            digest.Add(block.data<byte>().ToArray());
        }

        labels.Dispose();
        PackCard card = new(
            Name,
            Shape,
            Count,
            names,
            digest.Finish(changed),
            PixelStatistics.Mean,
            PixelStatistics.StandardDeviation,
            Notes,
            Pictures
        )
        {
            Table = Table?.Only(Enumerable.Range(0, names.Count).Select(number => Array.IndexOf(numbers, number))),
        };
        return new ImageDataset(card, pixels, changed);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        pixels.Dispose();
        labels?.Dispose();
    }

    private static string Shown(string name) =>
        PrintableText.Of(name).Trim() is { Length: > 0 } shown ? FileNames.Shorten(shown, FileNames.MostBytes) : "data";
}
