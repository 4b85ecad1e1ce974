using Figment.Backend;
using Figment.Formats;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Images;

/// <summary>
/// Images of one shape, with or without class labels. They are held as bytes in memory (or on the GPU, after a move), or read on
/// demand from a packed file (<see cref="DataPack"/>).
/// </summary>
public sealed partial class ImageDataset : Dataset, IBatchSource
{
    private readonly ImagePixels pixels;
    private Tensor? labels; // [N], uint8

    /// <summary>Creates a data set from pixels as bytes.</summary>
    /// <param name="name">A short name; runs on this data are named after it.</param>
    /// <param name="shape">The shape of every image.</param>
    /// <param name="pixels">The values from 0 to 255, in the order image, channel, row, column.</param>
    /// <param name="labels">The class number of each image, counted from 0; null if there are no labels.</param>
    /// <param name="classNames">The names of the classes, by number; null uses the numbers as names.</param>
    /// <exception cref="FileFormatException">The counts differ, there are no images, or a label has no name.</exception>
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
            throw new FileFormatException(
                $"{pixels.Length:N0} values cannot be divided into a whole number of images of {shape}."
            );
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

    /// <summary>Creates a data set from decoded pictures, [N, C, H, W], uint8, on the CPU, and takes ownership of them.</summary>
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

    /// <summary>Creates a data set from pixels whose statistics are already known.</summary>
    /// <param name="card">The description of the data set.</param>
    /// <param name="pixels">The pixels; the data set takes ownership of them.</param>
    /// <param name="labels">The class number of each image; null if there are no labels.</param>
    /// <exception cref="FileFormatException">The counts differ, or a label has no name.</exception>
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

    /// <summary>The device that holds the images.</summary>
    public Device Device => pixels.Device;

    /// <summary>The number of images.</summary>
    public override int Count { get; }

    /// <summary>The number of images in each class, by class number; empty if there are no labels.</summary>
    public IReadOnlyList<int> ClassCounts { get; }

    /// <summary>The names of the classes, by class number; as many as in <see cref="ClassCounts"/>.</summary>
    public override IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc/>
    public override ImageDescription Description => new(Shape, ClassCounts) { Table = Table };

    /// <summary>Why there are no classes although some might be expected, as text without a full stop; otherwise null.</summary>
    internal Text? WhyNoClasses { get; init; }

    /// <summary>The value of each class in each label column; null if each image has one label or none.</summary>
    internal LabelTable? Table { get; init; }

    /// <summary>What the images represent if they are not pictures themselves; otherwise null.</summary>
    internal PictureForm? Form { get; init; }

    /// <summary>How pictures were made into images of one size; null if they were left unchanged.</summary>
    internal PictureOptions? Pictures { get; init; }

    /// <summary>The mean and standard deviation of all pixel values, scaled to [0, 1].</summary>
    internal (double Mean, double StandardDeviation) PixelStatistics { get; }

    /// <summary>The SHA-256 of pixels and labels, in lower-case hexadecimal. It identifies the data of a run.</summary>
    public override string Sha256 { get; }

    /// <summary>Reads images, and labels if there are any, from IDX files (gzipped or not).</summary>
    /// <param name="imagesPath">An IDX file of [count, height, width] or [count, channels, height, width].</param>
    /// <param name="labelsPath">An IDX file with 1 dimension; null if there are no labels.</param>
    /// <param name="name">A short name; null uses the name of the file.</param>
    /// <exception cref="FileFormatException">A file is damaged or of another kind, or the counts differ.</exception>
    public static ImageDataset FromIdx(string imagesPath, string? labelsPath = null, string? name = null) =>
        FromIdx(
            name ?? IdxImages.NameOf(imagesPath),
            IdxFile.Read(imagesPath),
            labelsPath is null ? null : IdxFile.Read(labelsPath)
        );

