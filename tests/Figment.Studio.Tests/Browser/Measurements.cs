using System.Diagnostics;
using System.Globalization;
using Figment.Runs;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>
/// How fast the studio is, as its users meet it: the command in a process of its own, a real browser. Run by hand on an idle
/// machine:
/// <c>tests/Figment.Studio.Tests/bin/Release/net10.0/Figment.Studio.Tests -explicit only -showLiveOutput</c>.
/// </summary>
public sealed partial class Measurements(StudioFixture studio, ITestOutputHelper output)
{
    private const int Rounds = 5;

    [Fact(Explicit = true)]
    public async Task Start_and_first_paint()
    {
        List<double> up = [],
            paint = [];
        for (int round = 0; round < Rounds; round++)
        {
            using TemporaryRuns runs = new();
            long start = Stopwatch.GetTimestamp();
            using StudioProcess process = await StudioProcess.Start(runs.Root);
            up.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            await using IBrowserContext context = await studio.Browser!.NewContextAsync();
            IPage page = await context.NewPageAsync();
            await page.GotoAsync(process.Url);
            paint.Add(
                await page.EvaluateAsync<double>(
                    "async () => { for (;;) { const [entry] = performance.getEntriesByName('first-contentful-paint'); if "
                        + "(entry) return entry.startTime / 1000; await new Promise(r => setTimeout(r, 20)); } }"
                )
            );
        }

        Say(
            $"server up after {Median(up):F2} s (slowest {up.Max():F2}); first contentful paint of the first visit after "
                + $"{Median(paint):F2} s more (slowest {paint.Max():F2})"
        );
    }

    [Fact(Explicit = true)]
    public async Task Training_beside_the_command_line_with_the_page_open()
    {
        const int Steps = 600,
            Rounds = 3;
        List<double> ratios = [];
        for (int round = 0; round < Rounds; round++)
        {
            using TemporaryRuns runs = new();
            string watched = Path.Combine(runs.Root, "watched"),
                closed = Path.Combine(runs.Root, "closed");
            double command = 0,
                inStudio = 0;
            foreach (bool first in (bool[])[round % 2 == 0, round % 2 != 0])
            {
                if (first)
                    command = Train(runs.Root, Steps);
                else
                    inStudio = await TrainInStudio(watched, Steps, isWatched: true);
            }

            double unwatched = await TrainInStudio(closed, Steps, isWatched: false);
            ratios.Add(inStudio / command);
            Say(
                $"round {round + 1}: command {command:F1} s, studio {inStudio:F1} s with its page open (ratio "
                    + $"{inStudio / command:F3}), {unwatched:F1} s closed ({unwatched / command:F3})"
            );
        }

        Say($"ratio studio / command: median {Median(ratios):F3} ({ratios.Min():F3} to {ratios.Max():F3})");
    }

    /// <summary>
    /// What a page costs the training that it shows: one training, with its page open and closed in turn, so that both are
    /// measured under the same conditions.
    /// </summary>
    [Fact(Explicit = true)]
    public async Task Steps_a_second_with_the_page_open_and_closed_by_turns()
    {
        const int Turns = 10;
        using TemporaryRuns runs = new();
        using StudioProcess process = await StudioProcess.Start(runs.Root);
        await using IBrowserContext context = await studio.Browser!.NewContextAsync(
            new BrowserNewContextOptions { BaseURL = process.Url }
        );
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(process.Url); // comes in by the token
        await page.Open("/train");
        await TrainingTests.Start(page, 1_000_000);
        await TrainingTests.Training(page);
        await Task.Delay(TimeSpan.FromSeconds(8)); // its code is compiled by then
        List<double> open = [],
            closed = [],
            browser = [];
        for (int turn = 0; turn < Turns; turn++)
        {
            bool isOpen = turn % 2 == 0;
            if (isOpen)
                await page.Open("/train");
            else
                await page.GotoAsync("about:blank");
            await Task.Delay(TimeSpan.FromSeconds(1));
            (MetricsLine before, TimeSpan used) = (Last(), BrowserTime());
            await Task.Delay(TimeSpan.FromSeconds(14));
            (MetricsLine after, TimeSpan usedThen) = (Last(), BrowserTime());
            (isOpen ? open : closed).Add((after.Step - before.Step) / (after.Seconds - before.Seconds));
            if (isOpen)
                browser.Add((usedThen - used).TotalSeconds / 14);
        }

        List<double> ratios = [.. open.Zip(closed, (with, without) => without / with)];
        Say(
            $"steps a second with the page open "
                + $"{string.Join(' ', open.Select(rate => rate.ToString("F1", CultureInfo.InvariantCulture)))}, closed "
                + $"{string.Join(' ', closed.Select(rate => rate.ToString("F1", CultureInfo.InvariantCulture)))}"
        );
        Say(
            $"time with the page open / closed: median {Median(ratios):F3} ({ratios.Min():F3} to {ratios.Max():F3}), all "
                + $"turns {closed.Average() / open.Average():F3}; the browser takes {browser.Average():F2} of a core"
        );

        MetricsLine Last() => MetricsLog.Read(Path.Combine(RunFolder.Latest(runs.Root)!, "metrics.jsonl"))[^1];
    }

