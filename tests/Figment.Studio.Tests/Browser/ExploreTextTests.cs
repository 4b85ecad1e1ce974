using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>Writing together with a language model.</summary>
public sealed class ExploreTextTests(StudioFixture studio)
{
    private const string Address = "/explore/poems%20in%20bytes";

    [Fact]
    public async Task A_prompt_falls_into_tokens_and_a_bar_that_is_clicked_goes_on_with_it()
    {
        IPage page = await studio.Visit(Address);
        await page.Locator("#prompt").FillAsync("春 r");
        ILocator tokens = page.Locator(".tokens .token");
        await Assertions.Expect(tokens).ToHaveTextAsync(["start", "E6", "98", "A5春", "␣", "r"]);
        await Assertions.Expect(page.Locator("#counts")).ToHaveTextAsync("5 tokens, 3 characters, 5 bytes.");
        ILocator bars = page.Locator(".next .choose");
        await Assertions.Expect(bars).ToHaveCountAsync(10);

        string first = (await bars.First.Locator(".token").InnerTextAsync()).Trim();
        await bars.First.ClickAsync();

        await Assertions.Expect(tokens).ToHaveCountAsync(7);
        await Assertions.Expect(tokens.Last).ToHaveTextAsync(first);
        await page.Locator("#take-back").ClickAsync();
        await Assertions.Expect(tokens).ToHaveCountAsync(6);
        await Assertions.Expect(page.Locator("#take-back")).ToBeDisabledAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_temperature_moves_the_bars()
    {
        IPage page = await studio.Visit(Address);
        await page.Locator("#prompt").FillAsync("Two roads diver");
        ILocator most = page.Locator(".next .number").First;
        await Assertions.Expect(page.Locator(".tokens .token")).ToHaveCountAsync(16);
        double usual = Share(await most.InnerTextAsync());

        await page.Locator("#temperature").FillAsync("2");
        await TrainingTests.Eventually(async () => Share(await most.InnerTextAsync()) < usual);
        await page.Locator("#temperature").FillAsync("0");
        await Assertions.Expect(most).ToHaveTextAsync("100.0%");
        await page.Context.CloseAsync();

        static double Share(string text) => double.Parse(text.TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_token_that_is_pointed_at_shows_where_attention_went_layer_by_layer()
    {
        IPage page = await studio.Visit(Address);
        await page.Locator("#prompt").FillAsync("Two roads");
        ILocator tokens = page.Locator(".tokens .token");
        await Assertions.Expect(tokens).ToHaveCountAsync(10);
        await Assertions.Expect(page.Locator("#looked-at")).ToContainTextAsync("what follows ‘s’");

        await tokens.Nth(2).HoverAsync();

        await Assertions.Expect(tokens.Nth(2)).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(page.Locator("#looked-at")).ToContainTextAsync("what follows ‘w’");
        await Assertions.Expect(page.Locator(".tokens .token[title]")).ToHaveCountAsync(3); // itself and those before
        await page.Picture("explore-text-looked-en");
        string together = await page.Locator("#looked-at").InnerTextAsync();
        await page.Locator("#layer").SelectOptionAsync("1");
        await Assertions.Expect(page.Locator("#looked-at")).Not.ToHaveTextAsync(together);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task It_writes_on_until_it_is_stopped_also_past_what_the_model_sees()
    {
        IPage page = await studio.Visit(Address, "zh-CN");
        await page.Locator("#write").ClickAsync();
        await Assertions
            .Expect(page.Locator("#forgotten").Or(page.Locator("#ended")))
            .ToBeVisibleAsync(new() { Timeout = 60_000 });
        if (await page.Locator("#stop-writing").CountAsync() > 0)
            await page.Locator("#stop-writing").ClickAsync();
        await Assertions.Expect(page.Locator("#write")).ToBeVisibleAsync();

        string written = await page.Locator("#text").InnerTextAsync();
        await page.WaitForTimeoutAsync(300);

        Assert.NotEmpty(written);
        await page.Picture("explore-text-written-zh");
        Assert.Equal(written, await page.Locator("#text").InnerTextAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Of_runs_of_both_kinds_the_page_shows_what_fits()
    {
        IPage page = await studio.Visit(Address);
        await Assertions.Expect(page.Locator("#prompt")).ToBeVisibleAsync();
        await page.Locator("#model").SelectOptionAsync(StudioFixture.MapRun);
        await Assertions.Expect(page.Locator("#x")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#prompt")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }
}