    /// <summary>Creates a data set from IDX arrays in memory.</summary>
    /// <param name="name">A short name.</param>
    /// <param name="images">The images, with 3 or 4 dimensions.</param>
    /// <param name="labels">The labels, with 1 dimension, or null.</param>
    /// <param name="classNames">The names of the classes, by number; null uses the numbers as names.</param>
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
    /// Reads images from a NumPy array (written by <c>numpy.save</c>) or from an archive with their labels (written by
    /// <c>numpy.savez</c>).
    /// </summary>
    /// <param name="path">
    /// The file. The array is [N, H, W], [N, C, H, W] or [N, H, W, C] with 1 or 3 channels (if both are possible, channels come
    /// first), in C or Fortran order; its type is uint8, bool, or float16, float32 or float64 with values in [0, 1], which are
    /// rounded to 256 levels. In an archive (<c>.npz</c>), the training images are found by name: <c>x_train</c> with
    /// <c>y_train</c>, <c>train_images</c> with <c>train_labels</c>, or the only array of images.
    /// </param>
    /// <param name="name">A short name; null uses the name of the file.</param>
    /// <exception cref="FileFormatException">
    /// The file is damaged, does not contain images, or has values outside [0, 1].
    /// </exception>
    /// <exception cref="FigmentException">The file cannot be read.</exception>
    public static ImageDataset FromNumpy(string path, string? name = null) => NumpyImages.Read(path, name);

    /// <summary>
    /// Reads all pictures in a folder and its subfolders, in ordinal order of their relative paths. They may be PNG, JPEG, BMP,
    /// GIF, WebP or TIFF; only the first page or frame of each is read. A labels file (<c>dataset.json</c>, <c>labels.csv</c>,
    /// <c>metadata.jsonl</c>) gives the classes; without one, the folders do. If there are folders <c>train</c> and <c>test</c>,
    /// only <c>train</c> is read. A single outer folder that contains everything else is ignored. The images are grey if all
    /// pictures are grey, otherwise in colour. Pictures with 16 bits per channel are reduced to 8, and transparent pictures get a
    /// background. <see cref="Dataset.Notes"/> lists what was skipped.
    /// </summary>
    /// <param name="path">The folder, or a ZIP archive of a folder.</param>
    /// <param name="pictures">
    /// How to bring pictures of several sizes to one size; if null, this is decided from the pictures and reported in
    /// <see cref="Dataset.Notes"/>.
    /// </param>
    /// <param name="progress">
    /// Receives a report for every picture; it is called from the decoding threads, one call at a time.
    /// </param>
    /// <param name="cancellationToken">Stops the reading once the pictures that are being decoded are finished.</param>
    /// <exception cref="FileFormatException">A picture is damaged or has more than 64 million pixels.</exception>
    /// <exception cref="FigmentException">There are no pictures, labels are damaged, or the folders are ambiguous.</exception>
    public static ImageDataset FromFolder(
        string path,
        PictureOptions? pictures = null,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    ) => ImageFolder.Read(path, DataPart.Train, pictures ?? new PictureOptions(), progress, cancellationToken);

    /// <summary>
    /// Moves the images to a device, on which batches are then gathered. The images of a packed file stay on disk, and only
    /// batches move to the device.
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
    /// <param name="indices">The numbers of the images, [B], int64, each from 0 to <see cref="Count"/> − 1.</param>
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

    /// <summary>The stored pixels of consecutive images, [length, C, H, W], uint8; the caller must not change them.</summary>
    internal Tensor Pixels(long start, long length) => pixels.Slice(start, length);

    /// <summary>The stored pixels of images with the given numbers, [N, C, H, W], uint8.</summary>
    internal Tensor Pixels(Tensor indices) => pixels.Take(indices);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        pixels.Dispose();
        labels?.Dispose();
    }

    private static string Shown(string name) =>
        PrintableText.Of(name).Trim() is { Length: > 0 } shown ? FileNames.Shorten(shown, FileNames.MostBytes) : "data";
}
