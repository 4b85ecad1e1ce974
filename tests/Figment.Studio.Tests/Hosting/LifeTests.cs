using System.Diagnostics;
using System.Net;
using Figment.Runs;
using Figment.Studio.Hosting;
using Figment.Studio.Tests.Browser;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Hosting;

/// <summary>How the studio begins and ends, and what pages do meanwhile.</summary>
public sealed class LifeTests(StudioFixture studio)
{
    [Theory]
    [InlineData(true)] // the token is kept
    [InlineData(false)] // another token: it waits until its browser has come in by another tab
    public async Task A_page_comes_back_when_the_studio_does(bool isTokenKept)
    {
        string folder = Directory.CreateTempSubdirectory("figment-token-").FullName;
        StudioOptions options = new()
        {
            RunsFolder = studio.RunsFolder,
            TokenFile = isTokenKept ? Path.Combine(folder, "token") : null,
        };
        StudioServer server = await StudioServer.StartAsync(options);
        IPage page = await studio.Visit();
        await page.Enter(server, "/runs");
        await page.EvaluateAsync("() => { document.documentElement.dataset.old = ''; }");

        await server.DisposeAsync();
        await Assertions.Expect(page.Locator("#components-reconnect-modal")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await using StudioServer again = await StudioServer.StartAsync(options with { Port = new Uri(server.Url).Port });
        Assert.Equal(isTokenKept, server.VisitUrl == again.VisitUrl);
        if (!isTokenKept)
        {
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("figment studio", new() { Timeout = 30_000 });
            await (await page.Context.NewPageAsync()).GotoAsync(again.VisitUrl);
            await page.BringToFrontAsync();
        }

        await Assertions.Expect(page.Locator("html[data-old]")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await page.Live();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Runs");
        await page.Context.CloseAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_training_that_is_under_way_when_the_studio_ends_is_saved()
    {
        string runs = Directory.CreateTempSubdirectory("figment-studio-").FullName;
        StudioServer server = await StudioServer.StartAsync(
            new StudioOptions { RunsFolder = runs, Breath = StudioFixture.Breath }
        );
        IPage page = await studio.Visit();
        await page.Enter(server, "/train");
        await TrainingTests.Start(page, 100_000);
        await TrainingTests.Training(page);
        await TrainingTests.Eventually(async () => await TrainingTests.Steps(page) > 20);

        await server.DisposeAsync();

        RunFolder run = RunFolder.Open(RunFolder.Latest(runs)!);
        Assert.True(File.Exists(run.ModelFile) && File.Exists(run.ChartFile) && File.Exists(run.AnimationFile));
        Assert.True(run.ReadMetrics()[^1].Step > 20);
        await page.Context.CloseAsync();
        Directory.Delete(runs, recursive: true);
    }

    [Fact]
    public async Task The_command_prints_its_address_answers_and_ends_when_asked_to()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Signals are sent by 'kill'.");
        using Process process = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [
                    Path.Combine(AppContext.BaseDirectory, "Figment.Cli.dll"),
                    "studio",
                    "--no-browser",
                    "--port",
                    "0",
                    "--runs",
                    studio.RunsFolder,
                ]
            )
            {
                RedirectStandardOutput = true,
            }
        )!;
        string line = (await process.StandardOutput.ReadLineAsync())!;
        using HttpClient client = new();
        Assert.Equal(
            HttpStatusCode.OK,
            (await client.GetAsync(new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]))).StatusCode
        );

        using (Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            await kill.WaitForExitAsync();
        string rest = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Contains("saved", rest, StringComparison.Ordinal);
        Assert.Equal(0, process.ExitCode);
    }
}
