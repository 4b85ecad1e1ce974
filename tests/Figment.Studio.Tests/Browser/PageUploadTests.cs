using Figment.Runs;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>A page that a friend sent is opened where runs are listed.</summary>
public sealed class PageUploadTests(StudioFixture studio) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("figment-sent-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task It_becomes_a_run_and_what_is_no_page_is_refused_in_words()
    {
        IPage page = await studio.Visit($"/runs/{Uri.EscapeDataString(StudioFixture.GanRun)}");
        string sent = Path.Combine(folder, "model.html"),
            other = Path.Combine(folder, "other.html");
        await File.WriteAllBytesAsync(
            sent,
            await page.Saved("#share-page", $"{StudioFixture.GanRun}-model.html"),
            TestContext.Current.CancellationToken
        );
        await File.WriteAllTextAsync(other, "<html>something else</html>", TestContext.Current.CancellationToken);
        string[] before = Directory.GetDirectories(studio.RunsFolder);

        await page.Open("/runs");
        ILocator choose = page.Locator("#open-page");
        await choose.FocusAsync();
        await Assertions.Expect(choose).ToBeFocusedAsync();
        await Assertions.Expect(page.GetByLabel("Open a page that you were sent")).ToHaveCountAsync(1);
        await choose.SetInputFilesAsync(other);
        await Assertions.Expect(page.Locator("#open-page-problem")).ToContainTextAsync("other.html is not the page of a model");
        Assert.Equal(before, Directory.GetDirectories(studio.RunsFolder));
        Assert.Empty(await page.SeriousProblems());
        await page.Picture("runs-open-page-en-light");

        await choose.SetInputFilesAsync(sent);
        await Assertions.Expect(page.Locator("#origin")).ToContainTextAsync("Opened from a page", new() { Timeout = 60_000 });
        string made = Assert.Single(Directory.GetDirectories(studio.RunsFolder).Except(before));
        Assert.EndsWith($"/runs/{Uri.EscapeDataString(Path.GetFileName(made))}", page.Url, StringComparison.Ordinal);
        Assert.Equal("gan", RunFolder.Open(made).Options.Preset);
        await Assertions.Expect(page.Locator(".watch-samples img").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Go on with this run")).ToHaveCountAsync(0);
        Assert.Empty(await page.SeriousProblems());
        await page.Picture("run-of-page-en-light");
        await page.Locator("a[href^='explore/']").First.ClickAsync();
        await Assertions.Expect(page.Locator("main img").First).ToBeVisibleAsync();
        await page.Context.CloseAsync();
        Directory.Delete(made, recursive: true);
    }
}
