using System.IO.Compression;
using System.Net;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Tests.Data;

/// <summary>Without a network; the real files where Debian's package is installed.</summary>
public sealed class FashionMnistTests : IDisposable
{
    private readonly TemporaryFolder package = new();
    private readonly string cacheName = $"test-{Guid.NewGuid():N}";

    private string Cache => Path.Combine(CacheFolder.Root, cacheName);

    public void Dispose()
    {
        package.Dispose();
        if (Directory.Exists(Cache))
            Directory.Delete(Cache, recursive: true);
    }

    [Theory]
    [InlineData(DataPart.Train, "fashion-mnist", 60_000, 6000, 0.2860406, 0.3530242)]
    [InlineData(DataPart.Test, "fashion-mnist-test", 10_000, 1000, 0.2868493, 0.3524442)]
    public void It_has_the_known_counts_mean_and_deviation(
        DataPart part,
        string name,
        int count,
        int perClass,
        double mean,
        double deviation
    )
    {
        SkipWithoutFiles();

        using ImageDataset data = new FashionMnist(download: Nobody()).Open(part);

        Assert.Equal((name, new ImageShape(1, 28, 28), count), (data.Name, data.Shape, data.Count));
        Assert.Equal(Enumerable.Repeat(perClass, 10), data.ClassCounts);
        Assert.Equal(
            ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
            data.ClassNames
        );
        Assert.Equal(mean, data.PixelStatistics.Mean, 6);
        Assert.Equal(deviation, data.PixelStatistics.StandardDeviation, 6);
    }

    [Fact]
    public void It_is_downloaded_once_into_the_cache_and_then_found_there()
    {
        SkipWithoutFiles();
        using FakeServer server = new(request =>
            FakeServer.Ok(File.OpenRead(Path.Combine(FashionMnist.PackageFolder, request.RequestUri!.Segments[^1])))
        );
        ReportList<DataProgress> progress = new();

        using ImageDataset downloaded = Files(server).Open(DataPart.Test, progress);
        using ImageDataset cached = Files(Nobody()).Open(DataPart.Test);

        Assert.Equal(downloaded.Sha256, cached.Sha256);
        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, address => Assert.StartsWith("https://", address, StringComparison.Ordinal));
        Assert.Equal(
            ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"],
            progress.All.Select(report => report.Subject).Distinct()
        );
        Assert.Equal(
            ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"],
            Directory.GetFiles(Cache).Select(Path.GetFileName).Order()
        );
    }

    [Theory]
    [InlineData("404")]
    [InlineData("another file")]
    [InlineData("cut short")]
    public void What_cannot_be_downloaded_says_where_to_put_the_files_and_leaves_only_what_can_be_gone_on_with(string failure)
    {
        using FakeServer server = new(_ =>
            failure switch
            {
                "404" => new HttpResponseMessage(HttpStatusCode.NotFound),
                "another file" => FakeServer.Ok(Other()),
                _ => FakeServer.Ok(new BrokenStream(1000, new IOException("the connection was closed"))),
            }
        );

        FigmentException e = Assert.Throws<FigmentException>(() => Files(server).Open(DataPart.Train));

        Assert.Equal(3, server.Requests.Count);
        Assert.Contains(Cache, e.Message, StringComparison.Ordinal);
        Assert.Contains(
            "train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz",
            e.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            failure switch
            {
                "404" => "404 Not Found",
                "another file" => "SHA-256",
                _ => "the connection was closed",
            },
            e.Message,
            StringComparison.Ordinal
        );
        if (failure == "cut short")
            Assert.Equal(["train-images-idx3-ubyte.gz.part"], Directory.GetFiles(Cache).Select(Path.GetFileName));
        else
            Assert.False(Directory.Exists(Cache));
    }

    [Fact]
    public void A_cancelled_download_leaves_what_came_for_the_next_time()
    {
        using CancellationTokenSource cancellation = new();
        using FakeServer server = new(_ => FakeServer.Ok(new BrokenStream(1000, failure: null)));
        ReportList<DataProgress> progress = new(report =>
        {
            if (report.Done > 0)
                cancellation.Cancel();
        });

        Assert.ThrowsAny<OperationCanceledException>(() => Files(server).Open(DataPart.Train, progress, cancellation.Token));

        Assert.Equal(1000, new FileInfo(Path.Combine(Cache, "train-images-idx3-ubyte.gz.part")).Length);
    }

    [Theory]
    [InlineData(true, "Install the package")]
    [InlineData(false, "Delete it")]
    public void A_file_that_is_another_is_named_and_never_used(bool inPackage, string remedy)
    {
        string folder = inPackage ? package.Root : Directory.CreateDirectory(Cache).FullName;
        string path = Path.Combine(folder, "train-images-idx3-ubyte.gz");
        foreach (byte[] content in (byte[][])[Other(), [1, 2, 3], [0x1f, 0x8b, 8, 0]])
        {
            File.WriteAllBytes(path, content);

            FileFormatException e = Assert.Throws<FileFormatException>(() => Files(Nobody()).Open(DataPart.Train));

            Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
            Assert.Contains(remedy, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_package_comes_before_the_cache()
    {
        Directory.CreateDirectory(Cache);
        File.WriteAllBytes(Path.Combine(Cache, "train-images-idx3-ubyte.gz"), Other());
        File.WriteAllBytes(package["train-images-idx3-ubyte.gz"], Other());

        Assert.StartsWith(
            package.Root,
            Assert.Throws<FileFormatException>(() => Files(Nobody()).Open(DataPart.Train)).Message,
            StringComparison.Ordinal
        );
    }

    private static void SkipWithoutFiles() =>
        Assert.SkipUnless(
            Directory.Exists(FashionMnist.PackageFolder),
            "Debian's package dataset-fashion-mnist is not installed"
        );

    private static byte[] Other()
    {
        using MemoryStream stream = new();
        using (GZipStream zip = new(stream, CompressionLevel.Fastest))
            zip.Write(DatasetsTests.Idx([2, 28, 28], new byte[2 * 28 * 28]));
        return stream.ToArray();
    }

    private static Download Nobody() =>
        new(new FakeServer(request => throw new InvalidOperationException($"{request.RequestUri} was asked for")));

    private FashionMnist Files(Download download) => new(package.Root, cacheName, download);

    private FashionMnist Files(FakeServer server) => Files(new Download(server));
}
