using Figment.Tests;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>
/// What holds of each page, in both languages and both themes. With FIGMENT_PICTURES=1 it leaves a picture of each in
/// <c>artifacts/studio</c>, for people.
/// </summary>
public sealed class EveryPageTests(StudioFixture studio)
{
    /// <summary>What the studio says on a page: what a model wrote may hold anything.</summary>
    private const string WordsOfPage =
        "() => { const page = document.body.cloneNode(true); page.querySelectorAll('.written').forEach(made => "
        + "made.remove()); return page.textContent; }";

    private static readonly (string Name, string Path)[] Pages =
    [
        ("home", "/"),
        ("learn", "/learn"),
        ("learn-data", "/learn/data"),
        ("learn-generator", "/learn/generator"),
        ("learn-discriminator", "/learn/discriminator"),
        ("learn-together", "/learn/together"),
        ("learn-training", "/learn/training"),
        ("learn-judging", "/learn/judging"),
        ("learn-letters", "/learn/letters"),
        ("learn-guess", "/learn/guess"),
        ("learn-grow", "/learn/grow"),
        ("learn-parrot", "/learn/parrot"),
        ("learn-waves", "/learn/waves"),
        ("learn-drums", "/learn/drums"),
        ("learn-rehearsal", "/learn/rehearsal"),
        ("learn-echo", "/learn/echo"),
        ("learn-folder", "/learn/folder"),
        ("learn-enough", "/learn/enough"),
        ("learn-changes", "/learn/changes"),
        ("learn-onward", "/learn/onward"),
        ("glossary", "/glossary"),
        ("train", "/train"),
        ("explore", "/explore/first%20gan"),
        ("explore-map", "/explore/map"),
        ("explore-text", "/explore/poems%20in%20bytes"),
        ("inside-film", "/explore/from%20noise/inside"),
        ("inside-gan", "/explore/first%20gan/inside"),
        ("inside-sounds", "/explore/tones/inside"),
        ("runs", "/runs"),
        ("run", "/runs/first%20gan"),
        ("run-text", "/runs/poems%20in%20bytes"),
        ("explore-sounds", "/explore/tones"),
        ("record", "/record"),
        ("compare", "/compare?runs=first%20gan,map"),
        ("not-found", "/nowhere"),
        ("make", "/make"),
        ("make-draw", "/make/draw"),
        ("make-text", "/make/text"),
        ("make-files", "/make/files"),
        ("make-camera", "/make/camera"),
    ];

    internal static string Artifacts { get; } =
        Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "studio")).FullName;

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task Every_page_is_free_of_serious_problems_of_accessibility_and_of_errors_and_fits_its_width(string language)
    {
        IPage page = await studio.Visit("/", language == "zh" ? "zh-CN" : "en-GB");
        List<string> problems = [];
        string path = "/";
        page.PageError += (_, error) => problems.Add($"{path}: {error}");
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("404", StringComparison.Ordinal))
                problems.Add($"{path}: {message.Text}");
        };
        foreach ((string name, string at) in Pages)
        {
            path = at;
            await page.SetViewportSizeAsync(1200, 900);
            await page.Open(path);
            await Assertions.Expect(page.Locator("main [aria-busy=true]")).ToHaveCountAsync(0, new() { Timeout = 20_000 });
            await page.EvaluateAsync(
                "async () => await Promise.all([...document.images].filter(image => image.loading !== 'lazy').map(image => "
                    + "image.decode().catch(() => {})))"
            );
            await page.EvaluateAsync("document.querySelectorAll('main details').forEach(details => details.open = true)");
            if ((await page.EvaluateAsync<string>(WordsOfPage)).Contains("[[", StringComparison.Ordinal))
                problems.Add($"{path} shows the mark of a technical word");
            if (await page.Locator("h1").CountAsync() != 1)
                problems.Add($"{path} has no heading, or several");
            foreach (ColorScheme theme in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
            {
                await page.EmulateMediaAsync(
                    new PageEmulateMediaOptions { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce }
                );
                await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
                problems.AddRange((await page.SeriousProblems()).Select(problem => $"{path}, {theme}: {problem}"));
                await page.Picture($"{name}-{language}-{(theme == ColorScheme.Dark ? "dark" : "light")}");
            }

            await page.SetViewportSizeAsync(390, 800);
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") > 390)
                problems.Add($"{path} is wider than a phone");
            await page.Picture($"{name}-{language}-phone", fullPage: false);
        }

        await page.Context.CloseAsync();
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }
}
