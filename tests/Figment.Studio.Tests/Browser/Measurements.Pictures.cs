using System.Diagnostics;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>The pictures of the studio in <c>docs/images</c>.</summary>
public sealed partial class Measurements
{
    private const int MostBytes = 300_000;

    // Runs that are shown, as the command trains them on two cores: some minutes each, and long enough for good samples.
    private static readonly (string Name, string[] Training)[] Shown =
    [
        ("digits", ["train", "gan", "--seconds", "120"]),
        ("from noise to digits", ["train", "flow", "--width", "24", "--deep-width", "48", "--blocks", "1", "--seconds", "1200"]),
        ("drums", ["train", "flow", "--data", "drums", "--batch", "16", "--steps", "1400"]),
        ("poems", ["train", "gpt", "--data", "poems", "--steps", "2000"]),
    ];

    /// <summary>
    /// The pictures of README and tour, into <c>artifacts/studio</c>; from there they are copied to <c>docs/images</c>. The runs
    /// in <c>artifacts/studio/runs</c> are trained where they are not there yet, which takes half an hour, and pictures that are
    /// there are not taken again.
    /// </summary>
    [Fact(Explicit = true)]
    public async Task Pictures_of_the_readme()
    {
        string runs = Path.Combine(EveryPageTests.Artifacts, "runs");
        foreach ((string name, string[] training) in Shown.Where(run => !Directory.Exists(Path.Combine(runs, run.Name))))
        {
            using Process train = Process.Start("dotnet", [StudioProcess.Cli, .. training, "--out", Path.Combine(runs, name)]);
            await train.WaitForExitAsync();
        }

        using StudioProcess process = await StudioProcess.Start(runs);
        await using Gallery gallery = await Gallery.Open(studio.Browser!, process.Url);
        await gallery.Add(["home"], gallery.FirstPage);
        await gallery.Add(["learn"], gallery.Lesson);
        await gallery.Add(["draw"], gallery.OwnSymbols);
        await gallery.Add(["train"], gallery.OwnTraining);
        await gallery.Add(["symbols"], gallery.OwnResult);
        await gallery.Add(["film"], gallery.Film);
        await gallery.Add(["opinion", "sum"], gallery.Inside);
        await gallery.Add(["text"], gallery.Texts);
        await gallery.Add(["sounds"], gallery.Sounds);
        await gallery.Add(["run"], gallery.Run);
        await gallery.Add(["shared"], gallery.SharedPage);
        Assert.Equal(12, gallery.Taken.Count);
        Assert.All(gallery.Taken, picture => Assert.InRange(new FileInfo(picture).Length, 1_000, MostBytes));
    }

    private sealed class Gallery : IAsyncDisposable
    {
        private const int Width = 1200,
            Height = 900;

        private const string HidePlace = """
            place => {
                const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll(place, "/home/me");
            }
            """;

        private readonly IBrowserContext context;
        private readonly IPage page;

        private Gallery(IBrowserContext context, IPage page) => (this.context, this.page) = (context, page);

        internal List<string> Taken { get; } = [];

        internal static async Task<Gallery> Open(IBrowser browser, string url)
        {
            IBrowserContext context = await browser.NewContextAsync(
                new BrowserNewContextOptions
                {
                    BaseURL = url,
                    Locale = "en-GB",
                    ReducedMotion = ReducedMotion.Reduce,
                    ViewportSize = new ViewportSize { Width = Width, Height = Height },
                }
            );
            context.SetDefaultTimeout(120_000);
            IPage page = await context.NewPageAsync();
            await page.GotoAsync(url); // comes in by the token
            return new Gallery(context, page);
        }

        public async ValueTask DisposeAsync() => await context.CloseAsync();

        /// <summary>Takes pictures where they are not there yet.</summary>
        internal async Task Add(string[] names, Func<Task> take)
        {
            string[] files = [.. names.Select(FileOf)];
            Taken.AddRange(files);
            if (!files.All(File.Exists))
                await take();
        }

        internal async Task FirstPage()
        {
            await page.Open("/");
            await page.Locator("figment-digits.made").WaitForAsync();
            await page.Keyboard.PressAsync("8");
            await page.Locator("figment-digits input[type=range]").FillAsync("40");
            await Task.Delay(8_000); // until the poem is written
            await Take("home");
        }

