using System.Globalization;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>A training begun, watched, paused and stopped by clicks.</summary>
public sealed class TrainingTests(StudioFixture studio)
{
    [Fact]
    public async Task A_training_is_watched_by_two_tabs_survives_reloads_pauses_continues_and_is_saved()
    {
        IPage page = await studio.Visit("/train");
        await Start(page, steps: 100_000);
        await Training(page);

        // The pictures, the curves and the count move.
        ILocator picture = page.Locator(".samples img");
        string first = (await picture.GetAttributeAsync("src"))!;
        await Assertions.Expect(page.Locator(".spark").First).ToBeVisibleAsync();
        string curve = (await page.Locator(".spark polyline").First.GetAttributeAsync("points"))!;
        long early = await Steps(page);
        await Eventually(async () => await Steps(page) > early);
        await Eventually(async () => await page.Locator(".spark polyline").First.GetAttributeAsync("points") != curve);

        // A hidden page gets no updates, and is up to date as soon as it is visible again.
        await Look(page, isHidden: true);
        await Task.Delay(StudioFixture.Breath);
        long unseen = await Steps(page);
        await Task.Delay(3 * StudioFixture.Breath);
        Assert.Equal(unseen, await Steps(page));
        await Look(page, isHidden: false);
        await Eventually(async () => await Steps(page) > unseen);

        // Closing a tab and loading the page anew change nothing; another tab sees the same.
        IPage other = await page.Context.NewPageAsync();
        await other.Open("/train");
        await page.ReloadAsync();
        await page.Live();
        await Training(page);
        await other.Locator("#pause").ClickAsync();
        await Assertions.Expect(page.Locator("#continue")).ToBeVisibleAsync();
        long paused = await Settled(page);
        Assert.Equal(paused, await Steps(other));

        await page.Locator("#continue").ClickAsync();
        await Eventually(async () => await Steps(page) > paused);
        await other.CloseAsync();
        long closed = await Steps(page);
        await Eventually(async () => await Steps(page) > closed);

        await page.Locator("#stop").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Train another" })).ToBeVisibleAsync();
        await Assertions.Expect(picture).Not.ToHaveAttributeAsync("src", first);
        long stopped = await Steps(page);

        // It resumes from its own page, with its curves and pictures, and with another length than first planned.
        await page.Locator("a", new() { HasText = "Open the run" }).ClickAsync();
        ILocator length = page.Locator("#resume-length"),
            goOn = page.Locator("summary", new() { HasText = "Continue this run" });
        await Eventually(async () =>
        {
            // If it was opened before the page came to life, that closes it again.
            if (!await length.IsVisibleAsync())
                await goOn.ClickAsync();
            await Task.Delay(300);
            return await length.IsVisibleAsync();
        });
        await length.FillAsync("1");
        await page.Locator("#resume").ClickAsync();
        await Assertions.Expect(page.Locator("#resume-length-help .problem")).ToContainTextAsync("Enter a value between");
        await page.Locator("#resume-length").FillAsync($"{stopped + 50}");
        await page.Locator("#resume").ClickAsync();
        await Eventually(async () => await Steps(page) == stopped + 50);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Train another" })).ToBeVisibleAsync();
        Assert.Contains(
            "step-000000",
            (
                await page.Locator(".samples input[type=range], input[type=range]")
                    .First.EvaluateAsync<string>(
                        "async slider => { slider.value = 0; slider.dispatchEvent(new Event('input', { bubbles: true })); "
                            + "await new Promise(r => setTimeout(r, 500)); return document.querySelector('.samples img').src; }"
                    )
            )!
        );
        await page.Locator("a", new() { HasText = "Make images with it" }).ClickAsync();
        await Assertions.Expect(page.Locator("#images")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_slider_goes_back_through_the_pictures()
    {
        IPage page = await studio.Visit("/runs/first%20gan");
        ILocator picture = page.Locator(".samples img");
        Assert.Contains("step-000060", await picture.GetAttributeAsync("src"));

        await page.Locator("input[type=range]").FillAsync("0");

        await Assertions.Expect(picture).ToHaveAttributeAsync("src", "runs/first%20gan/files/samples/step-000000.png");
        await page.GetByRole(AriaRole.Button, new() { Name = "Latest" }).ClickAsync();
        await Assertions.Expect(picture).ToHaveAttributeAsync("src", "runs/first%20gan/files/samples/step-000060.png");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Bad_values_are_named_beside_their_fields_and_nothing_begins()
    {
        IPage page = await studio.Visit("/train");
        await page.ChooseAnother();
        await page.Locator("details summary").ClickAsync();
        await page.Locator("#batch").FillAsync("1");
        await page.Locator("#length").FillAsync("long");
        await page.Locator("#latentSize").FillAsync("5000");

        await page.Locator("#start").ClickAsync();

        await Assertions
            .Expect(page.Locator("#batch-help .problem"))
            .ToHaveTextAsync(" Enter a value between 2 and 65536. ", new() { UseInnerText = false });
        await Assertions.Expect(page.Locator("#length-help .problem")).ToContainTextAsync("Enter a number");
        await Assertions.Expect(page.Locator("#latentSize-help .problem")).ToContainTextAsync("between 1 and 4096");
        Assert.Equal("true", await page.Locator("#batch").GetAttributeAsync("aria-invalid"));
        Assert.Equal(0, await page.Locator("#pause").CountAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Values_that_do_not_fit_together_are_said_in_the_language_of_the_page()
    {
        IPage page = await studio.Visit("/train", "zh-CN");
        await page.ChooseAnother("再训练一个");
        await page.Locator("#preset").SelectOptionAsync("wgan-gp");
        await page.Locator("details summary").ClickAsync();
        await page.Locator("#gradientPenalty").FillAsync("0");

        await page.Locator("#start").ClickAsync();

        await Assertions.Expect(page.Locator("div.problem")).ToContainTextAsync("Wasserstein");
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}{4}", await page.Locator("div.problem").InnerTextAsync());
        await page.Context.CloseAsync();
    }

    /// <summary>As if another tab covered the page, or no longer did.</summary>
    private static async Task Look(IPage page, bool isHidden) =>
        await page.EvaluateAsync(
            """
            isHidden => {
                Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
                document.dispatchEvent(new Event('visibilitychange'));
            }
            """,
            isHidden
        );

    internal static async Task Start(IPage page, int steps)
    {
        await page.ChooseAnother();
        await page.TrainFor(steps);
        await page.Locator("#preset").SelectOptionAsync("classic");
        await page.Locator("#start").ClickAsync();
    }

    internal static Task Training(IPage page) =>
        Assertions.Expect(page.Locator("#pause")).ToBeVisibleAsync(new() { Timeout = 30_000 });

    internal static async Task<long> Steps(IPage page) =>
        long.Parse(await page.Locator("#steps-done").InnerTextAsync(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    internal static async Task Eventually(Func<Task<bool>> holds)
    {
        for (int k = 0; k < 150; k++)
        {
            if (await holds())
                return;
            await Task.Delay(100);
        }

        Assert.Fail("It did not come about in 15 seconds.");
    }

    /// <summary>The count of steps once it stands still.</summary>
    private static async Task<long> Settled(IPage page)
    {
        long before = -1;
        await Eventually(async () =>
        {
            long now = await Steps(page);
            await Task.Delay(2 * StudioFixture.Breath);
            bool isSettled = now == before;
            before = now;
            return isSettled;
        });
        return before;
    }
}
