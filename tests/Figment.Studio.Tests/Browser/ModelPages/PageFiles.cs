using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>Pages that are files, opened on a phone without a network.</summary>
internal static class PageFiles
{
    /// <summary>Opens one.</summary>
    /// <param name="studio">Has the browser; the test is skipped where there is none.</param>
    /// <param name="path">The file.</param>
    /// <param name="language">The browser's.</param>
    /// <param name="problems">Collects the page's requests for anything besides itself, and its errors.</param>
    /// <param name="before">A script that runs before the page's own.</param>
    internal static async Task<IPage> OpenFile(
        this StudioFixture studio,
        string path,
        string language,
        ICollection<string> problems,
        string? before = null
    )
    {
        Assert.SkipWhen(studio.Browser is null, "There is no Chromium on this machine (set CHROMIUM to its path).");
        IBrowserContext context = await studio.Browser!.NewContextAsync(
            new BrowserNewContextOptions
            {
                Locale = language,
                Offline = true,
                ReducedMotion = ReducedMotion.Reduce,
                AcceptDownloads = true,
                HasTouch = true,
                ViewportSize = new ViewportSize { Width = 390, Height = 844 },
            }
        );
        context.SetDefaultTimeout(20_000);
        IPage page = await context.NewPageAsync();
        string address = new Uri(path).AbsoluteUri;
        page.Request += (_, request) =>
        {
            if (
                request.Url != address
                && !request.Url.StartsWith("blob:", StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)
            )
                problems.Add($"It asked for {request.Url}.");
        };
        page.PageError += (_, error) => problems.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                problems.Add(message.Text);
        };
        if (before is not null)
            await page.AddInitScriptAsync(before);
        await page.GotoAsync(address);
        return page;
    }

    /// <summary>What a button lets the browser save.</summary>
    internal static async Task<byte[]> Saved(this IPage page, string button, string name)
    {
        IDownload file = await page.RunAndWaitForDownloadAsync(() => page.Locator(button).ClickAsync());
        Assert.Equal(name, file.SuggestedFilename);
        return await File.ReadAllBytesAsync(await file.PathAsync());
    }

    /// <summary>Checks, in both languages and themes, for accessibility problems and for anything wider than a phone.</summary>
    internal static async Task Accessible(this IPage page)
    {
        foreach (string language in (string[])["en", "zh-CN"])
        {
            Assert.Equal(language, await page.Locator("html").GetAttributeAsync("lang"));
            foreach (ColorScheme theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                await page.EmulateMediaAsync(
                    new PageEmulateMediaOptions { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce }
                );
                Assert.Empty(await page.SeriousProblems());
            }

            Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            await page.Locator("#language").ClickAsync();
        }
    }
}
