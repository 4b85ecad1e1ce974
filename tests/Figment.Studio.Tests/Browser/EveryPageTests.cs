using Figment.Tests;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>
/// What must be true of each page, in both languages and themes and at three widths. With FIGMENT_PICTURES=1 it leaves pictures
/// in <c>artifacts/studio</c>, for people.
/// </summary>
public sealed class EveryPageTests(StudioFixture studio)
{
    /// <summary>The studio's own words on a page, without what a model wrote, which may contain anything.</summary>
    private const string WordsOfPage =
        "() => { const page = document.body.cloneNode(true); page.querySelectorAll('.written').forEach(made => "
        + "made.remove()); return page.textContent; }";

    private const string Complete = """
        async () => {
          document.querySelectorAll("main details").forEach(details => details.open = true);
          const images = [...document.images].filter(image => image.loading !== "lazy");
          await Promise.all(images.map(image => image.decode().catch(() => {})));
        }
        """;

    private static readonly (string Name, string Path)[] Pages =
    [
        ("home", "/"),
        ("learn", "/learn"),
        ("learn-data", "/learn/data"),
        ("learn-generator", "/learn/generator"),
        ("learn-discriminator", "/learn/discriminator"),
        ("learn-together", "/learn/together"),
        ("learn-training", "/learn/training"),
        ("learn-judging", "/learn/judging"),
        ("learn-letters", "/learn/letters"),
        ("learn-guess", "/learn/guess"),
        ("learn-grow", "/learn/grow"),
        ("learn-parrot", "/learn/parrot"),
        ("learn-waves", "/learn/waves"),
        ("learn-drums", "/learn/drums"),
        ("learn-rehearsal", "/learn/rehearsal"),
        ("learn-echo", "/learn/echo"),
        ("learn-folder", "/learn/folder"),
        ("learn-enough", "/learn/enough"),
        ("learn-changes", "/learn/changes"),
        ("learn-onward", "/learn/onward"),
        ("glossary", "/glossary"),
        ("train", "/train"),
        ("explore", "/explore/first%20gan"),
        ("explore-map", "/explore/map"),
        ("explore-text", "/explore/poems%20in%20bytes"),
        ("inside-film", "/explore/from%20noise/inside"),
        ("inside-gan", "/explore/first%20gan/inside"),
        ("inside-sounds", "/explore/tones/inside"),
        ("runs", "/runs"),
        ("run", "/runs/first%20gan"),
        ("run-text", "/runs/poems%20in%20bytes"),
        ("explore-sounds", "/explore/tones"),
        ("record", "/record"),
        ("compare", "/compare?runs=first%20gan,map"),
        ("not-found", "/nowhere"),
        ("make", "/make"),
        ("make-draw", "/make/draw"),
        ("make-text", "/make/text"),
        ("make-files", "/make/files"),
        ("make-camera", "/make/camera"),
    ];

    /// <summary>A phone, a tablet, a screen.</summary>
    private static readonly int[] Widths = [1440, 820, 390];

    internal static string Artifacts { get; } =
        Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "studio")).FullName;

    [Fact]
    public Task Every_page_is_free_of_serious_problems_of_accessibility_and_of_errors_and_fits_its_width() =>
        LookAtAll(isThorough: false);

    /// <summary>The same with all rules at each width, in each language and theme: some minutes.</summary>
    [Fact(Explicit = true)]
    public Task Every_page_is_so_at_each_width_in_each_theme() => LookAtAll(isThorough: true);

    /// <summary>
    /// Each page is opened in one language and switched to the other, in turn, so that pages are seen both when opened and after
    /// a switch.
    /// </summary>
    private async Task LookAtAll(bool isThorough)
    {
        IPage page = await studio.Visit("/glossary");
        List<string> problems = [];
        string path = "/",
            language = "en";
        page.PageError += (_, error) => problems.Add($"{path}: {error}");
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("404", StringComparison.Ordinal))
                problems.Add($"{path}: {message.Text}");
        };
        foreach ((int number, (string name, string at)) in Pages.Index())
        {
            path = at;
            await page.Open(path);
            await Look(number, $"{name}-{language}");
            language = language == "en" ? "zh" : "en";
            await Change(page, language);
            await Look(number, $"{name}-{language}");
        }

        await page.Context.CloseAsync();
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));

        async Task Look(int number, string name)
        {
            await Assertions.Expect(page.Locator("main [aria-busy=true]")).ToHaveCountAsync(0, new() { Timeout = 20_000 });
            await page.EvaluateAsync(Complete);
            if ((await page.EvaluateAsync<string>(WordsOfPage)).Contains("[[", StringComparison.Ordinal))
                problems.Add($"{path} shows the mark of a technical word");
            if (await page.Locator("h1").CountAsync() != 1)
                problems.Add($"{path} has no heading, or several");
            if (await page.Locator("main [role=alert]:visible").CountAsync() > 0)
                problems.Add($"{path}: {await page.Locator("main [role=alert]:visible").First.InnerTextAsync()}");
            foreach (int width in Widths)
            {
                await page.SetViewportSizeAsync(width, 900);
                int taken = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
                if (taken > width)
                    problems.Add($"{path}, {language} takes {taken} of {width} pixels of width");
                foreach (ColorScheme theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
                {
                    bool isJudged = isThorough || width == Widths[(number + Turn(language, theme)) % Widths.Length];
                    if (!isJudged && !PageExtensions.TakesPictures)
                        continue;
                    await page.Wear(theme);
                    if (isJudged)
                    {
                        problems.AddRange(
                            (await page.SeriousProblems(ofColors: !isThorough && theme == ColorScheme.Dark)).Select(problem =>
                                $"{path}, {language}, {theme}, {width} pixels: {problem}"
                            )
                        );
                    }

                    await page.Picture($"{name}-{(theme == ColorScheme.Dark ? "dark" : "light")}-{width}");
                }
            }
        }
    }

    /// <summary>
    /// The checker of accessibility takes most of the time. It checks each page in each language and theme once; across these
    /// four, it covers each width.
    /// </summary>
    private static int Turn(string language, ColorScheme theme) =>
        (language == "en" ? 0 : 2) + (theme == ColorScheme.Light ? 0 : 1);

    private static async Task Change(IPage page, string language)
    {
        string before = await page.Locator(".top a[href=learn]").InnerTextAsync();
        await page.Locator("#language").SelectOptionAsync(language);
        await page.WaitForFunctionAsync("before => document.querySelector('.top a[href=learn]').innerText !== before", before);
    }
}
