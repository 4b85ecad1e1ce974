using System.Net;
using Figment.Studio.Hosting;
using Figment.Studio.Tests.Browser;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Hosting;

/// <summary>The studio behind another web server.</summary>
public sealed class ProxyTests(StudioFixture studio)
{
    private static readonly HttpClient Client = new(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false });

    /// <summary>
    /// A browser goes through pages, pictures, the connection and downloads below a path, whether the proxy strips the path or
    /// not.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_of_it_works_below_a_path(bool keepsPath)
    {
        await using StudioServer server = await StudioServer.StartAsync(
            new StudioOptions
            {
                RunsFolder = studio.RunsFolder,
                BasePath = "/lab/figment",
                TrustedProxies = ["127.0.0.1"],
            }
        );
        await using ReverseProxy proxy = await ReverseProxy.Start(new Uri(server.Url), "/lab/figment", keepsPath, "");
        string url = $"{proxy.Url}lab/figment",
            token = new Uri(server.VisitUrl).Query;
        Assert.Equal($"{server.Url}/lab/figment/{token}", server.VisitUrl);
        IPage page = await studio.Visit();
        await page.GotoAsync("about:blank"); // ends what the first page is still fetching, past the proxy
        List<string> lost = [];
        page.Response += (_, answer) =>
        {
            if (answer.Status >= 400 || !answer.Url.StartsWith(url, StringComparison.Ordinal))
                lost.Add($"{answer.Status} {answer.Url}");
        };

        await page.GotoAsync($"{url}/{token}");
        await page.Live();
        Assert.Equal($"{url}/", page.Url);
        Assert.Equal(
            "/lab/figment",
            Assert
                .Single(await page.Context.CookiesAsync(), cookie => cookie.Value == token.Split('=')[1] && cookie.Path != "/")
                .Path
        );
        foreach (
            string at in (string[])
                [
                    "learn/generator",
                    "learn/judging",
                    "train",
                    "explore/map",
                    "runs",
                    "runs/first%20gan",
                    "compare?runs=first%20gan,map",
                ]
        )
        {
            await page.Open($"{url}/{at}");
            await Assertions.Expect(page.Locator("main [aria-busy=true]")).ToHaveCountAsync(0, new() { Timeout = 20_000 });
            await page.EvaluateAsync(
                "async () => await Promise.all([...document.images].filter(image => image.loading !== 'lazy').map(image => "
                    + "image.decode()))"
            );
        }

        await page.Locator("nav a", new() { HasText = "Runs" }).First.ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Runs");
        Assert.Equal($"{url}/runs", page.Url);
        await page.Locator("#language").SelectOptionAsync("zh");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh-Hans"); // and it is kept
        await page.ReloadAsync();
        await page.Live();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("训练记录");
        await page.Context.CloseAsync();
        Assert.Empty(lost);
    }

    [Fact]
    public async Task A_proxy_with_https_and_another_name_is_believed_where_it_is_named()
    {
        StudioOptions options = new() { RunsFolder = studio.RunsFolder, AllowedHosts = ["*.example.org"] };
        foreach (bool isNamed in (bool[])[true, false])
        {
            await using StudioServer server = await StudioServer.StartAsync(
                options with
                {
                    TrustedProxies = isNamed ? ["127.0.0.0/8"] : ["10.0.0.7"],
                }
            );
            await using ReverseProxy proxy = await ReverseProxy.Start(new Uri(server.Url), "/", true, "https://lab.example.org");
            using HttpRequestMessage request = new(HttpMethod.Get, $"{proxy.Url}?token={server.VisitUrl.Split("token=")[1]}");
            request.Headers.Add("Origin", "https://lab.example.org");

            using HttpResponseMessage answer = await Client.SendAsync(request);

            Assert.Equal(isNamed ? HttpStatusCode.Found : HttpStatusCode.Forbidden, answer.StatusCode);
            if (isNamed)
                Assert.Contains("; secure", answer.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    public async Task Names_that_were_allowed_are_answered_and_no_others(string listen)
    {
        await using StudioServer server = await StudioServer.StartAsync(
            new StudioOptions
            {
                Host = listen,
                RunsFolder = studio.RunsFolder,
                AllowedHosts = ["*.example.org"],
            }
        );
        foreach (
            (string host, bool isAnswered) in ((string, bool)[])
                [
                    ("lab.example.org", true),
                    ("LAB.example.org", true),
                    ("localhost", true),
                    ("example.org", false),
                    ("evilexample.org", false),
                    ("lab.example.org.evil.example", false),
                    ("192.168.1.7", false),
                ]
        )
        {
            using HttpRequestMessage request = new(HttpMethod.Get, $"http://127.0.0.1:{new Uri(server.Url).Port}/glossary");
            request.Headers.Host = host;
            request.Headers.Add("Cookie", StudioFixture.Key(server));
            using HttpResponseMessage answer = await Client.SendAsync(request);
            HttpStatusCode due = isAnswered ? HttpStatusCode.OK : HttpStatusCode.MisdirectedRequest;
            Assert.True(answer.StatusCode == due, $"{host}: {answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData("https://example.org", "", "127.0.0.1")]
    [InlineData("*", "", "127.0.0.1")]
    [InlineData("a b", "", "127.0.0.1")]
    [InlineData("a\r\nb", "", "127.0.0.1")]
    [InlineData("example.org", "figment", "127.0.0.1")]
    [InlineData("example.org", "/figment/", "127.0.0.1")]
    [InlineData("example.org", "//evil.example", "127.0.0.1")]
    [InlineData("example.org", "/a/../b", "127.0.0.1")]
    [InlineData("example.org", "/a?b", "127.0.0.1")]
    [InlineData("example.org", "", "proxy.example.org")]
    [InlineData("example.org", "", "10.0.0.0/99")]
    public async Task What_is_no_name_path_or_proxy_is_explained(string host, string path, string proxy)
    {
        OptionsException problem = await Assert.ThrowsAsync<OptionsException>(() =>
            StudioServer.StartAsync(
                new StudioOptions
                {
                    AllowedHosts = [host],
                    BasePath = path,
                    TrustedProxies = [proxy],
                }
            )
        );
        Assert.Single(problem.Problems);
        Assert.Contains("for example", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_says_what_get_says_without_its_content()
    {
        foreach (
            string path in (string[])
                [
                    "/",
                    "/runs/map",
                    "/nowhere",
                    "/runs/map/images.png?count=4",
                    "/runs/map/files/options.json",
                    "/data/images.png?label=99",
                    "/glossary",
                ]
        )
        {
            HttpResponseMessage[] answers = await Task.WhenAll(
                ((HttpMethod[])[HttpMethod.Get, HttpMethod.Head]).Select(async method =>
                {
                    using HttpRequestMessage request = new(method, studio.Server.Url + path);
                    request.Headers.Add("Cookie", StudioFixture.Key(studio.Server));
                    return await Client.SendAsync(request);
                })
            );
            Assert.Equal(
                (answers[0].StatusCode, answers[0].Content.Headers.ContentType),
                (answers[1].StatusCode, answers[1].Content.Headers.ContentType)
            );
            Assert.Empty(await answers[1].Content.ReadAsByteArrayAsync());
        }
    }
}
