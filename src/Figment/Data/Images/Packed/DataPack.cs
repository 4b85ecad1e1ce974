using Figment.Formats;
using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>
/// Packs data into one file, from which batches are read on demand, so that training on a data set larger than memory is as fast
/// as on a small one. The file is in the safetensors format, which PyTorch, JAX and NumPy can also open;
/// <c>docs/design/data.md</c> describes the content.
/// </summary>
public static class DataPack
{
    private const int BlockLength = 4 << 20;

    /// <summary>The extension of a packed file.</summary>
    public const string Extension = ".safetensors";

    /// <summary>Whether a path leads to a packed file, judging by its extension.</summary>
    /// <param name="path">The path.</param>
    public static bool IsPack(string path) =>
        Path.GetExtension(path).Equals(Extension, StringComparison.OrdinalIgnoreCase) && File.Exists(path);

    /// <summary>
    /// Packs data. IDX files, NumPy arrays and pictures are read piece by piece, so they may also be larger than memory. The file
    /// is either complete or absent, even after a cancellation.
    /// </summary>
    /// <param name="nameOrPath">The data to pack, as for <see cref="Datasets.Open"/>.</param>
    /// <param name="target">The file to create or replace; its name ends in <see cref="Extension"/>.</param>
    /// <param name="part">The part to pack.</param>
    /// <param name="pictures">
    /// How to bring the pictures of a folder to one size; if null, this is decided from the pictures.
    /// </param>
    /// <param name="progress">
    /// Receives the number of packed images, in addition to the reports of <see cref="Datasets.Open"/>.
    /// </param>
    /// <param name="cancellationToken">Stops packing; an existing file is kept.</param>
    /// <exception cref="FigmentException">The data cannot be opened, or the file cannot be written.</exception>
    public static void Write(
        string nameOrPath,
        string target,
        DataPart part = DataPart.Train,
        PictureOptions? pictures = null,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        if (!Path.GetExtension(target).Equals(Extension, StringComparison.OrdinalIgnoreCase))
            throw new OptionsException([$"The name of a packed file must end in {Extension}, but {target} does not."]);
        OutputPlace.EnsureFile(target);
        Datasets.Source source = Datasets.Find(nameOrPath, part, pictures);
        OutputPlace.WriteFile(
            target,
            stream =>
            {
                using PackWriter writer = new(stream, target);
                switch (source.Kind)
                {
                    case Datasets.SourceKind.Pictures:
                        ImageFolder.Pack(
                            source.Path,
                            source.Part,
                            pictures ?? new PictureOptions(),
                            writer,
                            progress,
                            cancellationToken
                        );
                        break;
                    case Datasets.SourceKind.Numpy:
                        PackNumpy(source.Path, source.Part, writer, progress, cancellationToken);
                        break;
                    case Datasets.SourceKind.Idx:
                        PackIdx(source.Path, writer, progress, cancellationToken);
                        break;
                    default:
                        PackOpened(nameOrPath, part, writer, progress, cancellationToken);
                        break;
                }

                cancellationToken.ThrowIfCancellationRequested();
            }
        );
    }

    /// <summary>
    /// The default name of a packed file: the name of the source without its extension, in characters that are valid on every
    /// system.
    /// </summary>
    /// <param name="nameOrPath">The data to pack.</param>
    /// <param name="part">The part to pack.</param>
    internal static string FileNameFor(string nameOrPath, DataPart part = DataPart.Train)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(nameOrPath)));
        if (File.Exists(nameOrPath))
            name = name.Split('.')[0];
        return $"{(part == DataPart.Test ? "test-" : "")}{FileNames.Safe(name)}{Extension}";
    }

    /// <summary>Reads a packed file from beginning to end and compares it with the SHA-256 in its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="progress">Receives the number of checked images.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <exception cref="FileFormatException">The file is not a packed file, or its content has changed.</exception>
    /// <exception cref="FigmentException">The file cannot be read.</exception>
    public static void Verify(
        string path,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(path);
        using ImageDataset data = PackFile.Open(path, null);
        using PixelDigest digest = new();
        ForEachBlock(data, DataActivity.Checking, path, (block, _) => digest.Add(block), progress, cancellationToken);
        string found = digest.Finish(data.Labels());
        if (found != data.Sha256)
            throw new FileFormatException(
                $"{path} is damaged: the SHA-256 of its pixels and labels is {found}, but it was {data.Sha256} when they were "
                    + $"packed. Pack the data again."
            );
    }

    private static void PackIdx(
        string path,
        PackWriter writer,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using IdxReader reader = IdxReader.Open(path);
        IdxArray? labels = Datasets.LabelsFile(path) is string beside ? IdxFile.Read(beside) : null;
        ImageShape shape = IdxImages.ShapeOf(reader.Dimensions, labels?.Dimensions);
        Stream(path, shape, reader.Dimensions[0], reader.Read, writer, progress, cancellationToken);
        reader.End();
        writer.Finish(IdxImages.NameOf(path), labels?.Bytes, null, null, [], null);
    }

    private static void PackNumpy(
        string path,
        DataPart part,
        PackWriter writer,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using NumpyImages images = NumpyImages.Open(path, part);
        Stream(path, images.Shape, images.Count, images.Read, writer, progress, cancellationToken);
        images.End();
        writer.Finish(NumpyImages.NameOf(path, part), images.Labels, null, null, images.Notes, null);
    }

    private static void PackOpened(
        string nameOrPath,
        DataPart part,
        PackWriter writer,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using ImageDataset data = Datasets.Open(nameOrPath, part, null, progress, cancellationToken);
        writer.MakeRoom(data.ClassNames, data.Table);
        ForEachBlock(
            data,
            DataActivity.Packing,
            nameOrPath,
            (block, shape) => writer.Add(block, shape),
            progress,
            cancellationToken
        );
        writer.Finish(data.Name, data.Labels(), data.ClassNames, data.Table, data.Notes, data.Pictures);
    }

    private static void ForEachBlock(
        ImageDataset data,
        DataActivity activity,
        string subject,
        Action<byte[], ImageShape> use,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        int step = Math.Max(1, BlockLength / data.Shape.Size);
        for (int start = 0; start < data.Count; start += step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int length = Math.Min(step, data.Count - start);
            using TorchSharp.DisposeScope scope = TorchSharp.torch.NewDisposeScope();
            use(data.Pixels(start, length).data<byte>().ToArray(), data.Shape);
            progress?.Report(new DataProgress(activity, subject, start + length, data.Count));
        }
    }

    private delegate void ReadImages(Span<byte> images);

    private static void Stream(
        string path,
        ImageShape shape,
        long count,
        ReadImages read,
        PackWriter writer,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        byte[] block = new byte[Math.Min(count, Math.Max(1, BlockLength / shape.Size)) * shape.Size];
        for (long done = 0; done < count; )
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<byte> images = block.AsSpan(0, (int)Math.Min(block.Length, (count - done) * shape.Size));
            read(images);
            writer.Add(images, shape);
            done += images.Length / shape.Size;
            progress?.Report(new DataProgress(DataActivity.Packing, path, done, count));
        }
    }
}
