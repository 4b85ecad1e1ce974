using Figment.Runs;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>Texts of one's own: looked over, trained with, and what the model writes as it learns.</summary>
public sealed class TextTrainingTests(StudioFixture studio) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("figment-texts-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(
        "en-GB",
        "Train another",
        "Training would learn from 46 texts of",
        "2 texts are duplicates",
        "That is little text",
        "Blocks of text per step"
    )]
    [InlineData("zh-CN", "再训练一个", "训练将使用 46 篇文本，", "有 2 篇文本是重复的", "文本太少了", "每步文本段数")]
    public async Task Texts_are_looked_over_in_words_and_as_tokens(
        string locale,
        string another,
        string learn,
        string repeated,
        string little,
        string batch
    )
    {
        WritePoems();
        IPage page = await Form(locale, another);
        await Assertions.Expect(page.Locator("label[for=batch]")).ToHaveTextAsync(batch);
        await Assertions.Expect(page.Locator("#flip")).ToHaveCountAsync(0); // asked of images only

        await page.Locator("#path").FillAsync("");
        await page.Locator("#start").ClickAsync();
        await Assertions.Expect(page.Locator("#path-help .problem")).ToBeVisibleAsync();
        await page.Locator("#path").FillAsync(folder);
        await page.Locator("#look").ClickAsync();

        ILocator looked = page.Locator("#looked");
        await Assertions.Expect(looked).ToContainTextAsync(learn, new() { Timeout = 60_000 });
        await Assertions.Expect(looked).ToContainTextAsync(repeated);
        await Assertions.Expect(looked).ToContainTextAsync(little);
        await Assertions.Expect(looked.Locator(".token").Nth(2)).ToHaveTextAsync("A5春");
        Assert.Empty(await page.SeriousProblems());
        await page.Picture($"own-texts-{locale[..2]}-light");

        await page.Locator("#path").FillAsync(Path.Combine(folder, "nowhere"));
        await Assertions.Expect(looked).ToHaveCountAsync(0); // what was said holds no longer
        await page.Locator("#look").ClickAsync();
        await Assertions.Expect(looked.Locator(".problem")).ToContainTextAsync("nowhere");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_training_shows_what_the_model_writes_and_leads_to_writing_with_it()
    {
        WritePoems();
        IPage page = await Form("en-GB", "Train another");
        await page.TrainFor(20);
        await page.Locator("summary", new() { HasText = "Options of the preset" }).ClickAsync();
        await page.Locator("#layers").FillAsync("1");
        await page.Locator("#width").FillAsync("16");

        await page.Locator("#start").ClickAsync();

        await Assertions
            .Expect(page.GetByRole(AriaRole.Button, new() { Name = "Train another" }))
            .ToBeVisibleAsync(new() { Timeout = 90_000 });
        await Assertions.Expect(page.Locator("h2", new() { HasText = "What it writes now" })).ToBeVisibleAsync();
        ILocator texts = page.Locator(".samples .written pre");
        await Assertions.Expect(texts).ToHaveCountAsync(16);
        string last = await texts.First.InnerTextAsync();
        await page.Locator(".job input[type=range]").FillAsync("0");
        await Assertions.Expect(texts.First).Not.ToHaveTextAsync(last);
        await Assertions.Expect(page.Locator(".figures")).ToContainTextAsync("Blocks of text seen");
        await Assertions.Expect(page.Locator(".charts, .chart").First).ToBeVisibleAsync();
        Assert.Empty(await page.SeriousProblems());
        await page.Picture("trained-text-en-light");
        RunFolder run = RunFolder.Open(RunFolder.Latest(studio.RunsFolder)!);
        Assert.Equal(("gpt", 6), (run.Options.Preset, run.Options.Training.BatchSize));

        await page.GetByRole(AriaRole.Button, new() { Name = "Write with it" }).ClickAsync();
        await Assertions.Expect(page.Locator("#prompt")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    private async Task<IPage> Form(string locale, string another)
    {
        IPage page = await studio.Visit("/train", locale);
        await page.ChooseAnother(another);
        await page.Locator("#kind").SelectOptionAsync("texts");
        await Assertions.Expect(page.Locator("#data option[value=poems]")).ToHaveCountAsync(1); // the form asks for texts now
        await page.Locator("#data").SelectOptionAsync("");
        await page.Locator("#path").FillAsync(folder);
        return page;
    }

    private void WritePoems()
    {
        for (int i = 0; i < 50; i++)
            File.WriteAllText(Path.Combine(folder, $"{i:D2}.txt"), $"春眠不觉晓，处处闻啼鸟。\nSpring {(i < 2 ? 2 : i)}\n");
    }
}