        internal async Task Lesson()
        {
            await page.Open("/learn/generator");
            await page.Locator("#language").SelectOptionAsync("zh");
            await page.Locator("#theme").SelectOptionAsync("dark");
            await page.Locator(".lesson .term").Nth(2).ClickAsync();
            await Task.Delay(500);
            await Take("learn");
            await page.Keyboard.PressAsync("Escape");
            await page.Locator("#language").SelectOptionAsync("en");
            await page.Locator("#theme").SelectOptionAsync("light");
        }

        /// <summary>Draws symbols, in addition to those from before.</summary>
        internal async Task OwnSymbols()
        {
            await page.Open("/make/draw?set=my%20symbols");
            await page.Locator("#set").FillAsync("my symbols");
            await page.Locator("#set").PressAsync("Tab");
            Random hand = new(5);
            foreach ((string name, (double X, double Y)[][] strokes) in Symbols)
            {
                await page.Locator("#symbol").FillAsync(name);
                int there = await page.Locator(".thumbnails img").CountAsync();
                for (int k = 1; k <= 10 && there < 10 * Symbols.Length; k++)
                {
                    await Draw(page.Locator("#board"), strokes, hand);
                    await page.Locator("#board").PressAsync("Enter");
                    await Assertions.Expect(page.Locator(".thumbnails img")).ToHaveCountAsync(there + k);
                }
            }

            await Draw(page.Locator("#board"), Symbols[^1].Strokes, hand);
            await Complete();
            await page.EvaluateAsync("scrollTo(0, 0)");
            await Take("draw");
        }

        /// <summary>Shows a training on them while it is watched.</summary>
        internal async Task OwnTraining()
        {
            await page.Open("/make/draw?set=my%20symbols");
            await page.Locator("#minutes").FillAsync("3");
            await page.Locator("#train-now").ClickAsync();
            await TrainingTests.Training(page);
            await Task.Delay(TimeSpan.FromSeconds(80));
            await Take("train");
            await page.GetByRole(AriaRole.Button, new() { Name = "Train another" }).WaitForAsync(new() { Timeout = 600_000 });
        }

        internal async Task OwnResult()
        {
            await page.Open("/runs");
            await page.Locator(".runs a[href^='runs/my-symbols']").First.ClickAsync();
            await page.Locator(".standing a[href^=explore]").First.ClickAsync();
            await page.Locator("#images").WaitForAsync();
            await Complete();
            await Take("symbols");
        }

        internal async Task Film()
        {
            await page.Open("/explore/from%20noise%20to%20digits/inside");
            await page.Locator("#film-steps").FillAsync("10");
            await Task.Delay(8_000); // until the film is made
            await page.Locator("#film-step").FillAsync("6");
            await Task.Delay(1_000);
            await Take("film", ".inside-film");
        }

        internal async Task Inside()
        {
            await page.Open("/explore/digits/inside");
            await page.Locator(".inside-opinion circle").First.WaitForAsync();
            await Draw(page.Locator("#opinion-pad"), Three, new Random(2));
            await page.Locator(".inside-wish img").WaitForAsync();
            await Take("opinion", ".inside-opinion");
            foreach ((int place, int picture) in ((int, int)[])[(0, 3), (1, 13), (2, 18)])
            {
                await page.Locator("[data-picture]").Nth(picture).ClickAsync();
                await page.Locator($"[data-place='{place}']").ClickAsync();
            }

            await Task.Delay(3_000);
            await Take("sum", ".inside-sum");
        }

        internal async Task Texts()
        {
            await page.Open("/explore/poems");
            await page.Locator("#prompt").FillAsync("春夜\n李白\n");
            await Task.Delay(3_000);
            await page.Locator("#write").ClickAsync();
            await Task.Delay(15_000); // until it is written
            for (int k = 0; k < 5; k++) // what comes next is shown where it has not ended
            {
                await page.Locator("#take-back").ClickAsync();
                await Task.Delay(500);
            }

            await page.EvaluateAsync("scrollTo(0, 180)");
            await Take("text");
        }

        internal async Task Sounds()
        {
            await page.Locator("#theme").SelectOptionAsync("dark");
            await page.Open("/explore/drums");
            await page.Locator("#sounds audio").First.WaitForAsync();
            await Complete();
            await Take("sounds");
            await page.Locator("#theme").SelectOptionAsync("light");
        }

