using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Figment.Studio.Hosting;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>The first page is live before anything has been trained, and makes no requests elsewhere.</summary>
public sealed class HomeTests(StudioFixture studio, ITestOutputHelper output)
{
    private const int Rounds = 5;

    // For each sound that was started: when, and its loudest sample.
    private const string Listen = """
        window.heard = [];
        const Context = window.AudioContext, start = AudioBufferSourceNode.prototype.start;
        window.AudioContext = class extends Context { constructor(...all) { super(...all); window.audio = this; } };
        AudioBufferSourceNode.prototype.start = function (at = 0) {
          const samples = this.buffer.getChannelData(0);
          window.heard.push({
            at,
            loudest: samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
            sum: samples.reduce((all, value) => all + value * value, 0),
          });
          start.call(this, at);
        };
        """;

    private static string Ink =>
        "() => { const canvas = document.querySelector('figment-digits .stage canvas'); return "
        + "canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.reduce((sum, value, i) => (sum * "
        + "31 + value) % 4294967296, 7) + ' ' + document.querySelector('figment-digits').className; }";

    [Fact]
    public async Task A_model_makes_a_digit_soon_after_the_page_is_opened()
    {
        IPage page = await studio.Visit("/glossary");
        await page.GotoAsync("/");

        (double shown, double made) = await Times(page);

        output.WriteLine($"first paint after {shown:F0} ms, a digit by the model after {made:F0} ms");
        Assert.InRange(made, shown, 5_000);
        await page.Context.CloseAsync();
    }

