using System.Net;
using Figment.Studio.Hosting;
using Figment.Studio.Tests.Browser;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Hosting;

/// <summary>Failures are shown on the page, and the terminal gives the reason.</summary>
public sealed class FaultTests(StudioFixture studio) : IAsyncLifetime
{
    private static readonly HttpClient Client = new(new HttpClientHandler { UseCookies = false });

    private readonly List<StudioFault> faults = [];
    private readonly string runs = Directory.CreateTempSubdirectory("figment-faults-").FullName;
    private StudioServer server = null!;

    private string Run => Path.Combine(runs, "x");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        string original = Path.Combine(studio.RunsFolder, StudioFixture.MapRun);
        foreach (string file in Directory.EnumerateFiles(original))
        {
            Directory.CreateDirectory(Run);
            File.Copy(file, Path.Combine(Run, Path.GetFileName(file)));
        }

        server = await StudioServer.StartAsync(
            new StudioOptions { RunsFolder = runs },
            report: fault =>
            {
                lock (faults)
                    faults.Add(fault);
            }
        );
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(runs, recursive: true);
    }

    [Theory]
    [InlineData("en", "damaged in line 2")]
    [InlineData("zh", "metrics.jsonl 的第 2 行已损坏")]
    public async Task A_bad_line_of_what_a_run_recorded_is_named_and_the_rest_is_shown(string language, string said)
    {
        string file = Path.Combine(Run, "metrics.jsonl");
        string[] lines = await File.ReadAllLinesAsync(file);
        await File.WriteAllLinesAsync(file, [lines[0], "{\"step\": \u001b[31m", .. lines[1..]]);

        (HttpStatusCode status, string page) = await Ask("/runs/x", language);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.Contains("polyline", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Ask("/learn/judging", language)).Status);
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("/learn", HttpStatusCode.OK)]
    [InlineData("/learn/judging", HttpStatusCode.OK)]
    [InlineData("/learn/sounds", HttpStatusCode.OK)]
    [InlineData("/learn/5", HttpStatusCode.NotFound)]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    public async Task An_address_that_leads_nowhere_is_not_found(string path, HttpStatusCode status)
    {
        (HttpStatusCode found, string page) = await Ask(path, "en");

        Assert.Equal(status, found);
        Assert.Equal(status == HttpStatusCode.NotFound, page.Contains("This page does not exist", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", "reference ")]
    [InlineData("zh", "编号为 ")]
    public async Task A_page_that_fails_shows_a_reference_and_the_reason_is_reported_under_it(string language, string said)
    {
        (string path, string cookie) = (Break(), language);

        (HttpStatusCode status, string page) = await Ask(path, cookie);

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        StudioFault fault = Assert.Single(faults);
        Assert.Contains($"{said}{fault.Reference}", page, StringComparison.Ordinal);
        Assert.Equal("/runs/x", fault.Where);
        Assert.Contains("ClassBars", fault.Exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_fails_in_the_browser_keeps_its_frame_and_goes_on_elsewhere()
    {
        IPage page = await studio.Visit();
        await page.Enter(server, Break());
        ILocator shown = page.Locator("main [role=alert]");
        await Assertions.Expect(shown).ToContainTextAsync("reference");
        StudioFault fault = Assert.Single(faults); // made once before it came to life and once after: one failure
        await Assertions.Expect(shown).ToContainTextAsync(fault.Reference);
        await page.Locator("#again").ClickAsync();
        await Assertions.Expect(shown).ToContainTextAsync("reference");

        await page.Locator("nav a", new() { HasText = "Glossary" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Glossary");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_is_noted_twice_is_reported_once()
    {
        List<StudioFault> heard = [];
        FakeTimeProvider clock = new();
        Faults book = new(heard.Add, clock);
        InvalidOperationException first = new("a"),
            same = new("a"),
            other = new("b");

        string reference = book.Note(first, "here");
        Assert.Equal(reference, book.Note(first, "there"));
        Assert.Equal(reference, book.Note(same, "here"));
        Assert.NotEqual(reference, book.Note(other, "here"));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotEqual(reference, book.Note(new InvalidOperationException("a"), "here"));
        Assert.Equal(3, heard.Count);
        Assert.Matches("^[0-9A-F]{8}$", reference);
        await Task.CompletedTask;
    }

    /// <summary>Writes shares of classes without names: they can be read, but this page was not made for them.</summary>
    private string Break()
    {
        string line = """
            {"step": 99, "images": 99, "seconds": 9, "evaluation":
             {"count": 9, "copiedCount": 9, "extractor": "x", "frechetDistance": 1, "coverage": 1,
              "similarity": 1, "realSimilarity": 1, "copiedShare": 0, "classes":
              {"names": [], "shares": [1], "realShares": [1], "entropy": 0, "realEntropy": 0, "sure": 1}}}
            """;
        File.AppendAllText(Path.Combine(Run, "metrics.jsonl"), $"{line.ReplaceLineEndings("")}\n");
        return "/runs/x";
    }

    private async Task<(HttpStatusCode Status, string Text)> Ask(string path, string language)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, server.Url + path);
        request.Headers.Add("Cookie", $"{StudioFixture.Key(server)}; figment-language={language}");
        request.Headers.Add("Accept", "text/html");
        HttpResponseMessage answer = await Client.SendAsync(request);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }
}