        internal async Task Run()
        {
            await page.Open("/runs/digits");
            await page.Locator(".convincing").ScrollIntoViewIfNeededAsync();
            await Complete();
            await page.EvaluateAsync("scrollTo(0, 0)");
            await Take("run", height: 1900);
        }

        /// <summary>The page that friends get, on a phone.</summary>
        internal async Task SharedPage()
        {
            await page.Open("/runs/digits");
            Task<IDownload> download = page.WaitForDownloadAsync();
            await page.Locator("#share-page").ClickAsync();
            string file = Path.Combine(EveryPageTests.Artifacts, "digits-model.html");
            await (await download).SaveAsAsync(file);
            await page.SetViewportSizeAsync(390, 844);
            await page.GotoAsync(new Uri(file).AbsoluteUri);
            await Task.Delay(5_000); // until its pictures are made
            await Take("shared");
        }

        private static string FileOf(string name) => Path.Combine(EveryPageTests.Artifacts, $"studio-{name}.png");

        private async Task Complete()
        {
            await page.EvaluateAsync(
                "async () => { for (const image of document.images) image.loading = 'eager'; await "
                    + "Promise.all([...document.images].map(image => image.decode().catch(() => {}))); }"
            );
        }

        private async Task Take(string name, string? part = null, int height = Height)
        {
            string file = FileOf(name);
            await page.EvaluateAsync(HidePlace, EveryPageTests.Artifacts); // hides where it is stored here
            if (part is not null)
            {
                await page.Locator(part).ScreenshotAsync(new LocatorScreenshotOptions { Path = file });
            }
            else
            {
                PageViewportSizeResult now = page.ViewportSize!;
                if (height != Height)
                    await page.SetViewportSizeAsync(now.Width, height);
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
                await page.SetViewportSizeAsync(now.Width, now.Height);
            }
        }

        private static (string Name, (double X, double Y)[][] Strokes)[] Symbols { get; } =
        [
            (
                "house",
                [
                    [(0.25, 0.8), (0.25, 0.45), (0.5, 0.2), (0.75, 0.45), (0.75, 0.8), (0.25, 0.8)],
                ]
            ),
            (
                "star",
                [
                    [(0.5, 0.15), (0.7, 0.82), (0.14, 0.4), (0.86, 0.4), (0.3, 0.82), (0.5, 0.15)],
                ]
            ),
            (
                "arrow",
                [
                    [(0.15, 0.5), (0.82, 0.5)],
                    [(0.55, 0.25), (0.83, 0.5), (0.55, 0.75)],
                ]
            ),
        ];

        private static (double X, double Y)[][] Three =>
            [
                [(0.3, 0.25), (0.5, 0.18), (0.66, 0.3), (0.48, 0.48), (0.68, 0.62), (0.55, 0.82), (0.3, 0.76)],
            ];

        /// <summary>Draws with a trembling hand: no two pictures are the same.</summary>
        private async Task Draw(ILocator board, (double X, double Y)[][] strokes, Random hand)
        {
            await board.ScrollIntoViewIfNeededAsync();
            LocatorBoundingBoxResult box = (await board.BoundingBoxAsync())!;
            double turn = (hand.NextDouble() - 0.5) * 0.3,
                size = 0.85 + (hand.NextDouble() * 0.25);
            foreach ((double X, double Y)[] stroke in strokes)
            {
                (float X, float Y)[] points = [.. stroke.Select(Place)];
                await page.Mouse.MoveAsync(points[0].X, points[0].Y);
                await page.Mouse.DownAsync();
                foreach ((float x, float y) in points.Skip(1))
                    await page.Mouse.MoveAsync(x, y, new() { Steps = 6 });
                await page.Mouse.UpAsync();
            }

            (float X, float Y) Place((double X, double Y) point)
            {
                double x = (point.X - 0.5) * size,
                    y = (point.Y - 0.5) * size;
                return (
                    (float)(box.X + (box.Width * (0.5 + (x * Math.Cos(turn)) - (y * Math.Sin(turn)) + Tremble()))),
                    (float)(box.Y + (box.Height * (0.5 + (x * Math.Sin(turn)) + (y * Math.Cos(turn)) + Tremble())))
                );
            }

            double Tremble() => (hand.NextDouble() - 0.5) * 0.05;
        }
    }
}
