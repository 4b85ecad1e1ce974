using System.Net;
using System.Security.Cryptography;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Texts;

namespace Figment.Tests.Data.Texts;

/// <summary>Tiny Shakespeare by name, without a network: a short text stands for it.</summary>
public sealed class TinyShakespeareTests : IDisposable
{
    private readonly byte[] play = "First Citizen:\nBefore we proceed any further, hear me speak.\n"u8.ToArray();
    private readonly string cacheName = $"test-{Guid.NewGuid():N}";

    private string Cache => Path.Combine(CacheFolder.Root, cacheName);

    public void Dispose()
    {
        if (Directory.Exists(Cache))
            Directory.Delete(Cache, recursive: true);
    }

    [Fact]
    public void It_is_downloaded_once_and_then_found_in_the_cache()
    {
        using FakeServer server = new(_ => FakeServer.Ok(play)),
            nobody = new(_ => new HttpResponseMessage(HttpStatusCode.NotFound));

        using TextDataset first = Make(server).Open(),
            second = Make(nobody).Open();

        Assert.Equal(
            ["https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt"],
            server.Requests
        );
        Assert.Equal(
            ("tinyshakespeare", first.Sha256, play.Length),
            (second.Name, second.Sha256, (int)(second.Texts.Bytes + second.HeldOut.Bytes))
        );
        Assert.Empty(nobody.Requests);
    }

    [Fact]
    public void Another_file_is_refused_from_the_network_and_in_the_cache()
    {
        using FakeServer server = new(_ => FakeServer.Ok("something else"u8.ToArray()));

        Assert.Contains(
            "its SHA-256 is",
            Assert.Throws<FigmentException>(() => Make(server).Open()).Message,
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(Cache));

        Directory.CreateDirectory(Cache);
        File.WriteAllText(Path.Combine(Cache, TinyShakespeare.FileName), "something else");
        Assert.Contains(
            "Delete it, and it will be downloaded again",
            Assert.Throws<FileFormatException>(() => Make(server).Open()).Message,
            StringComparison.Ordinal
        );
    }

    private TinyShakespeare Make(FakeServer server) =>
        new(cacheName, new Download(server)) { Sha256 = Convert.ToHexStringLower(SHA256.HashData(play)) };
}