    /// <summary>Processor time of all of the browser's processes.</summary>
    private static TimeSpan BrowserTime() =>
        Process
            .GetProcesses()
            .Where(process => process.ProcessName.StartsWith("chrom", StringComparison.Ordinal))
            .Aggregate(TimeSpan.Zero, (sum, process) => sum + process.TotalProcessorTime);

    [Fact(Explicit = true)]
    public async Task Answers_to_clicks_while_it_trains()
    {
        using TemporaryRuns runs = new();
        using StudioProcess process = await StudioProcess.Start(runs.Root);
        await using IBrowserContext context = await studio.Browser!.NewContextAsync(
            new BrowserNewContextOptions { BaseURL = process.Url }
        );
        IPage trains = await context.NewPageAsync();
        await trains.GotoAsync(process.Url); // comes in by the token
        await trains.Open("/train");
        await TrainingTests.Start(trains, 1_000_000);
        await TrainingTests.Training(trains);
        await Task.Delay(3000);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(process.Url); // comes in by the token
        await page.Open("/learn/data");
        List<double> waits = [];
        for (int k = 0; k < 40; k++)
        {
            // From the click to the caption that the server sends back, timed in the browser.
            waits.Add(
                await page.EvaluateAsync<double>(
                    """
                    async () => {
                        const caption = () => document.querySelector('.live figcaption').textContent;
                        const before = caption(), start = performance.now();
                        document.querySelector('#more').click();
                        while (caption() === before) await new Promise(r => setTimeout(r, 1));
                        return performance.now() - start;
                    }
                    """
                )
            );
            await Task.Delay(100);
        }

        await trains.Locator("#stop").ClickAsync();
        waits.Sort();
        Say(
            $"from click to answer while training: median {waits[20]:F0} ms, 95% within {waits[37]:F0} ms, slowest "
                + $"{waits[^1]:F0} ms of 40"
        );
    }

    /// <summary>
    /// Visitors who click, change the language and leave without closing; the server's memory, handles and threads after every
    /// thousand clicks.
    /// </summary>
    [Fact(Explicit = true)]
    public async Task Ten_thousand_interactions()
    {
        const int All = 10_000,
            PerVisitor = 100;
        using TemporaryRuns runs = new();
        Train(runs.Root, 60);
        using StudioProcess process = await StudioProcess.Start(runs.Root);
        long begun = Stopwatch.GetTimestamp();
        for (int done = 0; done < All; done += PerVisitor)
        {
            await using (
                IBrowserContext context = await studio.Browser!.NewContextAsync(
                    new BrowserNewContextOptions { BaseURL = process.Url, Locale = done % 200 == 0 ? "en-GB" : "zh-CN" }
                )
            )
            {
                IPage page = await context.NewPageAsync();
                await page.GotoAsync(process.Url); // comes in by the token
                await page.Open("/learn/data");
                await Click(page, "#more", ".live img", 40);
                await page.Open("/learn/generator");
                for (int k = 0; k < 10; k++)
                {
                    await page.Locator(".lesson .term").Nth(k % 2).ClickAsync();
                    await page.Keyboard.PressAsync("Escape");
                }

                await page.Open("/explore/command");
                await Click(page, "#other", "#images", 30);
                await page.Open("/runs/command");
                for (int k = 0; k < 10; k++)
                    await page.Locator("input[type=range]").FillAsync($"{k % 2}");
                await page.Open("/compare?runs=command,command");
                foreach (string path in (string[])["/", "/train", "/runs", "/glossary", "/learn/data"])
                    await page.Open(path);
                await page.Locator("#language").SelectOptionAsync("zh");
                await page.Locator("#theme").SelectOptionAsync("dark");
            }

            if (done % 1000 == 0 || done == All - PerVisitor)
                Say(
                    $"after {done + PerVisitor, 6} interactions, {Stopwatch.GetElapsedTime(begun).TotalSeconds, 4:F0} s: "
                        + $"{process.Usage}"
                );
        }

        await Task.Delay(TimeSpan.FromMinutes(4)); // the server waits three minutes for those who left without closing
        Say($"four idle minutes later: {process.Usage}");
    }

