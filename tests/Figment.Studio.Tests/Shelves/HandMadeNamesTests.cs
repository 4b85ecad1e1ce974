using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Figment.Runs;
using Figment.Studio.Hosting;
using Figment.Studio.Shelves;
using Figment.Studio.Tests.Browser;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Shelves;

/// <summary>Folders of runs that a user named by hand, with any name that the file system accepts.</summary>
public sealed class HandMadeNamesTests(StudioFixture studio) : IDisposable
{
    private static readonly HttpClient Client = new(new HttpClientHandler { UseCookies = false });
    private readonly string runs = Directory.CreateTempSubdirectory("figment-names-").FullName;

    // Those of the other systems are left out where the file system does not take them.
    private static readonly string[] Names =
    [
        "100% #1?",
        "a%20b",
        "%2e%2e",
        "50%25",
        "a+b&c=d",
        "a,b",
        "a\"b",
        "c:\\d",
        "<b>x",
        "it's; \u00e9t\u00e9 狗 🐕",
        "CON",
        "ends.",
        new string('x', 200),
        new string('狗', 80),
    ];

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(runs, recursive: true);

    [Fact]
    public async Task Runs_of_any_name_that_can_be_seen_have_addresses_and_downloads_that_name_no_path()
    {
        string[] taken = [.. Names.Where(Copy)];
        await using StudioServer server = await StudioServer.StartAsync(new StudioOptions { RunsFolder = runs });
        string shelf = await Text("/runs", server);

        Assert.Equal(
            taken.Order(StringComparer.Ordinal),
            new RunShelf(new StudioOptions { RunsFolder = runs }).All().Select(run => run.Name).Order(StringComparer.Ordinal)
        );
        Assert.DoesNotContain("<b>x", shelf, StringComparison.Ordinal);
        foreach (string name in taken)
        {
            string address = $"/runs/{Uri.EscapeDataString(name)}";
            Assert.Contains($"href=\"{address[1..]}\"", WebUtility.HtmlDecode(shelf), StringComparison.Ordinal);
            Assert.Contains($"<h1>{name}</h1>", WebUtility.HtmlDecode(await Text(address, server)), StringComparison.Ordinal);
            await CheckDownload(name, $"{address}/files/model.safetensors", "-model.safetensors", server);
            if (name != taken[0])
                continue;
            await CheckDownload(name, $"{address}/images.npy?count=2&seed=7", "-seed7.npy", server);
            await CheckDownload(name, $"{address}/model.onnx", ".onnx", server);
            await CheckDownload(name, $"{address}/walk.gif?steps=2", "-walk.gif", server);
        }
    }

