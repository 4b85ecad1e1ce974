using Figment.Data.Images;
using Figment.Imaging;
using Figment.Runs;
using Figment.Runs.Images;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>A folder of one's own: looked over, brought to a size, trained with.</summary>
public sealed class OwnDataTests(StudioFixture studio) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("figment-own-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(
        "en-GB",
        "Train another",
        "Training would learn from 5 images of 12 × 12 in grey, in 2 classes.",
        "Identical pixels: cats/2.png = cats/3.png.",
        "They are cropped to 12×12 around the centre"
    )]
    [InlineData(
        "zh-CN",
        "再训练一个",
        "训练将使用 5 张灰度图片，尺寸 12 × 12，共 2 个类别。",
        "像素完全相同：cats/2.png = cats/3.png。",
        "已从中间裁剪为 12×12"
    )]
    public async Task A_folder_is_looked_over_in_words_before_it_is_trained_with(
        string locale,
        string another,
        string learn,
        string same,
        string note
    )
    {
        WritePets();
        File.WriteAllText(Path.Combine(folder, "cats", "0.png"), "no picture");
        IPage page = await Form(locale, another);

        await page.Locator("#look").ClickAsync();
        ILocator looked = page.Locator("#looked");
        await Assertions.Expect(looked.Locator(".problem")).ToContainTextAsync("cats/0.png");
        Assert.Equal(0, await looked.Locator("img").CountAsync());

        await page.Locator("#skip-broken").CheckAsync();
        await Assertions.Expect(looked).ToHaveCountAsync(0); // what was said holds no longer
        await page.Locator("#look").ClickAsync();
        await Assertions.Expect(looked).ToContainTextAsync(learn);
        await Assertions.Expect(looked).ToContainTextAsync(same);
        await Assertions.Expect(looked).ToContainTextAsync(note);
        await TrainingTests.Eventually(() =>
            looked.Locator("img").EvaluateAsync<bool>("image => image.complete && image.naturalWidth > 40")
        );
        Assert.Empty(await page.SeriousProblems());
        await page.Picture($"own-data-{locale[..2]}-light");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Its_size_and_fit_are_those_of_the_run()
    {
        WritePets();
        IPage page = await Form("en-GB", "Train another");
        await page.Locator("#size").FillAsync("4");
        await Assertions.Expect(page.Locator("#size-help .problem")).ToContainTextAsync("between 8 and 512");
        await page.Locator("#size").FillAsync("16 wide");
        await Assertions.Expect(page.Locator("#size-help .problem")).ToContainTextAsync("width x height");
        await page.Locator("#size").FillAsync("24x16");
        await page.Locator("#fit").SelectOptionAsync("Pad");
        await page.Locator("#preset").SelectOptionAsync("classic");
        await page.TrainFor(3);
        await page.Locator("#batch").FillAsync("2");

        await page.Locator("#start").ClickAsync();

        await Assertions
            .Expect(page.GetByRole(AriaRole.Button, new() { Name = "Train another" }))
            .ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator(".job")).ToContainTextAsync("fitted into 24×16 with white margins");
        RunFolder run = RunFolder.Open(RunFolder.Latest(studio.RunsFolder)!);
        Assert.Equal(
            (new PictureOptions { Size = new PictureSize(24, 16), Fit = PictureFit.Pad }, new ImageShape(1, 16, 24)),
            (run.ImageData().Pictures, run.ImageData().Shape)
        );

        await page.Locator("#language").SelectOptionAsync("zh");
        await Assertions.Expect(page.Locator(".job")).ToContainTextAsync("缩放到 24×16 以内，四周补白");

        // Without its pictures, it is judged without them.
        Directory.Move(folder, folder + "-moved");
        await page.Open("/learn/judging");
        await Assertions.Expect(page.Locator(".live")).ToContainTextAsync("已经不在原处");
        Directory.Move(folder + "-moved", folder);
        await page.Context.CloseAsync();
    }

    private async Task<IPage> Form(string locale, string another)
    {
        IPage page = await studio.Visit("/train", locale);
        await page.ChooseAnother(another);
        await page.Locator("#data").SelectOptionAsync("");
        await page.Locator("#path").FillAsync(folder);
        await page.Locator("#size").FillAsync("12");
        return page;
    }

    private void WritePets()
    {
        foreach (
            (string name, int width, byte value) in ((string, int, byte)[])
                [("cats/1", 20, 50), ("cats/2", 14, 90), ("cats/3", 14, 90), ("dogs/1", 12, 200), ("dogs/2", 16, 130)]
        )
        {
            string path = Path.Combine(folder, $"{name}.png");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            byte[] pixels = [.. Enumerable.Range(0, width * 14).Select(k => (byte)(value + (k % width > width / 2 ? 40 : 0)))];
            new ImageBatch(new ImageShape(1, 14, width), pixels).ToGrid(1, 1).Save(path);
        }
    }
}