    /// <summary>Clicks, and waits each time for the server's answer, a picture of another address.</summary>
    private static async Task Click(IPage page, string button, string picture, int times)
    {
        await page.Locator(picture).WaitForAsync();
        await page.Locator(button).WaitForAsync();
        await page.EvaluateAsync(
            """
            async ([button, picture, times]) => {
                for (let k = 0; k < times; k++) {
                    const before = document.querySelector(picture).src;
                    document.querySelector(button).click();
                    while (document.querySelector(picture).src === before) await new Promise(r => setTimeout(r, 1));
                }
            }
            """,
            new object[] { button, picture, times }
        );
    }

    private static double Train(string folder, int steps)
    {
        string run = Path.Combine(folder, "command");
        using Process process = Process.Start(
            new ProcessStartInfo("dotnet", [StudioProcess.Cli, "train", "classic", "--steps", $"{steps}", "--out", run])
            {
                RedirectStandardOutput = true,
            }
        )!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return MetricsLog.Read(Path.Combine(run, "metrics.jsonl"))[^1].Seconds;
    }

    private async Task<double> TrainInStudio(string folder, int steps, bool isWatched)
    {
        using StudioProcess process = await StudioProcess.Start(folder);
        await using IBrowserContext context = await studio.Browser!.NewContextAsync(
            new BrowserNewContextOptions { BaseURL = process.Url }
        );
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(process.Url); // comes in by the token
        await page.Open("/train");
        await TrainingTests.Start(page, steps);
        if (!isWatched)
            await page.CloseAsync();
        string? run;
        while ((run = RunFolder.Latest(folder)) is null || !File.Exists(Path.Combine(run, "losses.png")))
            await Task.Delay(500);
        return MetricsLog.Read(Path.Combine(run, "metrics.jsonl"))[^1].Seconds;
    }

    private void Say(string text) => output.WriteLine(text);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private sealed class TemporaryRuns : IDisposable
    {
        public string Root { get; } = Directory.CreateTempSubdirectory("figment-measure-").FullName;

        public void Dispose() => Directory.Delete(Root, recursive: true);
    }

    private sealed class StudioProcess : IDisposable
    {
        private readonly Process process;

        private StudioProcess(Process process, string url)
        {
            this.process = process;
            Url = url;
        }

        public static string Cli { get; } = Path.Combine(AppContext.BaseDirectory, "Figment.Cli.dll");

        public string Url { get; }

        public static async Task<StudioProcess> Start(string runs)
        {
            Process process = Process.Start(
                new ProcessStartInfo("dotnet", [Cli, "studio", "--no-browser", "--port", "0", "--runs", runs])
                {
                    RedirectStandardOutput = true,
                }
            )!;
            string line = (await process.StandardOutput.ReadLineAsync())!;
            return new StudioProcess(process, line[line.IndexOf("http", StringComparison.Ordinal)..]);
        }

        /// <summary>Resident memory, open handles and threads.</summary>
        public string Usage
        {
            get
            {
                process.Refresh();
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{process.WorkingSet64 / 1048576.0:F0} MB, {Directory.GetFiles($"/proc/{process.Id}/fd").Length} "
                        + $"handles, {process.Threads.Count} threads"
                );
            }
        }

        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
