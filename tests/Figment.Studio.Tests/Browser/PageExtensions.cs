using System.Globalization;
using System.Text.Json;
using Figment.Studio.Hosting;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

internal static class PageExtensions
{
    private static readonly Lazy<string> Checker = new(() =>
    {
        using Stream stream = typeof(PageExtensions).Assembly.GetManifestResourceStream("axe.min.js")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    });

    private static readonly string[] RulesOfColors = ["color-contrast", "link-in-text-block"];

    /// <summary>Goes to a page and waits until it responds to clicks: the connection to the server is up.</summary>
    internal static async Task Open(this IPage page, string path)
    {
        await page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        await page.Live();
    }

    /// <summary>
    /// Leaves the training that is shown, if there is one, for the form of another, and waits for it: the training view has parts
    /// that look like those of the form. A training that a failed test left behind is stopped, so that one fault is one failure.
    /// </summary>
    /// <param name="page">The page on which one trains.</param>
    /// <param name="another">The button, in the page's language.</param>
    internal static async Task ChooseAnother(this IPage page, string another = "Train another")
    {
        ILocator button = page.GetByRole(AriaRole.Button, new() { Name = another }),
            stop = page.Locator("#stop");
        if (await stop.IsVisibleAsync())
        {
            await stop.ClickAsync();
            await Assertions.Expect(button).ToBeVisibleAsync(new() { Timeout = 60_000 });
        }

        if (await button.IsVisibleAsync())
            await button.ClickAsync();
        await Assertions.Expect(page.Locator("#preset")).ToBeVisibleAsync();
    }

    /// <summary>
    /// Asks for a training of so many steps. When a unit is chosen, the form fills in a length of its own: typing before
    /// that arrives would mix with it.
    /// </summary>
    /// <param name="page">The page with the form.</param>
    /// <param name="steps">How many.</param>
    internal static async Task TrainFor(this IPage page, int steps)
    {
        await page.Locator("#unit").SelectOptionAsync("steps");
        await Assertions.Expect(page.Locator("#length")).ToHaveValueAsync("10000");
        await page.Locator("#length").FillAsync(steps.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Comes in by the address with the token, and goes on to a page.</summary>
    internal static async Task Enter(this IPage page, StudioServer server, string path)
    {
        await page.GotoAsync(server.VisitUrl);
        await page.Open(server.Url + path);
    }

    /// <summary>Waits until the page that the server rendered first has come to life.</summary>
    internal static Task Live(this IPage page) =>
        page.Locator("html[data-live]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });

    /// <summary>Shows the page in the light or dark theme, and waits until it is drawn.</summary>
    internal static async Task Wear(this IPage page, ColorScheme theme)
    {
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
        await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    }

    /// <summary>Whether people asked for pictures.</summary>
    internal static bool TakesPictures { get; } = Environment.GetEnvironmentVariable("FIGMENT_PICTURES") == "1";

    /// <summary>A picture for people, in <c>artifacts/studio</c>, if they asked for pictures with FIGMENT_PICTURES=1.</summary>
    internal static Task Picture(this IPage page, string name, bool fullPage = true) =>
        !TakesPictures
            ? Task.CompletedTask
            : page.ScreenshotAsync(
                new PageScreenshotOptions { Path = Path.Combine(EveryPageTests.Artifacts, $"{name}.png"), FullPage = fullPage }
            );

    /// <summary>What an accessibility checker calls serious or critical.</summary>
    /// <param name="page">The page.</param>
    /// <param name="ofColors">Only problems caused by colours, for a page whose other rules were checked in other
    /// colours.</param>
    internal static async Task<IReadOnlyList<string>> SeriousProblems(this IPage page, bool ofColors = false)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
            await page.EvaluateAsync(Checker.Value);
        JsonElement violations = await page.EvaluateAsync<JsonElement>(
            "async rules => (await axe.run(document, { resultTypes: ['violations'], ...rules })).violations",
            ofColors ? new { runOnly = RulesOfColors } : (object)new { }
        );
        return
        [
            .. violations
                .EnumerateArray()
                .Where(violation => violation.GetProperty("impact").GetString() is "serious" or "critical")
                .Select(violation =>
                    $"{violation.GetProperty("id").GetString()}: {violation.GetProperty("help").GetString()} "
                    + $"({string.Join(" | ", Nodes(violation).Take(3))})"
                ),
        ];

        static IEnumerable<string?> Nodes(JsonElement violation) =>
            violation.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("html").GetString());
    }
}
