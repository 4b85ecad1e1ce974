using System.IO.Compression;
using Figment.Imaging;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Studio.Tests.Making;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>Each way in, from nothing to a training.</summary>
public sealed class MakeTests(StudioFixture studio) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("figment-ways-").FullName;

    private string Made => Path.Combine(Path.GetDirectoryName(studio.RunsFolder)!, "made");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Symbols_are_drawn_by_mouse_and_keys_deleted_and_trained_with()
    {
        IPage page = await studio.Visit("/make/draw");
        ILocator pictures = page.Locator(".thumbnails img"),
            board = page.Locator("#board");
        await page.Locator("#set").FillAsync("shapes");
        await page.Locator("#set").PressAsync("Tab");
        await page.Locator("#keep").ClickAsync();
        await Assertions.Expect(page.Locator(".problem")).ToHaveTextAsync("There is no drawing yet.");
        await page.Locator("#symbol").FillAsync("../cross");
        await Draw(page, 0);
        await board.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".problem")).ToContainTextAsync("“Undo” brings your drawing back.");
        await page.Locator("#symbol").FillAsync("cross");
        await page.Locator("[data-tool=undo]").ClickAsync();
        await board.PressAsync("Enter");
        await Assertions.Expect(pictures).ToHaveCountAsync(1);
        for (int k = 1; k < 4; k++)
        {
            await Draw(page, k);
            await board.PressAsync("Enter");
            await Assertions.Expect(pictures).ToHaveCountAsync(k + 1);
        }

        await page.Locator("#another").ClickAsync();
        await Assertions.Expect(page.Locator("#symbol")).ToHaveValueAsync("symbol 2");
        foreach (string key in (string[])["ArrowLeft", " ", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown", " ", "Enter"])
            await board.PressAsync(key);
        await Assertions.Expect(pictures).ToHaveCountAsync(5);
        await TrainingTests.Eventually(() =>
            pictures.Last.EvaluateAsync<bool>("image => image.complete && image.naturalWidth === 28")
        );
        Assert.Empty(await page.SeriousProblems());
        await page.Picture("make-draw-some-en-light");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete cross 2" }).ClickAsync();
        await Assertions.Expect(pictures).ToHaveCountAsync(4);
        await Draw(page, 4);
        await board.PressAsync("Enter");
        await Assertions.Expect(pictures).ToHaveCountAsync(5);

        await page.Locator("#minutes").FillAsync("0");
        await page.Locator("#train-now").ClickAsync();
        await Assertions.Expect(page.Locator("#minutes-help .problem")).ToBeVisibleAsync();
        await page.Locator("#minutes").FillAsync("10");
        await page.Locator("#train-now").ClickAsync();
        await Assertions.Expect(page.Locator(".job .samples img")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.Locator("#stop").ClickAsync();
        await Assertions
            .Expect(page.GetByRole(AriaRole.Button, new() { Name = "Train another" }))
            .ToBeVisibleAsync(new() { Timeout = 30_000 });
        RunFolder run = RunFolder.Open(RunFolder.Latest(studio.RunsFolder)!);
        Assert.Equal(
            ("conv-vae", "shapes", new ImageShape(1, 28, 28)),
            (run.Options.Preset, run.Options.Data.Name, run.ImageData().Shape)
        );

        // What was drawn is listed in the form, and disappears when it is deleted.
        await page.Open("/train?kind=images&preset=conv-vae&data=drawn%2Fshapes");
        await Assertions.Expect(page.Locator("#data")).ToHaveValueAsync("made:drawn/shapes");
        await Assertions.Expect(page.Locator("#preset")).ToHaveValueAsync("conv-vae");
        await page.Open("/make");
        await page.Picture("make-some-en-light");
        for (int k = 0; k < 2; k++)
            await page.GetByRole(AriaRole.Button, new() { Name = "Delete “shapes”" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("shapes");
        Assert.False(Directory.Exists(Path.Combine(Made, "drawn", "shapes")));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Files_are_sent_looked_at_and_kept_and_what_teaches_nothing_is_not()
    {
        string zip = Path.Combine(folder, "pets.zip"),
            junk = Path.Combine(folder, "junk.bin");
        await using (
            ZipArchive archive = await ZipFile.OpenAsync(zip, ZipArchiveMode.Create, TestContext.Current.CancellationToken)
        )
        {
            foreach (string name in (string[])["cats/1.png", "cats/2.png", "dogs/1.png", "dogs/2.png"])
            {
                byte[] png = new ImageBatch(new ImageShape(1, 28, 28), MadeShelfTests.Drawing(name.Length + name[5]))
                    .ToPicture()
                    .ToPng();
                using Stream entry = archive.CreateEntry(name).Open();
                await entry.WriteAsync(png, TestContext.Current.CancellationToken);
            }
        }

        await File.WriteAllBytesAsync(junk, [1, 2, 3, 0, 255], TestContext.Current.CancellationToken);
        IPage page = await studio.Visit("/make/files");
        await page.Locator("#choose-files").SetInputFilesAsync(junk);
        await Assertions
            .Expect(page.Locator("#files-problem"))
            .ToContainTextAsync("There is nothing here to learn from, so nothing was kept.");
        Assert.False(
            Directory.Exists(Path.Combine(Made, "files"))
                && Directory.EnumerateFileSystemEntries(Path.Combine(Made, "files")).Any()
        );

        await page.Locator("#choose-files").SetInputFilesAsync(zip);
        await Assertions
            .Expect(page.Locator("#looked"))
            .ToContainTextAsync(
                "Training would learn from 4 images of 28 × 28 in grey, in 2 classes.",
                new() { Timeout = 30_000 }
            );
        await Assertions.Expect(page.Locator("#kept h2").First).ToHaveTextAsync("Kept as “pets”");
        await Assertions.Expect(page.Locator("#train-now")).ToBeEnabledAsync();
        Assert.True(File.Exists(Path.Combine(Made, "files", "pets", "pets.zip")));
        Assert.Empty(await page.SeriousProblems());
        await page.Picture("make-files-some-en-light");
        await page.Locator("#delete-files").ClickAsync();
        await Assertions.Expect(page.Locator("#kept")).ToHaveCountAsync(0);
        Assert.False(Directory.Exists(Path.Combine(Made, "files", "pets")));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_text_is_measured_kept_and_looked_at()
    {
        IPage page = await studio.Visit("/make/text");
        await page.Locator("#pasted").FillAsync("too short");
        await Assertions.Expect(page.Locator("#text-verdict")).ToContainTextAsync("9 characters, 9 B. That is too little");
        await page.Locator("#pasted")
            .FillAsync(
                string.Concat(Enumerable.Range(1, 700).Select(k => $"Line {k} of a tale that goes on and on. 春眠不觉晓\n"))
            ); // more than one message holds
        await Assertions.Expect(page.Locator("#text-verdict")).ToContainTextAsync("Good: the model will learn words");
        await page.Locator("#keep-text").ClickAsync();
        await Assertions.Expect(page.Locator("#kept h2").First).ToHaveTextAsync("Kept as “my-text”", new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("#kept .why")).ToContainTextAsync("A small language model learns from");
        await page.Picture("make-text-some-en-light");
        await page.Open("/make");
        for (int k = 0; k < 2; k++)
            await page.GetByRole(AriaRole.Button, new() { Name = "Delete “my-text”" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("my-text");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Stills_are_taken_while_the_button_is_held()
    {
        IPage page = await studio.Visit("/make/camera");
        await page.Context.GrantPermissionsAsync(["camera"]);
        await page.Locator("#open-camera").ClickAsync();
        ILocator take = page.Locator("#take"),
            pictures = page.Locator(".thumbnails img");
        await Assertions.Expect(take).ToBeVisibleAsync();
        await take.HoverAsync();
        await page.Mouse.DownAsync();
        await Assertions.Expect(pictures.Nth(2)).ToBeVisibleAsync();
        await page.Mouse.UpAsync();
        await TrainingTests.Eventually(() =>
            pictures.First.EvaluateAsync<bool>("image => image.complete && image.naturalWidth === 64")
        );
        Assert.Empty(await page.SeriousProblems());
        await page.Picture("make-camera-some-en-light");
        int before = await pictures.CountAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete object 1 1", Exact = true }).ClickAsync();
        await Assertions.Expect(pictures).ToHaveCountAsync(before - 1);
        await page.Locator("#close-camera").ClickAsync();
        await Assertions.Expect(page.Locator("#open-camera")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
        Directory.Delete(Path.Combine(Made, "camera"), recursive: true);
    }

    private static async Task Draw(IPage page, int kind)
    {
        LocatorBoundingBoxResult box = (await page.Locator("#board").BoundingBoxAsync())!;
        foreach (
            (float fromX, float fromY, float toX, float toY) in ((float, float, float, float)[])
                [(0.2f, 0.2f, 0.8f, 0.7f + (0.02f * kind)), (0.8f, 0.2f, 0.2f + (0.02f * kind), 0.8f)]
        )
        {
            await page.Mouse.MoveAsync(box.X + (fromX * box.Width), box.Y + (fromY * box.Height));
            await page.Mouse.DownAsync();
            await page.Mouse.MoveAsync(box.X + (toX * box.Width), box.Y + (toY * box.Height), new() { Steps = 4 });
            await page.Mouse.UpAsync();
        }
    }
}
