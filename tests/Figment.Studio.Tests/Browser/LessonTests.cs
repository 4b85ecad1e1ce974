using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>
/// The overview of the lessons, what is remembered of them, and the lessons on sounds and on pictures of one's own.
/// </summary>
public sealed class LessonTests(StudioFixture studio)
{
    [Fact]
    public async Task What_was_done_is_ticked_also_on_another_day_until_it_is_forgotten()
    {
        IPage page = await studio.Visit("/learn");
        await Assertions.Expect(page.Locator(".learn-cards > li")).ToHaveCountAsync(4);
        await Assertions.Expect(page.Locator("#go-on")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "A model of your own pictures", Exact = true }).ClickAsync();
        await page.Locator("#next").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("How many are enough?");
        await Assertions.Expect(page.Locator(".lesson-steps .tick")).ToHaveCountAsync(1);

        await page.Open("/learn"); // as if it were another day: the page and its circuit are new
        await Assertions.Expect(page.Locator("#lesson-pictures")).ToContainTextAsync("1 of 4 steps done");
        await page.Locator("#go-on").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/learn/enough$"));

        await page.Locator(".lessons").GetByRole(AriaRole.Link, new() { Name = "All lessons" }).ClickAsync();
        await page.Locator("#forget").ClickAsync();
        await Assertions.Expect(page.Locator("#go-on")).ToHaveCountAsync(0);
        await page.Open("/learn/enough");
        await Assertions.Expect(page.Locator(".lesson-steps .tick")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Sounds_come_back_from_their_pictures_and_a_machine_plays_them()
    {
        IPage page = await studio.Visit("/learn/waves");
        await page.Locator("#rows").SelectOptionAsync("16");
        await Assertions.Expect(page.Locator("audio[src*='rows=16']")).ToHaveCountAsync(1);
        await TrainingTests.Eventually(() =>
            page.Locator(".learn-seen").EvaluateAsync<bool>("image => image.complete && image.naturalHeight === 16")
        );

        await page.Open("/learn/drums");
        Task<IResponse> drum = page.WaitForResponseAsync(response =>
            response.Url.Contains("lesson/drum.wav?drum=clap", StringComparison.Ordinal)
        );
        await page.GetByRole(AriaRole.Button, new() { Name = "Play: clap" }).ClickAsync();
        Assert.Equal("audio/wav", (await drum).Headers["content-type"]);
        ILocator beat = page.GetByRole(AriaRole.Button, new() { Name = "clap, beat 3", Exact = true });
        await beat.ClickAsync();
        await Assertions.Expect(beat).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Locator("#play-beat").ClickAsync();
        await Assertions.Expect(page.Locator("#play-beat")).ToHaveTextAsync("Stop");
        await Assertions.Expect(page.Locator(".beat.now")).ToHaveCountAsync(8);
        await page.Locator("#play-beat").ClickAsync();
        await Assertions.Expect(page.Locator(".beat.now")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Pictures_of_ones_own_are_cropped_counted_and_changed()
    {
        IPage page = await studio.Visit("/learn/folder");
        string cropped = (await page.Locator(".learn-small img").First.GetAttributeAsync("src"))!;
        await page.Locator("#how").SelectOptionAsync("Pad");
        await Assertions.Expect(page.Locator(".learn-small img").First).Not.ToHaveAttributeAsync("src", cropped);

        await page.Open("/learn/enough");
        await page.Locator("#from-1000").ClickAsync();
        await Assertions.Expect(page.Locator("#enough-figures")).ToContainTextAsync("0% are copies");

        await page.Open("/learn/changes");
        await page.Locator("#mirrored").CheckAsync();
        await Assertions.Expect(page.Locator(".misread").First).ToBeVisibleAsync();

        await page.Open("/learn/onward");
        await Assertions.Expect(page.Locator("#draw-own")).ToHaveAttributeAsync("href", "make/draw");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_one_trains_at_the_end_of_a_lesson_stays_on_the_shelf()
    {
        IPage page = await studio.Visit("/learn/judging");
        await page.Locator("#train-own").ClickAsync();
        await Assertions.Expect(page.Locator(".learn-own progress")).ToBeVisibleAsync();
        await page.Locator(".learn-own").GetByRole(AriaRole.Link, new() { Name = "Watch it" }).ClickAsync();
        await page.Locator("#steps-done").WaitForAsync();
        await page.Locator("#stop").ClickAsync();
        await Assertions.Expect(page.Locator("#stop")).ToHaveCountAsync(0, new() { Timeout = 60_000 });

        await page.Open("/learn/judging");
        string name = (await page.Locator("#kept-as a").First.GetAttributeAsync("href"))!;
        Assert.True(Directory.Exists(Path.Combine(studio.RunsFolder, Uri.UnescapeDataString(name["runs/".Length..]))));
        await page.Context.CloseAsync();
        Directory.Delete(Path.Combine(studio.RunsFolder, Uri.UnescapeDataString(name["runs/".Length..])), recursive: true);
    }
}
