using Figment.Models.Images;
using Figment.Onnx;
using Figment.Runs;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>Languages, the lesson, exploring, the shelf of runs: what a visitor does beside training.</summary>
public sealed class UseTests(StudioFixture studio)
{
    [Theory]
    [InlineData("en-GB", "Next")]
    [InlineData("zh-CN", "下一步")]
    public async Task The_whole_lesson_can_be_clicked_through(string locale, string next)
    {
        IPage page = await studio.Visit("/learn/digits", locale);
        List<string> titles = [];
        for (int step = 1; step <= 6; step++)
        {
            titles.Add(await page.Locator("h1").InnerTextAsync());
            await Assertions.Expect(page.Locator(".live")).ToBeVisibleAsync();

            // A technical word explains itself where it stands.
            ILocator term = page.Locator(".lesson .term").First;
            await term.ClickAsync();
            await Assertions.Expect(page.Locator(".meaning:popover-open")).ToBeVisibleAsync();
            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(page.Locator(".meaning:popover-open")).ToHaveCountAsync(0);
            if (step < 6)
                await page.GetByRole(AriaRole.Link, new() { Name = next, Exact = true })
                    .Or(page.GetByRole(AriaRole.Button, new() { Name = next, Exact = true }))
                    .ClickAsync();
            if (step < 6)
                await Assertions.Expect(page.Locator("h1")).Not.ToHaveTextAsync(titles[^1]);
        }

        Assert.Equal(6, titles.Distinct().Count());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_parameter_count_follows_the_layers()
    {
        IPage page = await studio.Visit("/learn/generator");
        await Assertions.Expect(page.Locator(".network figcaption")).ToContainTextAsync("1,493,520");

        await page.Locator("#width-2").FillAsync("9");
        await page.Locator("#width-2").DispatchEventAsync("change");

        await Assertions.Expect(page.Locator(".network figcaption")).ToContainTextAsync("827,408");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Recorded_runs_show_the_collapse_and_the_recipe_without_it()
    {
        IPage page = await studio.Visit("/learn/training");
        ILocator classic = page.Locator("section", new() { HasText = "Recorded: classic" }).Last;
        await Assertions.Expect(classic).ToContainTextAsync("Step 10,000");
        string last = (await classic.Locator("img").GetAttributeAsync("src"))!;

        await classic.Locator("input").FillAsync("0");

        await Assertions.Expect(classic.Locator("img")).Not.ToHaveAttributeAsync("src", last);
        await TrainingTests.Eventually(() =>
            classic.Locator("img").EvaluateAsync<bool>("image => image.complete && image.naturalWidth > 100")
        );
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Real_digits_are_browsed_by_class()
    {
        IPage page = await studio.Visit("/learn/data");
        await page.Locator("#data-class").SelectOptionAsync("7");
        await Assertions.Expect(page.Locator(".live img")).ToHaveAttributeAsync("src", "data/images.png?page=0&label=7");
        await page.Locator("#more").ClickAsync();
        await Assertions.Expect(page.Locator(".live img")).ToHaveAttributeAsync("src", "data/images.png?page=1&label=7");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_language_changes_at_once_and_is_remembered_and_so_is_the_theme()
    {
        IPage page = await studio.Visit("/runs");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Runs");

        await page.Locator("#language").SelectOptionAsync("zh");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("训练记录");
        await page.Locator("#theme").SelectOptionAsync("dark");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");

        await page.ReloadAsync();
        await page.Live();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("训练记录");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh-Hans");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_keyboard_is_enough()
    {
        IPage page = await studio.Visit("/learn/generator");
        await TabTo(page, ".skip");
        await TabTo(page, ".lesson .term");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".meaning:popover-open")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".meaning:popover-open")).ToHaveCountAsync(0);
        await TabTo(page, "#width-0");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator(".network figcaption")).Not.ToContainTextAsync("1,493,520");
        await TabTo(page, "#next");
        await page.Keyboard.PressAsync("Enter");
        // A screen reader announces where it has arrived
        await TrainingTests.Eventually(() => page.EvaluateAsync<bool>("document.activeElement.tagName === 'H1'"));
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/learn/discriminator$"));

        await page.Open("/explore/map");
        await TabTo(page, "#x");
        string before = (await page.Locator("#point").GetAttributeAsync("src"))!;
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator("#point")).Not.ToHaveAttributeAsync("src", before);

        await page.Open("/runs");
        ILocator row = page.Locator(".runs > li", new() { HasText = StudioFixture.MapRun });
        await TabTo(page, "the button that deletes", row.GetByRole(AriaRole.Button, new() { Name = "Delete" }));
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("dialog")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("dialog")).ToBeHiddenAsync();
        await Assertions.Expect(row).ToHaveCountAsync(1);
        await page.Context.CloseAsync();
    }

    /// <summary>Goes on with Tab until something has the focus.</summary>
    private static async Task TabTo(IPage page, string selector, ILocator? wanted = null)
    {
        for (int k = 0; k < 150; k++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (
                await (wanted ?? page.Locator(selector).First).EvaluateAsync<bool>(
                    "element => element === document.activeElement"
                )
            )
                return;
        }

        Assert.Fail($"Tab does not lead to {selector}.");
    }

    [Fact]
    public async Task Images_are_made_by_seed_and_class_and_downloaded()
    {
        IPage page = await studio.Visit("/explore/first%20gan");
        ILocator images = page.Locator("#images");
        await page.Locator("#count").SelectOptionAsync("16");
        await page.Locator("#class").SelectOptionAsync("3");
        await page.Locator("#other").ClickAsync();
        await Assertions.Expect(images).ToHaveAttributeAsync("src", "runs/first%20gan/images.png?seed=1&count=16&label=3");
        await TrainingTests.Eventually(() => images.EvaluateAsync<bool>("image => image.complete && image.naturalWidth > 100"));

        IDownload png = await page.RunAndWaitForDownloadAsync(() => page.Locator("#download-png").ClickAsync());
        Assert.Equal("first gan-seed1.png", png.SuggestedFilename);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await File.ReadAllBytesAsync(await png.PathAsync()))[..4]);

        IDownload numbers = await page.RunAndWaitForDownloadAsync(() => page.Locator("#download-npy").ClickAsync());
        Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M'], (await File.ReadAllBytesAsync(await numbers.PathAsync()))[..4]);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("en-GB", "the largest difference between values in [0, 1] is")]
    [InlineData("zh-CN", "最大相差 ")]
    public async Task The_model_is_downloaded_as_onnx_and_compared_on_the_spot(string locale, string said)
    {
        IPage page = await studio.Visit("/explore/first%20gan", locale);

        IDownload onnx = await page.RunAndWaitForDownloadAsync(() => page.Locator("#download-onnx").ClickAsync());
        await page.Locator("#compare-onnx").ClickAsync();
        await Assertions.Expect(page.Locator("#compared")).ToContainTextAsync(said, new() { Timeout = 30_000 });

        Assert.Equal("first gan-generator.onnx", onnx.SuggestedFilename);
        RunFolder run = RunFolder.Open(Path.Combine(studio.RunsFolder, StudioFixture.GanRun));
        using ImageModel model = run.LoadModel<ImageModel>(TorchSharp.torch.CPU);
        Assert.InRange(ExportCheck.LargestDifference(model, await onnx.PathAsync(), 7), 0, 1e-5);
        Assert.Matches("[0-9]e-[6-9]", await page.Locator("#compared").InnerTextAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_latent_map_is_dragged_across()
    {
        IPage page = await studio.Visit("/explore/map");
        ILocator plane = page.Locator(".plane"),
            point = page.Locator("#point");
        await plane.ScrollIntoViewIfNeededAsync();
        await TrainingTests.Eventually(() =>
            page.Locator(".plane img").EvaluateAsync<bool>("image => image.complete && image.naturalWidth > 100")
        );
        string before = (await point.GetAttributeAsync("src"))!;
        LocatorBoundingBoxResult box = (await plane.BoundingBoxAsync())!;

        await page.Mouse.MoveAsync(box.X + (box.Width * 0.2f), box.Y + (box.Height * 0.3f));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.8f), box.Y + (box.Height * 0.1f), new() { Steps = 5 });
        await page.Mouse.UpAsync();

        // Eight tenths to the right and nine up: the quantiles of a normal distribution there are 0.84 and 1.28.
        await TrainingTests.Eventually(async () =>
            (await point.GetAttributeAsync("src"))!.Contains("x=0.84", StringComparison.Ordinal)
            && (await point.GetAttributeAsync("src"))!.Contains("y=1.28", StringComparison.Ordinal)
        );
        Assert.NotEqual(before, await point.GetAttributeAsync("src"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_run_is_renamed_compared_and_after_a_question_deleted()
    {
        string copy = Path.Combine(studio.RunsFolder, "copied");
        Copy(Path.Combine(studio.RunsFolder, StudioFixture.GanRun), copy);
        IPage page = await studio.Visit("/runs");
        ILocator row = page.Locator(".runs > li", new() { HasText = "copied" });
        await row.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await page.Locator("#new-name").FillAsync("../elsewhere");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator("p.problem")).ToContainTextAsync("cannot be the name of a folder");
        await page.Locator("#language").SelectOptionAsync("zh");
        await page.Locator("#new-name").FillAsync("map");
        await page.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Assertions.Expect(page.Locator("p.problem")).ToHaveTextAsync("名称“map”已被使用，请换一个名称。");
        await page.Locator("#language").SelectOptionAsync("en");
        await page.Locator("#new-name").FillAsync("数字 2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator(".runs strong", new() { HasText = "数字 2" })).ToBeVisibleAsync();
        Assert.True(Directory.Exists(Path.Combine(studio.RunsFolder, "数字 2")));

        await page.GetByLabel("Mark 数字 2").CheckAsync();
        await page.GetByLabel("Mark map").CheckAsync();
        await page.Locator("#compare").ClickAsync();
        await Assertions.Expect(page.Locator("#differences")).ToContainTextAsync("preset");
        await page.GoBackAsync();

        row = page.Locator(".runs > li", new() { HasText = "数字 2" });
        await row.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        Assert.True(Directory.Exists(Path.Combine(studio.RunsFolder, "数字 2")));
        await row.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.Locator("#delete-yes").ClickAsync();
        await Assertions.Expect(row).ToHaveCountAsync(0);
        Assert.False(Directory.Exists(Path.Combine(studio.RunsFolder, "数字 2")));
        await page.Context.CloseAsync();
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
