using Figment.Backend;
using Figment.Models;
using Figment.Runs;
using Figment.Studio.Hosting;
using Figment.Studio.Tests.Browser;
using Figment.Studio.Tests.Shelves;
using Figment.Training;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(StudioFixture))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)] // one training at a time, and two cores

namespace Figment.Studio.Tests.Browser;

/// <summary>A studio over a folder of small runs, and a real browser.</summary>
public sealed class StudioFixture : IAsyncLifetime
{
    /// <summary>Runs that are there from the beginning; tests do not change them.</summary>
    public const string GanRun = "first gan",
        MapRun = "map",
        TextRun = "poems in bytes",
        SoundRun = "tones",
        FlowRun = "from noise";

    /// <summary>How long pages wait for news of a training: shorter than for people, since every test waits for some.</summary>
    internal static readonly TimeSpan Breath = TimeSpan.FromSeconds(0.3);

    // So short that the model uses single bytes as tokens.
    private const string Poem =
        "春眠不觉晓，处处闻啼鸟。\n夜来风雨声，花落知多少。\nTwo roads diverged in a yellow wood,\nAnd sorry I could not travel both\n";

    private readonly string folder = Directory.CreateTempSubdirectory("figment-studio-").FullName;
    private IPlaywright? playwright;

    /// <summary>Where the browser is; null where this machine has none.</summary>
    public static string? Chromium { get; } =
        (
            (string?[])
                [
                    Environment.GetEnvironmentVariable("CHROMIUM"),
                    "/usr/bin/chromium",
                    "/usr/bin/chromium-browser",
                    "/usr/bin/google-chrome",
                ]
        ).FirstOrDefault(File.Exists);

    internal StudioServer Server { get; private set; } = null!;

    internal IBrowser? Browser { get; private set; }

    internal string RunsFolder => Path.Combine(folder, "runs");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        // One thread here and in the commands that tests start: the browser and another test project want the other core.
        Environment.SetEnvironmentVariable("OMP_NUM_THREADS", "1");
        Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0"); // tests/Directory.Build.props says why
        TorchLibrary.Load();
        TorchSharp.torch.set_num_threads(1);
        Train("gan", GanRun, "clusters", "8");
        Train("vae", MapRun, "latentSize", "2");
        TrainingRun.Train(
            new TrainingRequest
            {
                Preset = ModelCatalog
                    .Find("flow")
                    .WithChanges(
                        new Dictionary<string, string>
                        {
                            ["width"] = "8",
                            ["deepWidth"] = "8",
                            ["blocks"] = "1",
                        }
                    ),
                Features = "none",
                Training = new TrainingOptions
                {
                    Length = TrainingLength.OfSteps(3),
                    SampleEvery = 3,
                    BatchSize = 8,
                    SampleCount = 4,
                },
                Folder = Path.Combine(RunsFolder, FlowRun),
            }
        );
        string poems = Path.Combine(folder, "poems.txt");
        await File.WriteAllTextAsync(poems, string.Concat(Enumerable.Repeat(Poem, 20)));
        TrainingRun.Train(
            new TrainingRequest
            {
                Preset = ModelCatalog
                    .Find("gpt")
                    .WithChanges(
                        new Dictionary<string, string>
                        {
                            ["layers"] = "2",
                            ["width"] = "32",
                            ["heads"] = "2",
                            ["keyValueHeads"] = "2",
                            ["context"] = "48",
                        }
                    ),
                Data = poems,
                Training = new TrainingOptions
                {
                    Length = TrainingLength.OfSteps(90),
                    SampleEvery = 30,
                    BatchSize = 16,
                },
                Folder = Path.Combine(RunsFolder, TextRun),
            }
        );
        string tones = Path.Combine(folder, "tones");
        SoundTones.Write(tones);
        TrainingRun.Train(
            new TrainingRequest
            {
                Preset = ModelCatalog.Find("gan"),
                Data = tones,
                Features = "none",
                Training = new TrainingOptions
                {
                    Length = TrainingLength.OfSteps(6),
                    SampleEvery = 3,
                    BatchSize = 4,
                    SampleCount = 4,
                },
                Folder = Path.Combine(RunsFolder, SoundRun),
            }
        );
        Server = await StudioServer.StartAsync(new StudioOptions { RunsFolder = RunsFolder, Breath = Breath });
        if (Chromium is null)
            return;
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Chromium,
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--use-fake-device-for-media-stream",
                    "--use-fake-ui-for-media-stream",
                ],
            }
        );
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
            await Browser.CloseAsync();
        playwright?.Dispose();
        if (Server is not null)
            await Server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A visitor with cookies of their own.</summary>
    internal async Task<IPage> Visit(
        string path = "/",
        string language = "en-GB",
        ColorScheme theme = ColorScheme.Light,
        int width = 1200
    )
    {
        Assert.SkipWhen(Browser is null, "There is no Chromium on this machine (set CHROMIUM to its path).");
        IBrowserContext context = await Browser!.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = Server.Url,
                Locale = language,
                ColorScheme = theme,
                ReducedMotion = ReducedMotion.Reduce, // colours in the middle of a transition belong to no theme
                ViewportSize = new ViewportSize { Width = width, Height = 900 },
                AcceptDownloads = true,
            }
        );
        context.SetDefaultTimeout(20_000);
        await context.AddCookiesAsync([
            new Cookie
            {
                Name = Key(Server).Split('=')[0],
                Value = Key(Server).Split('=')[1],
                Url = Server.Url,
            },
        ]);
        IPage page = await context.NewPageAsync();
        await page.Open(path);
        return page;
    }

    /// <summary>The cookie of those who have come in, as name=value.</summary>
    internal static string Key(StudioServer server) =>
        $"figment-token-{new Uri(server.Url).Port}={server.VisitUrl.Split("token=")[1]}";

    private void Train(string preset, string name, string option, string value)
    {
        TrainingRun.Train(
            new TrainingRequest
            {
                Preset = ModelCatalog.Find(preset).WithChanges([KeyValuePair.Create(option, value)]),
                Training = new TrainingOptions { Length = TrainingLength.OfSteps(60), SampleEvery = 20 },
                Folder = Path.Combine(RunsFolder, name),
            }
        );
    }
}
