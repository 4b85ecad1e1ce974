using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>The lesson on language models: each step has something to do.</summary>
public sealed class TextLessonTests(StudioFixture studio)
{
    [Theory]
    [InlineData("en-GB", "Next", "From letters to a model that writes", "verse")]
    [InlineData("zh-CN", "下一步", "从文字到会写作的模型", "poems")]
    public async Task It_is_chosen_in_the_overview_and_clicked_through_with_texts_in_the_readers_language(
        string locale,
        string next,
        string title,
        string texts
    )
    {
        IPage page = await studio.Visit("/learn", locale);
        await page.GetByRole(AriaRole.Link, new() { Name = title, Exact = true }).ClickAsync();
        foreach (string id in (string[])["letters", "guess", "grow", "parrot"])
        {
            await Assertions
                .Expect(page)
                .ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/learn/({(id == "letters" ? "texts" : id)})$"));
            await Assertions.Expect(page.Locator("#texts")).ToHaveValueAsync(texts);
            await Assertions.Expect(page.Locator("main [aria-busy=true]")).ToHaveCountAsync(0, new() { Timeout = 20_000 });
            if (id != "parrot")
                await page.GetByRole(AriaRole.Button, new() { Name = next, Exact = true }).ClickAsync();
        }

        await Assertions.Expect(page.Locator("#next")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task More_pieces_make_fewer_tokens_also_of_a_sentence_of_ones_own()
    {
        IPage page = await studio.Visit("/learn/letters");
        await page.Locator("#own-text").FillAsync("the the 春");
        await Assertions.Expect(page.Locator("#counts")).ToHaveTextAsync("11 tokens, 9 characters, 11 bytes.");
        await page.Locator("#pieces").FillAsync("4");
        await Assertions
            .Expect(page.Locator("#counts"))
            .ToHaveTextAsync(
                new System.Text.RegularExpressions.Regex("^[67] tokens, 9 characters, 11 bytes.$"),
                new() { Timeout = 20_000 }
            );
        await page.Locator("#other-text").ClickAsync();
        await Assertions.Expect(page.Locator("#own-text")).Not.ToHaveValueAsync("the the 春");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_guess_is_answered_and_the_table_looks_further_back_when_asked()
    {
        IPage page = await studio.Visit("/learn/guess");
        await page.Locator(".guess").First.ClickAsync();
        await Assertions.Expect(page.Locator("#answer")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#score")).ToContainTextAsync("1 rounds");
        string counted = await page.Locator("#counted").InnerTextAsync();

        await page.Locator("#back").SelectOptionAsync("0");
        await Assertions.Expect(page.Locator("#counted")).Not.ToHaveTextAsync(counted);
        await page.Locator("#next-guess").ClickAsync();
        await Assertions.Expect(page.Locator(".guess")).ToHaveCountAsync(6);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_recorded_writing_grows_and_copies_stand_beside_their_originals()
    {
        IPage page = await studio.Visit("/learn/grow");
        string last = await page.Locator(".recorded-texts").InnerTextAsync();
        await page.Locator("#recorded-texts").FillAsync("0");
        await Assertions.Expect(page.Locator(".recorded-texts")).Not.ToHaveTextAsync(last);

        await page.Open("/learn/parrot");
        await Assertions.Expect(page.Locator(".of-few mark").First).ToBeVisibleAsync();
        Assert.True(await page.Locator(".of-few mark").CountAsync() >= 2); // in what it wrote, and in the original
        await page.Locator("#texts").SelectOptionAsync("poems");
        await Assertions
            .Expect(page.Locator(".of-few mark").First)
            .ToContainTextAsync(new System.Text.RegularExpressions.Regex("[一-龥]"));
        await page.Context.CloseAsync();
    }
}
