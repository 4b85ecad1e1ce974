using Figment.Runs;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>A training that begins from a run, by clicks.</summary>
public sealed class OriginTests(StudioFixture studio)
{
    [Fact]
    public async Task A_training_begins_from_a_run_of_its_preset_and_its_page_says_so()
    {
        IPage page = await studio.Visit("/train");
        ILocator another = page.GetByRole(AriaRole.Button, new() { Name = "Train another" }),
            from = page.Locator("#from");
        await page.ChooseAnother();
        await page.Locator("#preset").SelectOptionAsync("vae");
        await Assertions.Expect(from.Locator("option")).ToHaveTextAsync(["nothing: random weights", "map · mnist"]);
        await Assertions.Expect(page.Locator("#freeze")).ToHaveCountAsync(0);

        await from.SelectOptionAsync(StudioFixture.MapRun);
        await page.Locator("#freeze").FillAsync("1");
        await Assertions.Expect(page.Locator("#latentSize")).ToHaveValueAsync("2"); // that run's
        await page.TrainFor(2);
        await page.Locator("#start").ClickAsync();

        await Assertions.Expect(another).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.Locator("a", new() { HasText = "Open the run" }).ClickAsync();
        await Assertions.Expect(page.Locator("#origin")).ToContainTextAsync("Starts with");
        await Assertions.Expect(page.Locator("#origin")).ToContainTextAsync("Frozen, so it does not change: encoder.head.0.");
        string run = Directory.GetDirectories(studio.RunsFolder).Single(each => RunFolder.Open(each).Options.From is not null);
        Assert.Equal(60, RunFolder.Open(run).Options.From!.Step);
        await page.Context.CloseAsync();
        Directory.Delete(run, recursive: true);
    }
}
