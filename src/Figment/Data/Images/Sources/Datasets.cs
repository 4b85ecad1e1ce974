using Figment.Data.Folders;
using Figment.Formats;

namespace Figment.Data.Images;

/// <summary>Opens data sets by name, and the user's own data from files.</summary>
public static class Datasets
{
    /// <summary>The names by which data sets can be opened.</summary>
    public static IReadOnlyList<string> Names => [.. Known.Keys];

    /// <summary>The SHA-256 of MNIST's training digits with their labels, whatever name or file they come from.</summary>
    internal const string MnistSha256 = "edc0d1098aa497be14ace79ddd5171e5a3dcf9c4d196c015389203eb3ba1f59b";

    private delegate ImageDataset Opener(DataPart part, IProgress<DataProgress>? progress, CancellationToken cancellationToken);

    private static readonly Dictionary<string, Opener> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mnist"] = (part, _, _) => Mnist(part),
        ["fashion-mnist"] = FashionMnist,
        ["cifar-10"] = Cifar10,
    };

    private static readonly string[] Digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>
    /// Opens MNIST: 28 × 28 grey handwritten digits, 60,000 to train with and 10,000 to test with. It is part of the package, so
    /// no network is needed. © Yann LeCun and Corinna Cortes, CC BY-SA 3.0.
    /// </summary>
    /// <param name="part">The training digits or the test digits.</param>
    public static ImageDataset Mnist(DataPart part = DataPart.Train)
    {
        (string prefix, string name) = part == DataPart.Test ? ("t10k", "mnist-test") : ("train", "mnist");
        return ImageDataset.FromIdx(
            name,
            ReadEmbedded($"{prefix}-images-idx3-ubyte.gz"),
            ReadEmbedded($"{prefix}-labels-idx1-ubyte.gz"),
            Digits
        );
    }

    /// <summary>
    /// Opens Fashion-MNIST: 28 × 28 grey pictures of clothes in ten classes, 60,000 to train with and 10,000 to test with; MIT
    /// licence. It comes from Debian's package <c>dataset-fashion-mnist</c> if that is installed; otherwise from the cache
    /// folder; and if it is not there either, from a download (30 MB) into the cache. Its SHA-256 is checked each time.
    /// </summary>
    /// <param name="part">The training images or the test images.</param>
    /// <param name="progress">Receives the progress of a download.</param>
    /// <param name="cancellationToken">Stops the download; the next call resumes it.</param>
    /// <exception cref="FigmentException">A file is damaged, or the data cannot be downloaded.</exception>
    public static ImageDataset FashionMnist(
        DataPart part = DataPart.Train,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    ) => new FashionMnist().Open(part, progress, cancellationToken);

    /// <summary>
    /// Opens CIFAR-10: 32 × 32 colour photos in ten classes, 50,000 to train with and 10,000 to test with. Its binary version
    /// comes from the folder <c>/usr/share/datasets/cifar-10</c>, <c>data</c> or the current folder, if one of them holds it;
    /// otherwise from the cache folder; and if it is not there either, from a download (170 MB) into the cache. Its SHA-256 is
    /// checked each time.
    /// </summary>
    /// <param name="part">The training images or the test images.</param>
    /// <param name="progress">Receives the progress of a download.</param>
    /// <param name="cancellationToken">Stops the download; the next call resumes it.</param>
    /// <exception cref="FigmentException">A file is damaged, or the data cannot be downloaded.</exception>
    public static ImageDataset Cifar10(
        DataPart part = DataPart.Train,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    ) => new Cifar10().Open(part, progress, cancellationToken);

    /// <summary>Opens a data set by its name, or by the path of a file or of a folder of pictures.</summary>
    /// <param name="nameOrPath">
    /// One of <see cref="Names"/>; an IDX file of images, gzipped or not, with labels if there is a file
    /// <c>…-labels-idx1-ubyte</c> beside a file <c>…-images-idx3-ubyte</c>; a NumPy array or an archive of arrays
    /// (<see cref="ImageDataset.FromNumpy"/>); a folder of pictures or a ZIP archive of one
    /// (<see cref="ImageDataset.FromFolder"/>); the folder of CIFAR-10's binary version, or one of its <c>.bin</c> files; or a
    /// packed file (<see cref="DataPack"/>), whose pixels are read from disk on demand.
    /// </param>
    /// <param name="pictures">
    /// How to bring the pictures of a folder to one size; if null, this is decided from the pictures.
    /// </param>
    /// <param name="part">
    /// The part. The test part of a file <c>train-…</c> is the file <c>t10k-…</c> or <c>test-…</c> beside it.
    /// </param>
    /// <param name="progress">Receives the progress of downloading and of decoding pictures.</param>
    /// <param name="cancellationToken">Stops the decoding or the download; the next call resumes an interrupted download.</param>
    /// <exception cref="FigmentException">There is no such name, file or part, or the file has unexpected content.</exception>
    public static ImageDataset Open(
        string nameOrPath,
        DataPart part = DataPart.Train,
        PictureOptions? pictures = null,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        Source source = Find(nameOrPath, part, pictures);
        ImageDataset data = source.Kind switch
        {
            SourceKind.Name => Known[source.Path](part, progress, cancellationToken),
            SourceKind.Cifar => CifarImages.Read(source.Path, source.Part),
            SourceKind.Pack => PackFile.Open(source.Path, pictures),
            SourceKind.Pictures => ImageFolder.Read(
                source.Path,
                source.Part,
                pictures ?? new PictureOptions(),
                progress,
                cancellationToken
            ),
            SourceKind.Numpy => NumpyImages.Read(source.Path, null, source.Part),
            _ => ImageDataset.FromIdx(source.Path, LabelsFile(source.Path)),
        };
        if (NoteOnName(nameOrPath, source) is Text note)
            data.Notes = [note, .. data.Notes];
        return data;
    }

    /// <summary>The note for a name that is both a data set and a file or folder in the current folder.</summary>
    private static Text? NoteOnName(string nameOrPath, Source source)
    {
        if (!Known.ContainsKey(Spelled(nameOrPath)) || !Path.Exists(nameOrPath))
            return null;
        string name = Spelled(nameOrPath).ToLowerInvariant();
        return WordTable
            .Template(source.Kind == SourceKind.Name ? "note.source.dataSet" : "note.source.path")
            .Fill(("name", name), ("path", nameOrPath));
    }

    /// <summary>Opens a data set by its name, whatever the current folder contains.</summary>
    internal static ImageDataset OpenName(
        string name,
        DataPart part,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    ) => Known[Spelled(name)](part, progress, cancellationToken);

    /// <summary>Whether a word is the name of a data set.</summary>
    internal static bool IsName(string word) => Known.ContainsKey(Spelled(word));

    /// <summary>The full path for what a user wrote; null if it is the name of a data set.</summary>
    /// <exception cref="FigmentException">There is no such name or file.</exception>
    internal static string? FullPathOf(string nameOrPath) =>
        Find(nameOrPath, DataPart.Train, null).Kind == SourceKind.Name ? null : Path.GetFullPath(nameOrPath);

    /// <summary>The kinds of sources that data can be read from.</summary>
    internal enum SourceKind
    {
        /// <summary>A name of <see cref="Names"/>.</summary>
        Name,

        /// <summary>A folder or file of CIFAR-10's binary version.</summary>
        Cifar,

        /// <summary>A packed file.</summary>
        Pack,

        /// <summary>A folder or an archive of pictures.</summary>
        Pictures,

        /// <summary>A NumPy array.</summary>
        Numpy,

        /// <summary>An IDX file, or an unknown file, which the IDX reader refuses.</summary>
        Idx,
    }

    /// <summary>A source that was found for a user's argument.</summary>
    internal sealed record Source(SourceKind Kind, string Path, DataPart Part);

    /// <summary>Determines what a name or path means, and where the requested part is.</summary>
    /// <exception cref="FigmentException">There is no such name, file or part.</exception>
    internal static Source Find(string nameOrPath, DataPart part, PictureOptions? pictures)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        bool isName = MeansName(nameOrPath);
        if (
            pictures is not null
            && pictures != new PictureOptions { Fit = pictures.Fit }
            && (isName || (!FolderCheck.Takes(nameOrPath) && !DataPack.IsPack(nameOrPath)))
        )
        {
            string other =
                isName && Path.Exists(nameOrPath) ? $" To use the file or folder of that name here, write ./{nameOrPath}." : "";
            throw new FigmentException(
                OptionSentence.Of(
                    $"{nameOrPath} is not a folder or archive of pictures; {PictureOptions.InSentence} apply only to folders and "
                        + $"archives.{other}"
                )
            );
        }

        if (isName)
            return new Source(SourceKind.Name, Spelled(nameOrPath), part);
        bool isFolder = Directory.Exists(nameOrPath),
            isCifar = CifarImages.IsFolder(nameOrPath);
        if (!isFolder && !File.Exists(nameOrPath))
            throw new FigmentException(
                $"There is no data set '{nameOrPath}': it is neither a known name ({string.Join(", ", Names)}) nor a file or "
                    + $"folder. Check the spelling or the path."
            );
        if (isCifar && (part == DataPart.Train || CifarImages.HasTestPart(nameOrPath)))
            return new Source(SourceKind.Cifar, nameOrPath, part);
        if (part == DataPart.Test && NumpyParts.HasTestPart(nameOrPath, NumpyItems.Images))
            return new Source(SourceKind.Numpy, nameOrPath, part);
        if (part == DataPart.Test && HasTestFolder(nameOrPath, pictures))
            return new Source(SourceKind.Pictures, nameOrPath, part);
        string path =
            part == DataPart.Train
                ? nameOrPath
                : (isFolder ? null : TestFile(nameOrPath))
                    ?? throw new FigmentException(
                        $"{nameOrPath} has no test part. A test part is a file named t10k-… or test-… beside a file named "
                            + $"train-…, or a folder named test beside a folder named train. Give the file of the test part, or "
                            + $"set some images aside before training."
                    );
        SourceKind kind =
            CifarImages.IsFile(path) ? SourceKind.Cifar
            : DataPack.IsPack(path) ? SourceKind.Pack
            : isFolder || FileSource.IsArchive(path) ? SourceKind.Pictures
            : Path.GetExtension(path).ToUpperInvariant() is ".NPY" or ".NPZ" ? SourceKind.Numpy
            : SourceKind.Idx;
        return new Source(kind, path, DataPart.Train);
    }

    /// <summary>Whether <see cref="Open"/> can open the <see cref="DataPart.Test"/> part of the data.</summary>
    /// <param name="nameOrPath">The name or path, as for <see cref="Open"/>.</param>
    /// <param name="pictures">The options that tell whether links in a folder are followed; if null, they are not.</param>
    public static bool HasTestPart(string nameOrPath, PictureOptions? pictures = null)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        return MeansName(nameOrPath)
            || CifarImages.HasTestPart(nameOrPath)
            || NumpyParts.HasTestPart(nameOrPath, NumpyItems.Images)
            || (File.Exists(nameOrPath) && TestFile(nameOrPath) is not null)
            || HasTestFolder(nameOrPath, pictures);
    }

    /// <summary>
    /// Whether a word means a named data set. A lower-case name always does, so that it means the same in every folder; other
    /// spellings do only if no file or folder here has that name.
    /// </summary>
    private static bool MeansName(string word) =>
        Known.ContainsKey(Spelled(word)) && (Known.Keys.Contains(word, StringComparer.Ordinal) || !Path.Exists(word));

    /// <summary>CIFAR-10 is often written without its hyphen.</summary>
    private static string Spelled(string name) => name.Equals("cifar10", StringComparison.OrdinalIgnoreCase) ? "cifar-10" : name;

    /// <summary>
    /// Whether a folder or archive of pictures has a folder of held-out pictures. Anything that cannot be read is reported when
    /// it is opened.
    /// </summary>
    private static bool HasTestFolder(string path, PictureOptions? pictures)
    {
        if (!FolderCheck.Takes(path) || CifarImages.IsFolder(path))
            return false;
        try
        {
            return ImageFolder.HasTestPart(path, pictures, CancellationToken.None);
        }
        catch (FigmentException)
        {
            return false;
        }
    }

    /// <summary>The held-out file that belongs to a file <c>train-…</c>, if it is beside it.</summary>
    internal static string? TestFile(string path)
    {
        const string Train = "train-";
        string file = Path.GetFileName(path);
        return file.StartsWith(Train, StringComparison.Ordinal)
            ? ((string[])["t10k-", "test-"])
                .Select(prefix => Beside(path, prefix + file[Train.Length..]))
                .FirstOrDefault(File.Exists)
            : null;
    }

    /// <summary>The labels file beside a file of images; null if there is none.</summary>
    internal static string? LabelsFile(string path)
    {
        string images = Path.GetFileName(path);
        string labels = images
            .Replace("images", "labels", StringComparison.Ordinal)
            .Replace("idx3", "idx1", StringComparison.Ordinal)
            .Replace("idx4", "idx1", StringComparison.Ordinal);
        return labels != images && File.Exists(Beside(path, labels)) ? Beside(path, labels) : null;
    }

    private static string Beside(string path, string file) => Path.Combine(Path.GetDirectoryName(path) ?? "", file);

    private static IdxArray ReadEmbedded(string file)
    {
        using Stream stream = typeof(Datasets).Assembly.GetManifestResourceStream($"mnist/{file}")!;
        return IdxFile.Read(stream, file);
    }
}
