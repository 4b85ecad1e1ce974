using System.Reflection;
using System.Text.RegularExpressions;
using Figment.Formats;
using Figment.Models.Images;
using Figment.Studio.Hosting;
using Figment.Studio.Shelves;
using Figment.Studio.Words;
using Figment.Tests;
using Microsoft.Playwright;
using static TorchSharp.torch;

namespace Figment.Studio.Tests.Browser;

/// <summary>A model seen from within.</summary>
public sealed class InsideTests(StudioFixture studio)
{
    private const string WidthOf = "async image => { await image.decode(); return image.naturalWidth; }";

    [Fact]
    public async Task A_film_goes_from_noise_to_a_picture_without_asking_the_server_again()
    {
        IPage page = await studio.Visit("/explore/from%20noise");
        await page.Locator("#see-inside").ClickAsync();
        ILocator film = page.Locator("#film"),
            step = page.Locator("#film-step"),
            said = page.Locator("[data-said]");
        await page.Locator("#film-steps").FillAsync("4");
        await Assertions.Expect(said).ToContainTextAsync("Step 4 of 4, t = 1.00");
        await Assertions.Expect(film).ToHaveJSPropertyAsync("naturalWidth", 5 * 28);
        await Assertions.Expect(film).ToHaveJSPropertyAsync("naturalHeight", 2 * 28);
        string end = await Shown(page, 0);
        Assert.Equal(end, await Shown(page, 1)); // at the end, the picture is the one that was predicted

        List<string> asked = [];
        page.Request += (_, request) => asked.Add(request.Url);
        await step.FillAsync("0");
        await Assertions.Expect(said).ToContainTextAsync("Step 0 of 4");
        string noise = await Shown(page, 0);
        await step.PressAsync("ArrowRight");
        await Assertions.Expect(said).ToContainTextAsync("Step 1 of 4");
        await page.Locator("#film-play").ClickAsync();
        await Assertions.Expect(said).ToContainTextAsync("Step 4 of 4");
        Assert.Equal(end, await Shown(page, 0));
        Assert.NotEqual(noise, end);
        Assert.Empty(asked);

        string? before = await film.GetAttributeAsync("src");
        await page.Locator("#film-guidance").FillAsync("6");
        await Assertions.Expect(film).Not.ToHaveAttributeAsync("src", before!);
        Assert.Contains("guidance=6", await film.GetAttributeAsync("src"), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Pictures_are_dragged_or_chosen_by_keys_into_a_sum()
    {
        IPage page = await studio.Visit("/explore/first%20gan/inside");
        ILocator sum = page.Locator("#sum"),
            mean = page.Locator("#mean"),
            tiles = page.Locator("[data-picture]");
        await Assertions.Expect(page.Locator(".inside-film")).ToHaveCountAsync(0);
        await Assertions.Expect(sum).ToHaveAttributeAsync("src", new Regex("images=0,1,2&weights=1,-1,1"));

        await tiles.Nth(7).DragToAsync(page.Locator("[data-place='1']"));
        await Assertions.Expect(sum).ToHaveAttributeAsync("src", new Regex("images=0,7,2&"));
        await tiles.Nth(7).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(tiles.Nth(7)).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Locator("[data-place='2']").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(sum).ToHaveAttributeAsync("src", new Regex("images=0,7,7&"));
        Assert.Equal(28, await sum.EvaluateAsync<int>(WidthOf));

        await tiles.Nth(3).ClickAsync();
        await page.Locator("[data-place='3']").ClickAsync();
        await Assertions.Expect(mean).ToHaveAttributeAsync("src", new Regex("images=0,1,3&weights=0.333"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove picture 1 " }).ClickAsync();
        await Assertions.Expect(mean).ToHaveAttributeAsync("src", new Regex("images=1,3&weights=0.5,0.5"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_drawing_is_judged_beside_real_pictures_and_made_ones_and_the_layers_are_shown()
    {
        IPage page = await studio.Visit("/explore/first%20gan/inside");
        ILocator section = page.Locator(".inside-opinion"),
            board = page.Locator("#opinion-pad");
        ILocator opinion = page.Locator("#opinion");
        await Assertions.Expect(section.Locator("circle")).ToHaveCountAsync(120);
        await Assertions.Expect(opinion).Not.ToContainTextAsync("%");
        await board.ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await board.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 5));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height * 4 / 5), new MouseMoveOptions { Steps = 4 });
        await page.Mouse.UpAsync();
        await Assertions.Expect(opinion).ToContainTextAsync("%");
        await Assertions.Expect(section.Locator("line.mine")).ToHaveCountAsync(1);
        Assert.Equal(28, await section.Locator(".inside-wish img").EvaluateAsync<int>(WidthOf));
        string score = await section.Locator(".legend strong").Last.InnerTextAsync();
        await page.Locator("#opinion-class").SelectOptionAsync("8");
        await Assertions.Expect(section.Locator(".legend strong").Last).Not.ToHaveTextAsync(score);
        await section.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await Assertions.Expect(section.Locator("line.mine")).ToHaveCountAsync(0);

        ILocator layers = page.Locator(".inside-row li");
        await Assertions.Expect(layers).ToHaveCountAsync(13); // the numbers, eleven layers and the picture
        await Assertions.Expect(layers.Last).ToContainTextAsync("1 × 28 × 28");
        string? picture = await layers.Last.Locator("img").GetAttributeAsync("src");
        await page.Locator("#layers-class").SelectOptionAsync("3");
        await Assertions.Expect(layers.Last.Locator("img")).Not.ToHaveAttributeAsync("src", picture!);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_discriminator_comes_from_the_last_checkpoint_and_without_one_there_is_none()
    {
        RunShelf shelf = new(new StudioOptions { RunsFolder = studio.RunsFolder });
        ShelvedRun run = shelf.Find(StudioFixture.GanRun)!;
        using ModelShelf models = new();
        using SafeTensors saved = SafeTensorsFile.Read(run.Folder.Checkpoints.FileOf(run.Folder.Checkpoints.Steps[^1]));
        CancellationToken token = TestContext.Current.CancellationToken;

        bool IsSaved(ImageModel model) =>
            model
                .Networks.Single(network => network.Name == "discriminator")
                .Module.named_parameters()
                .All(each => IsSame(each.parameter, saved.Tensors[$"discriminator.{each.name}"]));
        static bool IsSame(Tensor a, Tensor b) => a.to(ScalarType.Float32).eq(b.to(ScalarType.Float32)).all().item<bool>();

        Assert.Equal("True", await models.UseWholeAsync(run, model => IsSaved(model).ToString(), token));
        Assert.False(await models.UseAsync(run, IsSaved, token)); // in which it is as it was before the first step

        DirectoryInfo copy = Directory.CreateTempSubdirectory("figment-no-checkpoint-");
        File.Copy(Path.Combine(run.Folder.Root, "options.json"), Path.Combine(copy.FullName, "options.json"));
        ShelvedRun bare = new RunShelf(new StudioOptions { RunsFolder = copy.Parent!.FullName }).Find(copy.Name)!;
        Assert.Null(await models.UseWholeAsync(bare, model => model.Items, token));
        copy.Delete(recursive: true);
    }

    [Fact]
    public void The_words_are_those_of_the_table_and_each_is_shown()
    {
        string[] names =
        [
            .. typeof(InsideWords).GetProperties(BindingFlags.Static | BindingFlags.NonPublic).Select(property => property.Name),
        ];

        Assert.Equal(names.Order(), WordTable.NamesBelow("inside").Order());
        string folder = Path.Combine(Repository.Root, "src", "Figment.Studio", "Components");
        string source = string.Concat(
            Directory.EnumerateFiles(folder, "*.razor", SearchOption.AllDirectories).Select(File.ReadAllText)
        );
        Assert.All(names, name => Assert.Matches($@"\bInsideWords\.{name}\b", source));
        Assert.All(names, name => Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", WordTable.Text($"inside.{name}").Chinese));
    }

    [Theory]
    [InlineData("from%20noise/inside/film.png?solver=euler:4&guidance=50", "guidance")]
    [InlineData("from%20noise/inside/film.png?solver=euler:999", "between 1 and 40")]
    [InlineData("first%20gan/inside/film.png", "in a single step")]
    [InlineData("first%20gan/inside/sum.png?images=0,99&weights=1,1", "between 0 and 23")]
    [InlineData("first%20gan/inside/sum.png?images=0,1&weights=1", "weight")]
    [InlineData("first%20gan/inside/sum.png?images=x&weights=1", "is not a number")]
    [InlineData("first%20gan/inside/sum.wav?images=1&weights=1", "nothing to play")]
    public async Task What_cannot_be_shown_says_why(string address, string why)
    {
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Get, $"{studio.Server.Url}/runs/{address}");
        request.Headers.Add("Cookie", StudioFixture.Key(studio.Server));
        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.InRange((int)response.StatusCode, 400, 409);
        string said = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(why, said, StringComparison.Ordinal);
    }

    private static Task<string> Shown(IPage page, int row) =>
        page.Locator($".inside-film canvas[data-row='{row}']").EvaluateAsync<string>("canvas => canvas.toDataURL()");
}
