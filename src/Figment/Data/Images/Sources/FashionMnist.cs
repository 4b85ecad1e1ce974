using Figment.Backend;
using Figment.Formats;

namespace Figment.Data.Images;

/// <summary>
/// Fashion-MNIST: 28 × 28 grey pictures of clothes, 60,000 + 10,000, in MNIST's format (H. Xiao, K. Rasul, R. Vollgraf,
/// "Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms", 2017; MIT licence, © Zalando SE). It is
/// searched for in Debian's package, then in the cache, and otherwise downloaded into the cache.
/// </summary>
internal sealed class FashionMnist
{
    internal const string PackageFolder = "/usr/share/datasets/fashion-mnist";

    internal static readonly IReadOnlyList<string> ClassNames =
    [
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ];

    /// <summary>The authors' repository, the address in its README, and Keras's copy.</summary>
    private static readonly string[] Origins =
    [
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
    ];

    /// <summary>The SHA-256 of the unpacked files, since the gzip header differs from source to source.</summary>
    private static readonly Dictionary<string, string> Hashes = new()
    {
        ["train-images-idx3-ubyte"] = "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        ["train-labels-idx1-ubyte"] = "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        ["t10k-images-idx3-ubyte"] = "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        ["t10k-labels-idx1-ubyte"] = "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    };

    private const long MostBytes = 64 << 20;
    private readonly string packageFolder;
    private readonly string cacheName;
    private readonly Download download;

    /// <summary>Sets the places to search.</summary>
    /// <param name="packageFolder">The folder of a system package with the files.</param>
    /// <param name="cacheName">The name of the folder below <see cref="CacheFolder.Root"/>.</param>
    /// <param name="download">Downloads the files.</param>
    internal FashionMnist(string packageFolder = PackageFolder, string cacheName = "fashion-mnist", Download? download = null)
    {
        this.packageFolder = packageFolder;
        this.cacheName = cacheName;
        this.download = download ?? new Download();
    }

    private string CachePath => Path.Combine(CacheFolder.Root, cacheName);

    /// <summary>Opens one part, and downloads its two files if they are not found.</summary>
    /// <exception cref="FigmentException">A file has unexpected content, or cannot be downloaded.</exception>
    internal ImageDataset Open(
        DataPart part,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        bool test = part == DataPart.Test;
        string prefix = test ? "t10k" : "train";
        return ImageDataset.FromIdx(
            test ? "fashion-mnist-test" : "fashion-mnist",
            Find($"{prefix}-images-idx3-ubyte"),
            Find($"{prefix}-labels-idx1-ubyte"),
            ClassNames
        );

        IdxArray Find(string file) => FromDisk(file) ?? FromNetwork(file, progress, cancellationToken);
    }

    private IdxArray? FromDisk(string file)
    {
        foreach (
            (string folder, string remedy) in ((string, string)[])
                [
                    (packageFolder, "Install the package dataset-fashion-mnist again"),
                    (CachePath, "Delete it, and it is downloaded again"),
                ]
        )
        {
            string path = Path.Combine(folder, $"{file}.gz");
            if (!File.Exists(path))
                continue;
            try
            {
                return Checked(file, IdxFile.Read(path));
            }
            catch (FileFormatException e)
            {
                throw new FileFormatException(
                    $"{path} is not the expected Fashion-MNIST file ({e.Message.TrimEnd('.')}). {remedy}.",
                    e
                );
            }
        }

        return null;
    }

    private IdxArray FromNetwork(string file, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        string zipped = $"{file}.gz";
        try
        {
            return download.Fetch(
                Path.Combine(CachePath, zipped),
                [.. Origins.Select(origin => new Uri(origin + zipped))],
                MostBytes,
                stream => Checked(file, IdxFile.Read(stream, "the answer")),
                progress,
                cancellationToken
            );
        }
        catch (DownloadException e)
        {
            throw new FigmentException(
                $"The Fashion-MNIST file {zipped} is neither in {packageFolder} nor in {CachePath} and cannot be downloaded "
                    + $"({e.Message}). Without a network, put {string.Join(", ", Hashes.Keys.Select(key => $"{key}.gz"))} into "
                    + $"{CachePath}, or install Debian's package dataset-fashion-mnist.",
                e
            );
        }
    }

    private static IdxArray Checked(string file, IdxArray array)
    {
        string found = array.Sha256();
        return found == Hashes[file]
            ? array
            : throw new FileFormatException($"the SHA-256 of its content is {found}, not {Hashes[file]}");
    }
}
