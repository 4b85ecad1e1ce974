using System.Net;
using System.Text.Json;
using Figment.Backend;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Server;

namespace Figment.Tests.Server;

/// <summary>A model behind another web server, and for pages from elsewhere.</summary>
public sealed class BehindProxyTests : IAsyncLifetime
{
    private readonly ImageModel model = (ImageModel)
        ModelCatalog
            .Find("gan")
            .Create(
                new DenseGanOptions { Conditional = true },
                new ImageDescription(new ImageShape(1, 8, 8), [5, 3]),
                new SeededRandom(1)
            );
    private readonly HttpClient client = new();
    private ModelServer? server;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (server is not null)
            await server.DisposeAsync();
        model.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1", "https://images.example.org/lab/model")]
    [InlineData("10.0.0.0/8", "http://127.0.0.1:PORT/lab/model")] // another is named, so this one is not believed
    public async Task Links_and_the_description_have_the_path_and_the_name_of_a_proxy_that_is_named(string proxy, string expected)
    {
        string url = await Start(
            new ServerOptions
            {
                BasePath = "/lab/model",
                TrustedProxies = [proxy],
                AllowedHosts = ["images.example.org"],
            }
        );
        Assert.EndsWith("/lab/model", url, StringComparison.Ordinal);
        string root = url[..^"/lab/model".Length];

        foreach (string prefix in (string[])[root, url]) // taken off by the proxy, or not
        {
            string page = await client.GetStringAsync($"{prefix}/");
            Assert.Contains("<img src=\"/lab/model/images.png?", page, StringComparison.Ordinal);
            Assert.DoesNotContain("=\"/images", page, StringComparison.Ordinal);
            using HttpRequestMessage request = new(HttpMethod.Get, $"{prefix}/openapi/v1.json");
            foreach (
                (string name, string value) in ((string, string)[])
                    [
                        ("X-Forwarded-For", "203.0.113.9"),
                        ("X-Forwarded-Proto", "https"),
                        ("X-Forwarded-Host", "images.example.org"),
                    ]
            )
                request.Headers.Add(name, value);
            using HttpResponseMessage answer = await client.SendAsync(request);
            using JsonDocument description = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            Assert.Equal(
                expected.Replace("PORT", $"{new Uri(url).Port}", StringComparison.Ordinal),
                description.RootElement.GetProperty("servers")[0].GetProperty("url").GetString()!.TrimEnd('/')
            );
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/model")]
    [InlineData("/health")]
    [InlineData("/images?seed=1")]
    [InlineData("/images.png?seed=1")]
    [InlineData("/images.png?seed=1&count=0")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/nowhere")]
    public async Task Head_says_what_get_says_without_its_content(string path)
    {
        string url = await Start(new ServerOptions());
        using HttpRequestMessage request = new(HttpMethod.Head, url + path);

        using HttpResponseMessage get = await client.GetAsync(url + path),
            head = await client.SendAsync(request);

        Assert.Equal((get.StatusCode, get.Content.Headers.ContentType), (head.StatusCode, head.Content.Headers.ContentType));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        using HttpResponseMessage other = await client.DeleteAsync($"{url}/model");
        Assert.Equal(
            (HttpStatusCode.MethodNotAllowed, "GET, HEAD"),
            (other.StatusCode, string.Join(", ", other.Content.Headers.Allow))
        );
    }

    [Theory]
    [InlineData("https://example.org", "https://example.org", "https://example.org")]
    [InlineData("https://example.org", "https://evil.example", null)]
    [InlineData("https://example.org", "null", null)]
    [InlineData("*", "https://anywhere.example", "*")]
    [InlineData(null, "https://example.org", null)]
    public async Task Pages_of_origins_that_were_named_may_read_the_answers_and_never_with_cookies(
        string? allowed,
        string origin,
        string? expected
    )
    {
        string url = await Start(new ServerOptions { CorsOrigins = allowed is null ? [] : [allowed] });
        using HttpRequestMessage get = new(HttpMethod.Get, $"{url}/images.png?seed=1"),
            before = new(HttpMethod.Options, $"{url}/images.png"),
            wrong = new(HttpMethod.Get, $"{url}/images.png?count=0");
        foreach (HttpRequestMessage request in (HttpRequestMessage[])[get, before, wrong])
            request.Headers.Add("Origin", origin);
        before.Headers.Add("Access-Control-Request-Method", "GET");

        using HttpResponseMessage answer = await client.SendAsync(get),
            allowance = await client.SendAsync(before),
            problem = await client.SendAsync(wrong);

        Assert.All(
            [answer, allowance, problem],
            one =>
                Assert.Equal(
                    expected,
                    one.Headers.TryGetValues("Access-Control-Allow-Origin", out IEnumerable<string>? values)
                        ? values.Single()
                        : null
                )
        );
        Assert.All([answer, allowance], one => Assert.False(one.Headers.Contains("Access-Control-Allow-Credentials")));
        Assert.Equal(HttpStatusCode.BadRequest, problem.StatusCode);
        Assert.Equal(allowed is null ? HttpStatusCode.MethodNotAllowed : HttpStatusCode.NoContent, allowance.StatusCode);
        if (expected is not null)
            Assert.Contains(
                "Figment-Seed",
                answer.Headers.GetValues("Access-Control-Expose-Headers").Single(),
                StringComparison.Ordinal
            );
    }

    [Theory]
    [InlineData("example.org")]
    [InlineData("https://example.org/")]
    [InlineData("https://example.org/a")]
    [InlineData("https://user@example.org")]
    [InlineData("ftp://example.org")]
    [InlineData("null")]
    public async Task What_is_no_origin_is_explained(string origin) =>
        Assert.Contains(
            "origin",
            Assert.Single(
                (await Assert.ThrowsAsync<OptionsException>(() => Start(new ServerOptions { CorsOrigins = [origin] }))).Problems
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(
        "seed=99999999999999999999999",
        "seed needs a whole number of at most 9223372036854775807, not '99999999999999999999999'."
    )]
    [InlineData("count=9999999999", "count needs a whole number of at most 2147483647, not '9999999999'.")]
    [InlineData("truncation=x", "truncation needs a number, not 'x'.")]
    [InlineData(
        "seed=%1b%5b31m%0d%0aX: y",
        "seed needs a whole number of at most 9223372036854775807, not '\u001b[31m\r\nX: y'."
    )]
    public async Task What_is_no_number_is_said_and_nothing_of_it_leaves_the_document(string query, string detail)
    {
        string url = await Start(new ServerOptions());
        using HttpResponseMessage answer = await client.GetAsync($"{url}/images?{query}");
        string text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(detail, JsonDocument.Parse(text).RootElement.GetProperty("detail").GetString());
        Assert.DoesNotContain(text, letter => char.IsControl(letter) && letter is not '\n');
        Assert.False(answer.Headers.Contains("X"));
    }

    [Fact]
    public async Task Answers_stay_short_whatever_classes_are_called_and_asked_for()
    {
        string url = await Start(new ServerOptions(), [new string('长', 5000), new string('x', 5000)]);
        using HttpResponseMessage many =
                await client.GetAsync($"{url}/images?class={string.Join(',', Enumerable.Range(300, 200))}"),
            long_ = await client.GetAsync($"{url}/images?seed={new string('9', 8000)}");
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (many.StatusCode, long_.StatusCode));
        Assert.InRange((await many.Content.ReadAsStringAsync()).Length, 100, 80_000);
        Assert.InRange((await long_.Content.ReadAsStringAsync()).Length, 50, 1_000);
    }

    private async Task<string> Start(ServerOptions options, IReadOnlyList<string>? classes = null)
    {
        server = await ModelServer.StartAsync(
            model,
            new ModelFacts("runs/mine", "gan", "clothes", classes ?? ["Shirt", "Bag"]),
            options
        );
        return server.Url;
    }
}
