using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Figment.Backend;

namespace Figment.Data.Images;

/// <summary>
/// CIFAR-10 by name: 32 × 32 colour photos in ten classes, 50,000 + 10,000 (A. Krizhevsky, "Learning Multiple Layers of Features
/// from Tiny Images", 2009). The binary version is searched for in the usual places and in the cache, unpacked or not, and
/// otherwise downloaded into the cache.
/// </summary>
internal sealed class Cifar10
{
    internal const string ArchiveName = "cifar-10-binary.tar.gz",
        FolderName = "cifar-10-batches-bin",
        TestFile = "test_batch.bin";
    private const long MostOfArchive = 256 << 20,
        MostOfFile = 64 << 20;
    private const string Page = "https://www.cs.toronto.edu/~kriz/cifar.html";

    /// <summary>The author's page, and the copies that two other libraries keep.</summary>
    private static readonly Uri[] Origins =
    [
        new("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
        new("https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/cifar-10-binary.tar.gz"),
        new("https://mindspore-website.obs.cn-north-4.myhuaweicloud.com/notebook/datasets/cifar-10-binary.tar.gz"),
    ];

    /// <summary>Where Linux distributions and users of PyTorch keep data sets.</summary>
    private static readonly string[] UsualPlaces = ["/usr/share/datasets/cifar-10", "data", "."];

    private readonly IReadOnlyList<string> places;
    private readonly string cacheName;
    private readonly Download download;

    /// <summary>Sets the places to search.</summary>
    /// <param name="places">Folders that may hold the data, unpacked or not; null uses the usual ones.</param>
    /// <param name="cacheName">The name of the folder below <see cref="CacheFolder.Root"/>.</param>
    /// <param name="download">Downloads the archive.</param>
    internal Cifar10(IReadOnlyList<string>? places = null, string cacheName = "cifar-10", Download? download = null)
    {
        this.places = places ?? UsualPlaces;
        this.cacheName = cacheName;
        this.download = download ?? new Download();
    }

    /// <summary>The SHA-256 of the archive.</summary>
    internal string ArchiveSha256 { get; init; } = "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd";

    /// <summary>The SHA-256 of each image file in the archive.</summary>
    internal IReadOnlyDictionary<string, string> FileSha256 { get; init; } =
        new Dictionary<string, string>
        {
            ["data_batch_1.bin"] = "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
            ["data_batch_2.bin"] = "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
            ["data_batch_3.bin"] = "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
            ["data_batch_4.bin"] = "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
            ["data_batch_5.bin"] = "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
            [TestFile] = "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
        };

    private string CachePath => Path.Combine(CacheFolder.Root, cacheName);

    private string CachedFolder => Path.Combine(CachePath, FolderName);

    /// <summary>Opens one part, and downloads the archive if it is not found.</summary>
    /// <exception cref="FigmentException">A file has unexpected content, or the archive cannot be downloaded.</exception>
    internal ImageDataset Open(
        DataPart part,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        string[] files =
        [
            .. FileSha256.Keys.Where(file => file == TestFile == (part == DataPart.Test)).Order(StringComparer.Ordinal),
        ];
        foreach (string place in places.Append(CachePath))
        {
            string folder = Path.Combine(place, FolderName),
                archive = Path.Combine(place, ArchiveName);
            if (files.All(file => File.Exists(Path.Combine(folder, file))))
                return Read(folder, files, part);
            if (!File.Exists(archive))
                continue;
            UnpackFound(archive, cancellationToken);
            return Read(CachedFolder, files, part);
        }

        Fetch(progress, cancellationToken);
        return Read(CachedFolder, files, part);
    }

    private ImageDataset Read(string folder, string[] files, DataPart part)
    {
        foreach (string path in files.Select(file => Path.Combine(folder, file)))
        {
            string found = Storage.Sha256(path);
            if (found != FileSha256[Path.GetFileName(path)])
                throw new FileFormatException(
                    $"{path} is not the expected CIFAR-10 file (its SHA-256 is {found}). {Remedy(folder)}; or give the folder "
                        + $"{folder} as the data to use the file as it is."
                );
        }

        return CifarImages.Read(folder, part);
    }

    private void UnpackFound(string path, CancellationToken cancellationToken)
    {
        string found = Storage.Sha256(path);
        if (found != ArchiveSha256)
            throw new FileFormatException(
                $"{path} is not the expected archive of CIFAR-10 (its SHA-256 is {found}). {Remedy(path)}."
            );
        Unpack(path, cancellationToken);
    }

    private void Unpack(string path, CancellationToken cancellationToken) =>
        Storage.Try(
            path,
            $"unpacked into {CachedFolder}",
            () =>
            {
                using FileStream stream = File.OpenRead(path);
                Unpack(stream, path, cancellationToken);
            }
        );

    private void Fetch(IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        string archive = Path.Combine(CachePath, ArchiveName);
        try
        {
            download.Fetch(archive, Origins, MostOfArchive, Checked, progress, cancellationToken);
            Unpack(archive, cancellationToken);
            File.Delete(archive); // its content is now beside it
        }
        catch (DownloadException e)
        {
            throw new FigmentException(
                $"CIFAR-10 is neither in {string.Join(", ", places)} nor in {CachePath}, and cannot be downloaded ({e.Message}). "
                    + $"Without a network, put {ArchiveName} (170 MB, 'CIFAR-10 binary version' of {Page}) into {CachePath}.",
                e
            );
        }
    }

    private bool Checked(Stream archive)
    {
        string found = Convert.ToHexStringLower(SHA256.HashData(archive));
        return found == ArchiveSha256
            ? true
            : throw new FileFormatException($"the SHA-256 of the download is {found}, not {ArchiveSha256}");
    }

    /// <summary>Unpacks only the files that are known by name and SHA-256. The paths in the archive do not matter.</summary>
    private void Unpack(Stream archive, string name, CancellationToken cancellationToken)
    {
        HashSet<string> missing = [.. FileSha256.Keys];
        try
        {
            using GZipStream unzipped = new(archive, CompressionMode.Decompress);
            using TarReader tar = new(unzipped);
            while (missing.Count > 0 && tar.GetNextEntry() is TarEntry entry)
            {
                cancellationToken.ThrowIfCancellationRequested();
                string file = Path.GetFileName(entry.Name);
                if (entry.DataStream is null || !missing.Remove(file))
                    continue;
                if (entry.Length > MostOfFile)
                    throw new FileFormatException(
                        $"{name} holds a {file} of {entry.Length:N0} bytes, which is not a CIFAR-10 file."
                    );
                byte[] content = new byte[entry.Length];
                entry.DataStream.ReadExactly(content);
                if (Convert.ToHexStringLower(SHA256.HashData(content)) != FileSha256[file])
                    throw new FileFormatException($"{name} holds a {file} that is not a CIFAR-10 file.");
                CacheFolder.Ensure(Path.Combine(cacheName, FolderName, file), content);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new FileFormatException($"{name} cannot be unpacked: {e.Message}", e);
        }

        if (missing.Count > 0)
            throw new FileFormatException($"{name} lacks {string.Join(", ", missing.Order(StringComparer.Ordinal))}.");
    }

    private string Remedy(string path) =>
        path.StartsWith(CachePath, StringComparison.Ordinal)
            ? "Delete it, and it is downloaded again"
            : "Remove it, and CIFAR-10 is looked for elsewhere";
}
