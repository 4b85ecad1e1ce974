using System.Net;
using System.Net.Http.Headers;
using Figment.Imaging;
using Figment.Studio.Hosting;
using Figment.Studio.Making;
using Figment.Studio.Tests.Browser;
using Figment.Studio.Words;

namespace Figment.Studio.Tests.Making;

public sealed class UploadTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("figment-upload-").FullName;

    private StudioOptions Options => new() { RunsFolder = Path.Combine(folder, "runs") };

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("pets/cats/1.png", "pets/cats/1.png")]
    [InlineData("../../etc/passwd", "etc/passwd")]
    [InlineData("a\\..\\b.png", "a/b.png")]
    [InlineData("/abs/olute.png", "abs/olute.png")]
    [InlineData("C:/x/y.png", "C/x/y.png")]
    [InlineData("nul/con.png", "_nul/_con.png")]
    [InlineData("what?/a*b.png", "what/a-b.png")]
    [InlineData("猫/1.png", "猫/1.png")]
    [InlineData("1/2/3/4/5/6/a.png", "1/2/3/4/a.png")]
    [InlineData("..", "file")]
    [InlineData("pets/.git/config", null)]
    [InlineData("pets/@eaDir/1.png", null)]
    [InlineData("__MACOSX/1.png", null)]
    [InlineData("Thumbs.db", null)]
    [InlineData("", null)]
    public void A_name_from_a_browser_never_leads_outside(string path, string? place)
    {
        string[]? found = Upload.PlaceOf(path);
        Assert.Equal(place, found is null ? null : string.Join('/', found));
    }

    [Fact]
    public async Task Files_of_one_name_are_kept_apart_and_become_data_without_the_folder_around()
    {
        MadeShelf shelf = new(Options);
        using UploadDesk desk = new(shelf, TimeProvider.System);
        Upload upload = desk.Begin();
        foreach (string path in (string[])["notes/a.txt", "notes/A.txt", "notes/what?.txt", "notes/what*.txt", "notes/.secret"])
            await upload.AddAsync(path, new MemoryStream([65, 66]), TestContext.Current.CancellationToken);

        Assert.Equal((4, 8L), (upload.Files, upload.Bytes));
        MadeSet set = desk.Keep(upload, "mine");
        Assert.Equal(
            ["A-2.txt", "a.txt", "what-2.txt", "what.txt"],
            Directory.GetFiles(shelf.SourceOf(set)).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.Null(desk.Find(upload.Id));
        Assert.Empty(Directory.GetDirectories(Path.Combine(shelf.Root, ".coming")));
    }

    [Fact]
    public async Task A_file_that_does_not_fit_the_disk_is_refused_and_nothing_of_it_stays()
    {
        long free = long.MaxValue;
        MadeShelf shelf = new(Options, _ => free);
        using UploadDesk desk = new(shelf, TimeProvider.System);
        Upload upload = desk.Begin();
        free = MadeShelf.LeftFree + 1;

        StudioException refused = await Assert.ThrowsAsync<StudioException>(() =>
            upload.AddAsync("a.png", new MemoryStream(new byte[100]), TestContext.Current.CancellationToken)
        );
        Assert.Contains("nearly full", refused.Message, StringComparison.Ordinal);
        Assert.Equal((refused.Words.Chinese, 0), (upload.Problem?.Chinese, upload.Files));
        Assert.Empty(Directory.GetFiles(upload.Folder));
        desk.End(upload);
        Assert.False(Directory.Exists(upload.Folder));
    }

    [Fact]
    public async Task Who_is_known_sees_pictures_and_only_a_page_that_began_an_upload_can_send()
    {
        await using StudioServer server = await StudioServer.StartAsync(
            Options,
            cancellationToken: TestContext.Current.CancellationToken
        );
        Upload upload = server.Service<UploadDesk>().Begin();
        using HttpClient stranger = new(),
            visitor = new();
        visitor.DefaultRequestHeaders.Add("Cookie", StudioFixture.Key(server));
        server.Service<MadeShelf>().Keep(MadeWay.Camera, "my pictures", "thing 1", new ImageShape(3, 8, 8), new byte[192]);
        Assert.Equal(
            "image/png",
            (
                await visitor.GetAsync(
                    $"{server.Url}/made/camera/my%20pictures/thing%201/picture-0001.png",
                    TestContext.Current.CancellationToken
                )
            )
                .Content
                .Headers
                .ContentType
                ?.MediaType
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (
                await visitor.GetAsync(
                    $"{server.Url}/made/camera/my%20pictures/thing%201/..%2F..%2Fpicture-0001.png",
                    TestContext.Current.CancellationToken
                )
            ).StatusCode
        );

        Assert.Equal(HttpStatusCode.Unauthorized, await Send(stranger, upload.Id, 10));
        Assert.Equal(HttpStatusCode.NotFound, await Send(visitor, new string('0', 32), 10));
        Assert.Equal(HttpStatusCode.Forbidden, await Send(visitor, upload.Id, 10, origin: "http://elsewhere.example"));
        Assert.Equal(0, upload.Files);
        // More than other addresses take
        Assert.Equal(HttpStatusCode.OK, await Send(visitor, upload.Id, 3 << 20, origin: server.Url));
        Assert.Equal((1, 3L << 20), (upload.Files, upload.Bytes));

        async Task<HttpStatusCode> Send(HttpClient client, string id, int length, string? origin = null)
        {
            using HttpRequestMessage request = new(HttpMethod.Put, $"{server.Url}/made/uploads/{id}?path=a%2Fb.png")
            {
                Content = new ByteArrayContent(new byte[length]),
            };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            if (origin is not null)
                request.Headers.Add("Origin", origin);
            return (await client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode;
        }
    }
}
