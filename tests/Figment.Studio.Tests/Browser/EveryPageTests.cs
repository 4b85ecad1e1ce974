using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>What holds of each page, in both languages and both themes. Leaves a picture of each in <c>artifacts/studio</c>.</summary>
public sealed class EveryPageTests(StudioFixture studio)
{
    private static readonly (string Name, string Path)[] Pages =
    [
        ("home", "/"), ("learn-data", "/learn"), ("learn-generator", "/learn/generator"), ("learn-discriminator", "/learn/discriminator"), ("learn-together", "/learn/together"),
        ("learn-training", "/learn/training"), ("learn-judging", "/learn/judging"), ("glossary", "/glossary"), ("train", "/train"),
        ("explore", "/explore/first%20gan"), ("explore-map", "/explore/map"), ("runs", "/runs"), ("run", "/runs/first%20gan"), ("compare", "/compare?runs=first%20gan,map"), ("not-found", "/nowhere"),
    ];

    internal static string Artifacts { get; } = Directory.CreateDirectory(Path.Combine(Root(), "artifacts", "studio")).FullName;

    public static TheoryData<string, string, string> Views() => [.. Pages.SelectMany(page => ((string Language, string Theme)[])[("en", "light"), ("zh", "dark")], (page, view) => (page.Path, view.Language, view.Theme))];

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_page_has_no_serious_problem_of_accessibility_and_no_error_and_fits_its_width(string path, string language, string theme)
    {
        string name = Pages.First(page => page.Path == path).Name;
        IPage page = await studio.Visit("/", language == "zh" ? "zh-CN" : "en-GB", theme == "dark" ? ColorScheme.Dark : ColorScheme.Light);
        List<string> errors = [];
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) => { if (message.Type == "error" && !message.Text.Contains("404", StringComparison.Ordinal)) errors.Add(message.Text); };
        try
        {
            await page.Open(path);
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle, new PageWaitForLoadStateOptions { Timeout = 10_000 });
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Artifacts, $"{name}-{language}-{theme}.png"), FullPage = true });

            Assert.Empty(await page.SeriousProblems());
            Assert.Empty(errors);
            Assert.Single(await page.Locator("h1").AllAsync());

            await page.SetViewportSizeAsync(390, 800);
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 390, "The page is wider than a phone.");
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Artifacts, $"{name}-{language}-phone.png") });
        }
        finally
        {
            await page.Context.CloseAsync();
        }
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Figment.slnx"))) folder = folder.Parent;
        return folder!.FullName;
    }
}
