using System.IO.Compression;
using Figment.Imaging;
using Figment.Studio.Tests.Making;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>
/// Files dropped from outside, as the browser itself takes them: a script cannot drop a folder, the browser's own protocol can.
/// </summary>
public sealed class DropTests(StudioFixture studio) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("figment-drops-").FullName;

    private string Kept => Path.Combine(Path.GetDirectoryName(studio.RunsFolder)!, "made", "files");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_folder_is_walked_through_and_what_is_ugly_in_it_is_said()
    {
        string pets = Path.Combine(folder, "pets");
        foreach (string name in (string[])["cats/1.png", "cats/2.png", "dogs/1.png", "dogs/deep/2.png"])
            await Write(Path.Combine(pets, name), Drawing(name));
        await Write(Path.Combine(pets, "dogs", "broken # 100%.png"), [137, 80, 78, 71, 0]);
        await Write(Path.Combine(pets, ".hidden"), [1]);
        await Write(Path.Combine(pets, "cats", "Thumbs.db"), [2]);
        IPage page = await studio.Visit("/make/files");

        await Drop(page, pets);

        ILocator looked = page.Locator("#looked");
        await Assertions
            .Expect(looked)
            .ToContainTextAsync(
                "Training would learn from 4 images of 28 × 28 in grey, in 2 classes.",
                new() { Timeout = 30_000 }
            );
        await Assertions.Expect(looked).ToContainTextAsync("1 unreadable: dogs/broken-100.png (it is damaged");
        await Assertions.Expect(page.Locator("#kept")).ToContainTextAsync("Files: 5,");
        await Assertions.Expect(page.Locator("#kept")).ToContainTextAsync("Hidden and system files skipped: 2.");
        Assert.Equal(
            ["cats/1.png", "cats/2.png", "dogs/1.png", "dogs/deep/2.png"],
            Pictures(Path.Combine(Kept, "pets")).Where(name => !name.Contains("broken", StringComparison.Ordinal))
        );
        await Delete(page, "pets");
    }

    [Fact]
    public async Task A_zip_is_kept_and_one_beside_the_place_does_not_open_in_the_browser()
    {
        string zip = Path.Combine(folder, "shapes.zip");
        await using (
            ZipArchive archive = await ZipFile.OpenAsync(zip, ZipArchiveMode.Create, TestContext.Current.CancellationToken)
        )
        {
            foreach (string name in (string[])["a/1.png", "a/2.png", "../evil.png", "b/not a picture.png"])
            {
                using Stream entry = archive.CreateEntry(name).Open();
                await entry.WriteAsync(name.StartsWith('b') ? [0, 1, 2] : Drawing(name), TestContext.Current.CancellationToken);
            }
        }

        IPage page = await studio.Visit("/make/files");
        string address = page.Url;
        await Drop(page, zip, on: "h1"); // beside the place: nothing happens
        Assert.Equal(address, page.Url);
        await Assertions.Expect(page.Locator(".drop-zone")).ToBeVisibleAsync();

        await Drop(page, zip);

        ILocator looked = page.Locator("#looked");
        await Assertions.Expect(looked).ToContainTextAsync("3 picture files, 2 of them readable", new() { Timeout = 30_000 });
        await Assertions.Expect(looked).ToContainTextAsync("1 unreadable: b/not a picture.png");
        await Assertions.Expect(looked).ToContainTextAsync("points outside the archive was left out: ../evil.png");
        Assert.Equal(["shapes.zip"], Directory.EnumerateFiles(Path.Combine(Kept, "shapes")).Select(Path.GetFileName));
        await Delete(page, "shapes");
    }

    private static IEnumerable<string> Pictures(string below) =>
        Directory
            .EnumerateFiles(below, "*.png", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(below, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private static byte[] Drawing(string name) =>
        new ImageBatch(new ImageShape(1, 28, 28), MadeShelfTests.Drawing(name.Length + name[^5])).ToPicture().ToPng();

    private static async Task Write(string file, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, content, TestContext.Current.CancellationToken);
    }

    private static async Task Drop(IPage page, string path, string on = ".drop-zone")
    {
        await page.Locator(on).ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await page.Locator(on).BoundingBoxAsync())!;
        ICDPSession browser = await page.Context.NewCDPSessionAsync(page);
        foreach (string type in (string[])["dragEnter", "dragOver", "drop"])
        {
            await browser.SendAsync(
                "Input.dispatchDragEvent",
                new Dictionary<string, object>
                {
                    ["type"] = type,
                    ["x"] = box.X + (box.Width / 2),
                    ["y"] = box.Y + 10,
                    ["data"] = new
                    {
                        items = Array.Empty<object>(),
                        files = new[] { path },
                        dragOperationsMask = 1,
                    },
                }
            );
        }

        await browser.DetachAsync();
    }

    private async Task Delete(IPage page, string name)
    {
        await page.Locator("#delete-files").ClickAsync();
        await Assertions.Expect(page.Locator("#kept")).ToHaveCountAsync(0);
        Assert.False(Directory.Exists(Path.Combine(Kept, name)));
        await page.Context.CloseAsync();
    }
}
