using System.Net;
using System.Net.Http.Headers;
using Figment.Studio.Hosting;
using Figment.Studio.Tests.Browser;
using Figment.Tests;

namespace Figment.Studio.Tests.Hosting;

/// <summary>What the first page runs in the browser comes small, once, and may run there.</summary>
public sealed class AssetTests(StudioFixture studio)
{
    [Theory]
    [InlineData("onnxruntime-web.wasm", "application/wasm")]
    [InlineData("digits.onnx", "application/octet-stream")]
    public async Task What_is_kept_packed_is_sent_so_and_kept_by_browsers_and_unpacked_for_others(string name, string type)
    {
        using HttpClient client = new(
            new SocketsHttpHandler { UseCookies = false, AutomaticDecompression = DecompressionMethods.None }
        )
        {
            BaseAddress = new Uri(studio.Server.Url),
        };
        client.DefaultRequestHeaders.Add("Cookie", StudioFixture.Key(studio.Server));
        using HttpResponseMessage plain = await client.GetAsync(EmbeddedAssets.Url(name), TestContext.Current.CancellationToken);
        client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using HttpResponseMessage packed = await client.GetAsync(EmbeddedAssets.Url(name), TestContext.Current.CancellationToken);

        Assert.Equal(["gzip"], packed.Content.Headers.ContentEncoding);
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.Equal(type, packed.Content.Headers.ContentType?.MediaType);
        Assert.Equal("public, max-age=31536000, immutable", packed.Headers.CacheControl?.ToString());
        Assert.NotEqual(plain.Headers.ETag, packed.Headers.ETag);
        Assert.True(packed.Content.Headers.ContentLength < plain.Content.Headers.ContentLength);
        Assert.Contains(
            "script-src 'self' 'wasm-unsafe-eval';",
            packed.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_models_of_the_first_page_are_small() =>
        Assert.InRange(
            new DirectoryInfo(Path.Combine(Repository.Root, "src", "Figment.Studio", "Models"))
                .EnumerateFiles()
                .Sum(file => file.Length),
            1_000_000,
            4_000_000
        );
}
