using System.Net;
using System.Text.Json.Nodes;
using Figment.Studio.Hosting;
using Figment.Studio.Tests.Browser;

namespace Figment.Studio.Tests.Shelves;

/// <summary>A run of a kind of data that another program added.</summary>
public sealed class UnknownKindTests(StudioFixture studio) : IDisposable
{
    private static readonly HttpClient Client = new(new HttpClientHandler { UseCookies = false });
    private readonly string runs = Directory.CreateTempSubdirectory("figment-kind-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(runs, recursive: true);

    [Theory]
    [InlineData("/runs")]
    [InlineData("/runs/points")]
    [InlineData("/compare?runs=points,points")]
    public async Task Pages_show_what_is_common_and_do_not_fail(string page)
    {
        MakeRun();
        await using StudioServer server = await StudioServer.StartAsync(new StudioOptions { RunsFolder = runs });

        string text = await Text(page, server);

        Assert.Contains("points", text, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"problem\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("explore/points", text, StringComparison.Ordinal); // no images can be made with it
    }

    [Fact]
    public async Task What_asks_for_images_says_why_there_are_none()
    {
        MakeRun();
        await using StudioServer server = await StudioServer.StartAsync(new StudioOptions { RunsFolder = runs });

        string text = WebUtility.HtmlDecode(await Text("/explore/points", server));

        Assert.Contains("points, a kind of data that this program does not know", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_not_offered_where_images_are_made()
    {
        MakeRun();
        await using StudioServer server = await StudioServer.StartAsync(new StudioOptions { RunsFolder = runs });

        Assert.DoesNotContain("points", await Text("/explore", server), StringComparison.Ordinal);
    }

    /// <summary>A run of images, rewritten as another program writes one of points.</summary>
    private void MakeRun()
    {
        string from = Path.Combine(studio.RunsFolder, StudioFixture.MapRun),
            run = Directory.CreateDirectory(Path.Combine(runs, "points")).FullName;
        File.Copy(Path.Combine(from, "model.safetensors"), Path.Combine(run, "model.safetensors"));
        JsonNode options = JsonNode.Parse(File.ReadAllText(Path.Combine(from, "options.json")))!;
        JsonObject data = options["data"]!.AsObject(),
            training = options["training"]!.AsObject();
        options["preset"] = "point-flow";
        data["kind"] = "points";
        data["radius"] = 1;
        foreach (string name in (string[])["shape", "pictures"])
            data.Remove(name);
        foreach (string name in (string[])["flip", "shift"])
            training.Remove(name);
        File.WriteAllText(Path.Combine(run, "options.json"), options.ToJsonString());
        File.WriteAllText(
            Path.Combine(run, "metrics.jsonl"),
            "{\"step\":10,\"points\":1280,\"seconds\":1,\"loss\":0.9}\n{\"step\":20,\"points\":2560,\"seconds\":2,\"loss\":0.8}\n"
        );
    }

    private static async Task<string> Text(string path, StudioServer server)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, server.Url + path);
        request.Headers.Add("Cookie", StudioFixture.Key(server));
        using HttpResponseMessage answer = await Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}