    /// <summary>
    /// For people: <c>-explicit only -showLiveOutput -class "*HomeTests"</c>, on a machine that does nothing else.
    /// </summary>
    [Fact(Explicit = true)]
    public async Task How_soon()
    {
        List<double> shown = [],
            made = [],
            again = [];
        for (int round = 0; round < Rounds; round++)
        {
            await using IBrowserContext context = await studio.Browser!.NewContextAsync();
            IPage page = await context.NewPageAsync();
            await page.GotoAsync(studio.Server.VisitUrl);
            await page.GotoAsync("about:blank");
            await using IBrowserContext fresh = await studio.Browser!.NewContextAsync(
                new BrowserNewContextOptions { StorageState = await context.StorageStateAsync() }
            );
            page = await fresh.NewPageAsync();
            await page.GotoAsync($"{studio.Server.Url}/");
            (double first, double own) = await Times(page);
            (shown, made) = ([.. shown, first], [.. made, own]);
            await page.GotoAsync($"{studio.Server.Url}/");
            again.Add((await Times(page)).Made);
        }

        foreach (
            (string what, List<double> times) in (IEnumerable<(string, List<double>)>)
                [("first paint", shown), ("digit by the model", made), ("digit by the model, second visit", again)]
        )
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what}: median {times.Order().ElementAt(Rounds / 2):F0} ms ({times.Min():F0} to {times.Max():F0})"
                )
            );
    }

    [Fact]
    public async Task Keys_and_the_slider_make_other_digits_and_no_request_leaves_the_studio()
    {
        IPage page = await studio.Visit("/glossary");
        List<string> elsewhere = [];
        page.Request += (_, request) =>
        {
            if (
                new Uri(request.Url).Authority != new Uri(studio.Server.Url).Authority
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)
            )
                elsewhere.Add(request.Url);
        };
        // Within the page, so that its scripts come late
        await page.GetByRole(AriaRole.Link, new() { Name = "Figment" }).ClickAsync();
        await Made(page);
        ILocator digit = page.Locator("figment-digits .stage canvas");
        await Assertions.Expect(digit).ToHaveAccessibleNameAsync("A handwritten 7, made by a model");
        string seven = await page.EvaluateAsync<string>(Ink);

        await page.Keyboard.PressAsync("3");
        await Changes(page, seven);
        await Assertions.Expect(digit).ToHaveAccessibleNameAsync("A handwritten 3, made by a model");
        await Assertions
            .Expect(page.Locator("figment-digits .keys button[aria-pressed=true]"))
            .ToHaveAttributeAsync("value", "3");
        string three = await page.EvaluateAsync<string>(Ink);
        await page.Locator("figment-digits input").FillAsync("60");
        await Changes(page, three);
        string other = await page.EvaluateAsync<string>(Ink);
        await page.GetByRole(AriaRole.Button, new() { Name = "Surprise me" }).ClickAsync();
        await Changes(page, other);
        string pressed = (await page.Locator("figment-digits .keys button[aria-pressed=true]").GetAttributeAsync("value"))!;
        await page.Locator("#language").FocusAsync();
        await page.Keyboard.PressAsync(pressed == "5" ? "4" : "5");
        await Assertions
            .Expect(page.Locator("figment-digits .keys button[aria-pressed=true]"))
            .ToHaveAttributeAsync("value", pressed); // it was typed elsewhere

        await page.Locator("#language").SelectOptionAsync("zh");
        await Assertions.Expect(digit).ToHaveAccessibleNameAsync(new Regex("^模型写的一个 [0-9]$"));
        Assert.Empty(elsewhere);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_beat_is_heard_from_a_click_on_until_it_is_stopped_or_left()
    {
        IPage page = await studio.Visit("/glossary");
        await page.Context.AddInitScriptAsync(Listen);
        await page.Open("/");
        ILocator play = page.Locator("figment-beat .play"),
            kick = page.GetByRole(AriaRole.Button, new() { Name = "kick, step 2", Exact = true });
        await TrainingTests.Eventually(() =>
            page.EvaluateAsync<bool>(
                "[...document.querySelectorAll('figment-beat .hear canvas')].every(canvas => canvas.classList.contains('wave'))"
            )
        );
        Assert.True(await page.EvaluateAsync<bool>("window.audio === undefined"));

        await page.GetByRole(AriaRole.Button, new() { Name = "kick, step 1", Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(kick).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(kick).ToHaveAttributeAsync("aria-pressed", "true");
        await play.ClickAsync();
        await Assertions.Expect(play).ToHaveAccessibleNameAsync("Stop");
        await TrainingTests.Eventually(() =>
            page.EvaluateAsync<bool>("window.audio.state === 'running' && window.heard.length >= 8")
        );
        await Assertions.Expect(page.Locator("figment-beat .step.now")).ToHaveCountAsync(4);
        JsonElement[] heard = (await page.EvaluateAsync<JsonElement>("window.heard")).EnumerateArray().ToArray();
        Assert.All(heard, sound => Assert.InRange(sound.GetProperty("loudest").GetDouble(), 0.2, 1));
        // Kick, snare and hat by then
        Assert.True(heard.Select(sound => sound.GetProperty("sum").GetDouble()).Distinct().Count() >= 3);

        await page.GetByRole(AriaRole.Button, new() { Name = "New drums" }).ClickAsync();
        HashSet<double> before = [.. heard.Select(sound => sound.GetProperty("sum").GetDouble())];
        await TrainingTests.Eventually(async () =>
        {
            double latest = await page.EvaluateAsync<double>("window.heard.at(-1).sum");
            return !before.Contains(latest);
        });
        await page.GetByRole(AriaRole.Link, new() { Name = "Glossary" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Glossary");
        int last = await page.EvaluateAsync<int>("window.heard.length");
        await Task.Delay(400, TestContext.Current.CancellationToken);
        Assert.Equal(last, await page.EvaluateAsync<int>("window.heard.length"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_poem_is_written_in_the_language_of_the_page()
    {
        IPage page = await studio.Visit();
        ILocator poem = page.Locator("figment-poem .now");
        await Assertions
            .Expect(poem)
            .ToHaveTextAsync(new Regex("^[A-Z].*\n.*[a-z]{3}"), new() { UseInnerText = true, Timeout = 20_000 });
        string first = await poem.InnerTextAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Another poem" }).ClickAsync();
        await Assertions.Expect(poem).Not.ToHaveTextAsync(first, new() { UseInnerText = true, Timeout = 20_000 });
        await page.Locator("#language").SelectOptionAsync("zh");

        await Assertions
            .Expect(poem)
            .ToHaveTextAsync(
                new Regex(@"[\u4e00-\u9fff]{2}[\s\S]*\n.*[\u4e00-\u9fff]{3}"),
                new() { UseInnerText = true, Timeout = 20_000 }
            );
        await Assertions.Expect(page.Locator("figment-poem .problem")).ToBeHiddenAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_first_visit_shows_nothing_that_is_empty_and_the_ways_to_begin()
    {
        string nowhere = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using StudioServer server = await StudioServer.StartAsync(
            new StudioOptions { RunsFolder = nowhere },
            cancellationToken: TestContext.Current.CancellationToken
        );
        await using IBrowserContext context = await studio.Browser!.NewContextAsync(
            new BrowserNewContextOptions { ReducedMotion = ReducedMotion.Reduce }
        );
        IPage page = await context.NewPageAsync();
        await page.Enter(server, "/");
        await Made(page);

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Trained here" })).ToHaveCountAsync(0);
        Assert.Equal(
            ["make/draw", "make/text", "make/files", "make/camera", "record"],
            await page.EvaluateAsync<string[]>("[...document.querySelectorAll('.ways a')].map(way => way.getAttribute('href'))")
        );
        await Assertions
            .Expect(page.GetByRole(AriaRole.Button, new() { Name = "Begin a lesson" }))
            .ToHaveAttributeAsync("href", "learn");
        Assert.True(await page.EvaluateAsync<bool>("[...document.images].every(image => image.naturalWidth > 0)"));
        await Assertions.Expect(page.Locator(".home-made .problem")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator(".home-made .problem:visible")).ToHaveCountAsync(0);
    }

    private static Task Made(IPage page) => page.Locator("figment-digits.made").WaitForAsync();

    private static Task Changes(IPage page, string before) =>
        TrainingTests.Eventually(async () => await page.EvaluateAsync<string>(Ink) != before);

    /// <summary>
    /// The time from the request for the page until something is painted, and until a picture that the model has just made is
    /// shown; in ms.
    /// </summary>
    private static async Task<(double Shown, double Made)> Times(IPage page)
    {
        await Made(page);
        double[] times = await page.EvaluateAsync<double[]>(
            "async () => { for (;;) { const [shown] = performance.getEntriesByName('first-contentful-paint'), [made] = "
                + "performance.getEntriesByName('figment-digit'); if (shown && made) return [shown.startTime, "
                + "made.startTime]; await new Promise(r => setTimeout(r, 20)); } }"
        );
        return (times[0], times[1]);
    }
}
