using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Data;

/// <summary>CIFAR-10 by name, without a network: an archive with two images per file stands in for the real one.</summary>
public sealed class Cifar10Tests : IDisposable
{
    private static readonly string[] Names = [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin"), "test_batch.bin"];
    private readonly TemporaryFolder place = new();
    private readonly string cacheName = $"test-{Guid.NewGuid():N}";
    private readonly Dictionary<string, byte[]> files = Names
        .Index()
        .ToDictionary(
            entry => entry.Item,
            entry =>
                (byte[])
                    [
                        (byte)entry.Index,
                        .. Enumerable.Repeat((byte)(10 * entry.Index), 3072),
                        9,
                        .. Enumerable.Repeat((byte)7, 3072),
                    ]
        );

    private string Cache => Path.Combine(CacheFolder.Root, cacheName);

    public void Dispose()
    {
        place.Dispose();
        if (Directory.Exists(Cache))
            Directory.Delete(Cache, recursive: true);
    }

    [Fact]
    public void It_is_downloaded_once_unpacked_in_the_cache_and_then_found_there()
    {
        byte[] archive = Archive();
        using FakeServer server = new(_ => FakeServer.Ok(archive));
        ReportList<DataProgress> progress = new();

        using ImageDataset train = Make(archive, server).Open(DataPart.Train, progress);
        using ImageDataset test = Make(archive, Nobody()).Open(DataPart.Test);

        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(
            ("cifar-10", 10, "cifar-10-test", 2, "truck"),
            (train.Name, train.Count, test.Name, test.Count, train.ClassNames[9])
        );
        Assert.Equal([0L, 9, 1, 9, 2, 9, 3, 9, 4, 9], train.Gather(arange(10, ScalarType.Int64)).Labels!.data<long>().ToArray());
        Assert.Equal(["https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"], server.Requests);
        Assert.Equal(DataActivity.Downloading, progress.All[^1].Activity);
        Assert.Equal(["cifar-10-batches-bin"], Directory.GetFileSystemEntries(Cache).Select(Path.GetFileName));
        Assert.Equal(
            Names,
            Directory.GetFiles(Path.Combine(Cache, "cifar-10-batches-bin")).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_dead_first_mirror_and_a_cut_connection_cost_only_what_is_missing()
    {
        byte[] archive = Archive();
        using FakeServer server = new(request =>
            request.RequestUri!.Host switch
            {
                "www.cs.toronto.edu" => throw new HttpRequestException("no such host"),
                "storage.googleapis.com" => FakeServer.Ok(new CutStream(archive, 300)),
                _ => Rest(archive, request),
            }
        );

        using ImageDataset data = Make(archive, server).Open(DataPart.Test);

        Assert.Equal(2, data.Count);
        Assert.Equal(["", "", "bytes=300-"], server.Ranges);
    }

    [Fact]
    public void Without_a_network_the_message_says_where_to_put_which_file()
    {
        using FakeServer server = new(_ => throw new HttpRequestException("no such host"));

        FigmentException e = Assert.Throws<FigmentException>(() => Make(Archive(), server).Open(DataPart.Train));

        Assert.All(
            [place.Root, Cache, "put cifar-10-binary.tar.gz", "https://www.cs.toronto.edu/~kriz/cifar.html", "no such host"],
            text => Assert.Contains(text, e.Message, StringComparison.Ordinal)
        );
        Assert.Equal(3, server.Requests.Count);
        Assert.False(Directory.Exists(Cache));

        // Doing what the message says helps.
        Directory.CreateDirectory(Cache);
        File.WriteAllBytes(Path.Combine(Cache, "cifar-10-binary.tar.gz"), Archive());
        using ImageDataset data = Make(Archive(), Nobody()).Open(DataPart.Train);
        Assert.Equal(10, data.Count);
        Assert.True(File.Exists(Path.Combine(Cache, "cifar-10-binary.tar.gz"))); // the user's stays
    }

    [Fact]
    public void Another_file_in_its_place_is_refused_wherever_it_comes_from()
    {
        using FakeServer server = new(_ => FakeServer.Ok("<html>not here</html>"u8.ToArray()));
        Assert.Contains(
            "the SHA-256 of the download is",
            Assert.Throws<FigmentException>(() => Make(Archive(), server).Open(DataPart.Train)).Message,
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(Cache));

        File.WriteAllBytes(place["cifar-10-binary.tar.gz"], [1, 2, 3]);
        FileFormatException e = Assert.Throws<FileFormatException>(() => Make(Archive(), Nobody()).Open(DataPart.Train));
        Assert.StartsWith(place.Root, e.Message, StringComparison.Ordinal);
        Assert.Contains("Remove it", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_found_unpacked_in_a_usual_place_where_each_file_is_checked()
    {
        Directory.CreateDirectory(place["cifar-10-batches-bin"]);
        foreach ((string name, byte[] content) in files)
            File.WriteAllBytes(place[$"cifar-10-batches-bin/{name}"], content);
        using (ImageDataset data = Make(Archive(), Nobody()).Open(DataPart.Train))
            Assert.Equal(10, data.Count);
        Assert.False(Directory.Exists(Cache));

        File.WriteAllBytes(place["cifar-10-batches-bin/data_batch_3.bin"], files["data_batch_2.bin"]);
        FileFormatException e = Assert.Throws<FileFormatException>(() => Make(Archive(), Nobody()).Open(DataPart.Train));
        Assert.Contains("data_batch_3.bin", e.Message, StringComparison.Ordinal);
        using ImageDataset test = Make(Archive(), Nobody()).Open(DataPart.Test); // in which nothing is wrong
        Assert.Equal(2, test.Count);
    }

    [Fact]
    public void Nothing_of_an_archive_is_written_but_the_files_it_should_hold()
    {
        byte[] archive = Archive(
            ("../../evil.bin", [1]),
            ("cifar-10-batches-bin/readme.html", [2]),
            ("/tmp/data_batch_9.bin", [3])
        );
        File.WriteAllBytes(place["cifar-10-binary.tar.gz"], archive);

        using ImageDataset data = Make(archive, Nobody()).Open(DataPart.Train);

        Assert.Equal(
            Names,
            Directory.GetFiles(Cache, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.False(File.Exists(Path.Combine(CacheFolder.Root, "evil.bin")));
    }

    [Theory]
    [InlineData("lacks data_batch_5.bin")]
    [InlineData("a data_batch_5.bin that is not a CIFAR-10 file")]
    [InlineData("cannot be unpacked")]
    public void An_archive_with_the_right_sum_and_the_wrong_content_is_an_error_not_a_crash(string reason)
    {
        byte[] fifth = files["data_batch_5.bin"];
        files.Remove("data_batch_5.bin");
        byte[] archive =
            reason.StartsWith("lacks", StringComparison.Ordinal) ? Archive()
            : reason.StartsWith("a data", StringComparison.Ordinal) ? Archive(("x/data_batch_5.bin", [1, 2]))
            : [0x1f, 0x8b, 8, 0, 0];
        files["data_batch_5.bin"] = fifth;
        File.WriteAllBytes(place["cifar-10-binary.tar.gz"], archive);

        Assert.Contains(
            reason,
            Assert.Throws<FileFormatException>(() => Make(archive, Nobody()).Open(DataPart.Train)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void It_is_known_by_name_with_and_without_a_hyphen()
    {
        Assert.Contains("cifar-10", Datasets.Names);
        Assert.True(Datasets.HasTestPart("cifar-10") && Datasets.HasTestPart("CIFAR10"));
        Assert.Equal(Datasets.SourceKind.Name, Datasets.Find("cifar10", DataPart.Test, null).Kind);
    }

    private static HttpResponseMessage Rest(byte[] archive, HttpRequestMessage request)
    {
        int start = (int)(request.Headers.Range?.Ranges.Single().From ?? 0);
        HttpResponseMessage answer = FakeServer.Ok(archive[start..]);
        answer.StatusCode = HttpStatusCode.PartialContent;
        answer.Content.Headers.ContentRange = new System.Net.Http.Headers.ContentRangeHeaderValue(
            start,
            archive.Length - 1,
            archive.Length
        );
        return answer;
    }

    private byte[] Archive(params (string Name, byte[] Content)[] others)
    {
        using MemoryStream packed = new();
        using (GZipStream zip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (TarWriter tar = new(zip, TarEntryFormat.Ustar))
        {
            foreach (
                (string name, byte[] content) in others.Concat(
                    files.Select(file => ($"cifar-10-batches-bin/{file.Key}", file.Value))
                )
            )
                tar.WriteEntry(
                    new UstarTarEntry(TarEntryType.RegularFile, name)
                    {
                        DataStream = new MemoryStream(content),
                        ModificationTime = DateTimeOffset.UnixEpoch,
                    }
                );
        }

        return packed.ToArray();
    }

    private static FakeServer Nobody() =>
        new(request => throw new InvalidOperationException($"{request.RequestUri} was asked for"));

    private Cifar10 Make(byte[] archive, FakeServer server) =>
        new([place.Root], cacheName, new Download(server))
        {
            ArchiveSha256 = Convert.ToHexStringLower(SHA256.HashData(archive)),
            FileSha256 = files.ToDictionary(file => file.Key, file => Convert.ToHexStringLower(SHA256.HashData(file.Value))),
        };
}
