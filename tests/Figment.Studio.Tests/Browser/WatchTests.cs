using System.Net;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>A run in one look: how it stands, the one thing to do, and the film of its samples.</summary>
public sealed class WatchTests(StudioFixture studio)
{
    [Fact]
    public async Task One_look_without_scrolling_says_how_a_run_stands_and_what_to_do_and_how_to_show_it()
    {
        IPage page = await studio.Visit("/runs/first%20gan", width: 1440);
        ILocator card = page.Locator(".standing");

        foreach (
            string part in (string[])
                [".film img", ".standing .headline", ".standing .reason", "#next", ".standing-share a", ".film-play"]
        )
            await Assertions.Expect(page.Locator(part)).ToBeInViewportAsync(new() { Ratio = part == ".film img" ? 0.9f : 1 });
        await Assertions.Expect(card).ToContainTextAsync("its losses do not fall, and do not need to");
        await page.Locator(".standing-share a").ClickAsync();
        await Assertions.Expect(page.Locator("#share")).ToBeInViewportAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_film_plays_by_the_keyboard_and_stops_at_its_end()
    {
        IPage page = await studio.Visit("/runs/first%20gan");
        ILocator play = page.Locator(".film-play"),
            step = page.Locator(".film-step"),
            slider = page.Locator(".film input");
        // Until the browser has it
        await TrainingTests.Eventually(async () => await slider.GetAttributeAsync("aria-valuetext") == "step 60");

        await slider.FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(step).ToHaveTextAsync("step 40");
        await Assertions
            .Expect(page.Locator(".film img"))
            .ToHaveAttributeAsync("src", "runs/first%20gan/files/samples/step-000040.png");
        await play.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".film[data-playing]")).ToHaveCountAsync(1);
        await Assertions.Expect(step).ToHaveTextAsync("step 60");
        await Assertions.Expect(page.Locator(".film[data-playing]")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_curve_opens_into_its_chart_and_only_then_is_it_drawn()
    {
        IPage page = await studio.Visit("/runs/first%20gan");
        await Assertions.Expect(page.Locator(".chart")).ToHaveCountAsync(0);

        await page.Locator(".spark summary").First.ClickAsync();

        await Assertions.Expect(page.Locator(".chart")).ToHaveCountAsync(1);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_form_comes_filled_in_with_what_a_link_asks_for()
    {
        IPage page = await studio.Visit("/train?kind=images&preset=flow&data=fashion-mnist&rate=0.0005");
        if (await page.GetByRole(AriaRole.Button, new() { Name = "Train another" }).IsVisibleAsync())
            Assert.Fail("The form is not shown.");

        await Assertions.Expect(page.Locator("#preset")).ToHaveValueAsync("flow");
        await Assertions.Expect(page.Locator("#data")).ToHaveValueAsync("fashion-mnist");
        await Assertions.Expect(page.Locator("#learningRate")).ToHaveValueAsync("0.0005");
        await Assertions.Expect(page.Locator("#learningRate")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_rival_stands_beside_runs_of_the_same_data_only()
    {
        IPage page = await studio.Visit("/runs/first%20gan");
        await Assertions.Expect(page.Locator(".rival figcaption").Last).ToHaveTextAsync("classic, step 500");
        await page.Open("/runs/tones");
        await Assertions.Expect(page.Locator(".standing .headline")).ToContainTextAsync("see for yourself");
        await Assertions.Expect(page.Locator(".rival")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_the_judge_takes_for_real_is_a_picture_and_of_what_nothing_judges_there_is_none()
    {
        using HttpClient visitor = new() { BaseAddress = new Uri(studio.Server.Url) };
        visitor.DefaultRequestHeaders.Add("Cookie", StudioFixture.Key(studio.Server));

        byte[] most = await visitor.GetByteArrayAsync(
            "/runs/first%20gan/convincing.png?which=most",
            TestContext.Current.CancellationToken
        );
        byte[] least = await visitor.GetByteArrayAsync(
            "/runs/first%20gan/convincing.png?which=least",
            TestContext.Current.CancellationToken
        );

        Assert.Equal(most[..24], least[..24]); // of the same size, as the head of a PNG says
        Assert.NotEqual(most, least);
        Assert.Equal(HttpStatusCode.Conflict, await Status("/runs/tones/convincing.png"));
        Assert.Equal(HttpStatusCode.BadRequest, await Status("/runs/first%20gan/convincing.png?which=all"));
        Assert.Equal(HttpStatusCode.BadRequest, await Status("/runs/first%20gan/convincing.png?label=-1"));
        Assert.Equal(HttpStatusCode.NotFound, await Status("/runs/nowhere/convincing.png"));

        async Task<HttpStatusCode> Status(string path) =>
            (await visitor.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode;
    }
}
