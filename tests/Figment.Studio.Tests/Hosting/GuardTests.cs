using System.Net;
using System.Net.Sockets;
using Figment.Studio.Hosting;
using Figment.Studio.Tests.Browser;

namespace Figment.Studio.Tests.Hosting;

/// <summary>Who is answered, and with which files.</summary>
public sealed class GuardTests(StudioFixture studio)
{
    private static readonly HttpClient Client = new(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false });

    [Theory]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("192.168.1.7", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    public async Task Only_this_machines_own_names_are_answered(string host, HttpStatusCode expected) =>
        Assert.Equal(expected, (await Ask("/", request => request.Headers.Host = host)).StatusCode);

    [Theory]
    [InlineData("/")]
    [InlineData("/_blazor/negotiate?negotiateVersion=1")]
    [InlineData("/data/images.png")]
    public async Task A_page_from_elsewhere_is_refused(string path)
    {
        foreach (string origin in (string[])["http://evil.example", "null", "https://127.0.0.1", $"{studio.Server.Url}1"])
            Assert.Equal(
                HttpStatusCode.Forbidden,
                (await Ask(path, request => request.Headers.Add("Origin", origin))).StatusCode
            );
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await Ask(path, request => request.Headers.Add("Sec-Fetch-Site", "cross-site"))).StatusCode
        );
    }

    /// <summary>
    /// No address alone can change anything: pages send commands over their connection, which must have the same origin, and
    /// posts need their token.
    /// </summary>
    [Theory]
    [InlineData("/")]
    [InlineData("/train")]
    [InlineData("/runs")]
    [InlineData("/runs/map/images.png")]
    public async Task What_is_posted_without_the_token_of_a_page_is_refused(string path)
    {
        using HttpRequestMessage post = new(HttpMethod.Post, studio.Server.Url + path)
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("_handler", "start")]),
        };
        post.Headers.Add("Cookie", StudioFixture.Key(studio.Server));
        using HttpResponseMessage answer = await Client.SendAsync(post);
        Assert.True(
            answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed,
            $"{path}: {answer.StatusCode}"
        );
        Assert.Equal(HttpStatusCode.OK, (await Ask("/runs/map/files/options.json")).StatusCode);
    }

    [Fact]
    public async Task A_page_of_the_studio_is_answered() =>
        Assert.Equal(HttpStatusCode.OK, (await Ask("/", request => request.Headers.Add("Origin", studio.Server.Url))).StatusCode);

    [Theory]
    [InlineData("/runs/map/files/../../../etc/passwd")]
    [InlineData("/runs/map/files/..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/runs/map/files/samples/..%2f..%2foptions.json")]
    [InlineData("/runs/map/files/samples/%2e%2e/notes.txt")]
    [InlineData("/runs/..%2fsecret/files/options.json")]
    [InlineData("/runs/%2e%2e/files/options.json")]
    [InlineData("/runs/map/files/%2fetc%2fpasswd")]
    [InlineData("/runs/map/files/samples%5c..%5coptions.json")]
    [InlineData("/runs/map/files/notes.txt")]
    [InlineData("/runs/linked/files/options.json")]
    [InlineData("/runs/map/files/samples/step-999999.png")]
    [InlineData("/runs/map%00/files/options.json")]
    public async Task No_path_leads_to_another_file(string path)
    {
        string outside = Path.Combine(Path.GetDirectoryName(studio.RunsFolder)!, "secret");
        Directory.CreateDirectory(outside);
        await File.WriteAllTextAsync(
            Path.Combine(outside, "options.json"),
            await File.ReadAllTextAsync(Path.Combine(studio.RunsFolder, "map", "options.json"))
        );
        await File.WriteAllTextAsync(Path.Combine(studio.RunsFolder, "map", "notes.txt"), "secret");
        string link = Path.Combine(studio.RunsFolder, "linked"),
            picture = Path.Combine(studio.RunsFolder, "map", "samples", "step-999999.png");
        if (!Directory.Exists(link))
            Directory.CreateSymbolicLink(link, outside);
        if (!File.Exists(picture))
            File.CreateSymbolicLink(picture, Path.Combine(outside, "options.json"));

        HttpStatusCode status = await AskRaw(path);

        Assert.True(status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{path}: {status}");
        Directory.Delete(link);
        File.Delete(picture);
        File.Delete(Path.Combine(studio.RunsFolder, "map", "notes.txt"));
    }

    [Fact]
    public async Task The_files_of_a_run_are_served_and_its_report_gets_no_hold_on_the_studio()
    {
        string report = Path.Combine(studio.RunsFolder, "map", "report.html");
        await File.WriteAllTextAsync(report, "<p>hello</p>");
        HttpResponseMessage page = await Ask("/runs/map/files/report.html"),
            options = await Ask("/runs/map/files/options.json");
        File.Delete(report);

        Assert.Equal(HttpStatusCode.OK, options.StatusCode);
        Assert.StartsWith("sandbox", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("/runs/map/images.png?count=0")]
    [InlineData("/runs/map/images.png?count=100000")]
    [InlineData("/runs/map/images.png?label=3")]
    [InlineData("/runs/map/images.png?truncation=7")]
    [InlineData("/runs/map/images.png?scale=1000")]
    [InlineData("/runs/map/map.png?size=1000")]
    [InlineData("/runs/map/point.png?x=NaN")]
    [InlineData("/runs/map/walk.png?steps=1")]
    [InlineData("/data/images.png?label=10")]
    [InlineData("/data/images.png?count=many")]
    [InlineData("/data/images.png?name=/usr/share/pixmaps")]
    [InlineData("/data/images.png?name=..%2fpictures")]
    [InlineData("/runs/map/real.png?page=-1")]
    public async Task Numbers_out_of_range_are_answered_with_what_is_wrong(string path) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await Ask(path)).StatusCode);

    [Fact]
    public async Task The_same_address_gives_the_same_picture()
    {
        foreach (
            string path in (string[])
                [
                    "/runs/map/images.png?seed=5&count=9",
                    "/runs/map/walk.gif?steps=4",
                    "/runs/map/map.png?size=5",
                    "/data/images.png?label=4&page=2",
                    "/runs/map/real.png?count=9",
                ]
        )
        {
            byte[] first = await (await Ask(path)).Content.ReadAsByteArrayAsync(),
                second = await (await Ask(path)).Content.ReadAsByteArrayAsync();
            Assert.NotEmpty(first);
            Assert.Equal(first, second);
        }
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_harms_nobody()
    {
        Uri url = new(studio.Server.Url);
        for (int k = 0; k < 20; k++)
        {
            using TcpClient client = new();
            await client.ConnectAsync(url.Host, url.Port);
            byte[] request = System.Text.Encoding.ASCII.GetBytes(
                $"GET /runs/map/images.npy?count=20000&seed={k} HTTP/1.1\r\nHost: {url.Authority}\r\nCookie: "
                    + $"{StudioFixture.Key(studio.Server)}\r\n\r\n"
            );
            await client.GetStream().WriteAsync(request.AsMemory(0, k % 4 == 0 ? request.Length / 2 : request.Length));
            await Task.Delay(k * 3);
            client.Client.LingerState = new LingerOption(true, 0); // a reset, not a farewell
        }

        Assert.Equal(HttpStatusCode.OK, (await Ask("/runs/map/images.png?count=4")).StatusCode);
    }

    [Fact]
    public async Task A_taken_port_and_a_foreign_address_are_explained()
    {
        int taken = new Uri(studio.Server.Url).Port;
        FigmentException port = await Assert.ThrowsAsync<FigmentException>(() =>
            StudioServer.StartAsync(new StudioOptions { Port = taken })
        );
        Assert.Contains("--port", port.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<OptionsException>(() => StudioServer.StartAsync(new StudioOptions { Host = "nowhere.example" }));
    }

    private async Task<HttpResponseMessage> Ask(string path, Action<HttpRequestMessage>? change = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, studio.Server.Url + path);
        request.Headers.Add("Cookie", StudioFixture.Key(studio.Server));
        change?.Invoke(request);
        return await Client.SendAsync(request);
    }

    /// <summary>Requests a path exactly as written: .NET's client would normalise it first.</summary>
    private async Task<HttpStatusCode> AskRaw(string path)
    {
        Uri url = new(studio.Server.Url);
        using TcpClient client = new();
        await client.ConnectAsync(url.Host, url.Port);
        await client
            .GetStream()
            .WriteAsync(
                System.Text.Encoding.ASCII.GetBytes(
                    $"GET {path} HTTP/1.1\r\nHost: {url.Authority}\r\nCookie: "
                        + $"{StudioFixture.Key(studio.Server)}\r\nConnection: close\r\n\r\n"
                )
            );
        using StreamReader reader = new(client.GetStream());
        string line = (await reader.ReadLineAsync())!;
        return (HttpStatusCode)int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