    [Fact]
    public async Task Pages_lead_from_one_to_the_other_in_a_browser_too()
    {
        string[] names = ["100% #1?", "50%25", "a,b"];
        if (!names.All(Copy))
            Assert.Skip("this file system does not take the names");
        await using StudioServer server = await StudioServer.StartAsync(new StudioOptions { RunsFolder = runs });
        IPage page = await studio.Visit();
        await page.Enter(server, "/runs");

        foreach (string name in names)
        {
            await page.Locator("ul.runs strong a").GetByText(name, new() { Exact = true }).ClickAsync();
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(name);
            await page.ReloadAsync();
            await page.Live();
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(name);
            await Assertions.Expect(page.Locator("h2").First).ToBeVisibleAsync(); // it is found
            await page.Locator(".standing a[href^=explore]").First.ClickAsync();
            await Assertions.Expect(page.Locator("#model")).ToHaveValueAsync(name);
            await TrainingTests.Eventually(() =>
                page.Locator("#images").EvaluateAsync<bool>("image => image.complete && image.naturalWidth > 0")
            );
            await page.Open(server.Url + "/runs");
        }

        foreach (string name in names)
            await page.GetByLabel(name).CheckAsync();
        await page.Locator("#compare").ClickAsync();
        await Assertions.Expect(page.Locator("h2 a")).ToHaveCountAsync(names.Length);
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            (await page.Locator("h2 a").AllInnerTextsAsync()).Order(StringComparer.Ordinal)
        );
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_name_that_cannot_be_seen_is_said_and_a_hidden_folder_is_hidden()
    {
        if (!Copy("two\nlines\u202e") || !Copy(".hidden") || !Copy("fine"))
            Assert.Skip("this file system does not take the names");
        await using StudioServer server = await StudioServer.StartAsync(new StudioOptions { RunsFolder = runs });

        string page = WebUtility.HtmlDecode(await Text("/runs", server));

        Assert.Contains("invisible characters: two lines\ufffd.", page, StringComparison.Ordinal);
        Assert.DoesNotContain(".hidden", page, StringComparison.Ordinal);
        Assert.Equal("fine", Assert.Single(new RunShelf(new StudioOptions { RunsFolder = runs }).All()).Name);
        using HttpResponseMessage answer = await Ask(
            $"/runs/{Uri.EscapeDataString("two\nlines\u202e")}/files/model.safetensors",
            server
        );
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../runs/fine")]
    [InlineData("fine/../fine")]
    [InlineData("%2e%2e")]
    [InlineData("..\\fine")]
    [InlineData("")]
    public void Only_what_stands_in_the_folder_is_found(string name)
    {
        Copy("fine");

        Assert.Null(new RunShelf(new StudioOptions { RunsFolder = runs }).Find(name));
    }

    [Fact]
    public async Task A_hostile_name_of_the_data_stands_in_no_header()
    {
        Copy("run");
        string options = Path.Combine(runs, "run", "options.json");
        JsonNode json = JsonNode.Parse(await File.ReadAllTextAsync(options))!;
        json["data"]!["name"] = $"a\"b\r\nX-Evil: 1; filename=\"/etc/passwd\" {new string('y', 200)}";
        await File.WriteAllTextAsync(options, json.ToJsonString());
        await using StudioServer server = await StudioServer.StartAsync(new StudioOptions { RunsFolder = runs });

        foreach (
            string path in (string[])
                ["files/model.safetensors", "images.npy?count=2", "model.onnx", "walk.gif?steps=2", "files/options.json"]
        )
        {
            using HttpResponseMessage answer = await Ask($"/runs/run/{path}", server);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotContain(
                "X-Evil",
                answer.Headers.ToString() + answer.Content.Headers,
                StringComparison.OrdinalIgnoreCase
            );
            Assert.DoesNotContain("passwd", answer.Content.Headers.ToString(), StringComparison.Ordinal);
        }
    }

    private static async Task CheckDownload(string run, string address, string end, StudioServer server)
    {
        using HttpResponseMessage answer = await Ask(address, server);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address}: {answer.StatusCode}");
        ContentDispositionHeaderValue saved = ContentDispositionHeaderValue.Parse(
            Assert.Single(answer.Content.Headers.NonValidated["Content-Disposition"])
        );
        Assert.Equal("attachment", saved.DispositionType);
        Assert.Equal(
            ["filename", "filename*"],
            saved.Parameters.Select(parameter => parameter.Name).Order(StringComparer.Ordinal)
        );
        Assert.All(
            new[] { saved.FileName!.Trim('"'), saved.FileNameStar! },
            file =>
            {
                Assert.EndsWith(end, file, StringComparison.Ordinal);
                Assert.DoesNotContain(file, c => "\"*/:<>?\\|%#".Contains(c, StringComparison.Ordinal) || char.IsControl(c));
            }
        );
        if (RunFolder.IsName(run))
            Assert.StartsWith(run, saved.FileNameStar, StringComparison.Ordinal);
    }

    private static async Task<string> Text(string path, StudioServer server)
    {
        using HttpResponseMessage answer = await Ask(path, server);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<HttpResponseMessage> Ask(string path, StudioServer server)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, server.Url + path);
        request.Headers.Add("Cookie", StudioFixture.Key(server));
        return await Client.SendAsync(request);
    }

    /// <summary>Makes a run of that name; false where the file system does not take it.</summary>
    private bool Copy(string name)
    {
        string run = Path.Combine(runs, name);
        try
        {
            Directory.CreateDirectory(run);
        }
        catch (IOException)
        {
            return false;
        }

        foreach (string file in Directory.EnumerateFiles(Path.Combine(studio.RunsFolder, StudioFixture.MapRun)))
            File.Copy(file, Path.Combine(run, Path.GetFileName(file)));
        return new DirectoryInfo(runs).EnumerateDirectories().Any(folder => folder.Name == name);
    }
}
