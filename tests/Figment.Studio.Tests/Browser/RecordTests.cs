using Figment.Audio;
using Figment.Runs;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>Recording from a microphone: Chromium's own, which beeps once a second.</summary>
public sealed class RecordTests(StudioFixture studio)
{
    /// <summary>From now on the microphone can be turned down or removed; at first nothing is heard.</summary>
    private const string Wrap = """
        () => {
            const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
            navigator.mediaDevices.getUserMedia = async wanted => {
                const context = new AudioContext(), volume = context.createGain(), heard = context.createMediaStreamDestination();
                await context.resume();
                context.createMediaStreamSource(await open(wanted)).connect(volume).connect(heard);
                volume.gain.value = 0;
                window.microphone = { volume: volume.gain, track: heard.stream.getTracks()[0] };
                return heard.stream;
            };
        }
        """;

    /// <summary>From now on, until it is mended, recording fails in the page's script.</summary>
    private const string Break = """
        () => {
            const all = BaseAudioContext.prototype, rate = Object.getOwnPropertyDescriptor(all, "sampleRate");
            window.mend = () => Object.defineProperty(all, "sampleRate", rate);
            Object.defineProperty(all, "sampleRate", { configurable: true, get() { throw new Error("out of order"); } });
        }
        """;

    [Fact]
    public async Task Takes_are_recorded_listened_to_deleted_trained_with_and_the_model_is_heard()
    {
        string beside = Path.GetDirectoryName(studio.RunsFolder)!,
            theirs = Path.Combine(beside, "figment-recordings");
        Directory.CreateDirectory(Path.Combine(theirs, "birds"));
        IPage page = await Visit("/record");
        await Assertions
            .Expect(page.Locator(".not-ours"))
            .ToHaveTextAsync(
                $"The studio did not make {theirs}, so it does not show or change anything in it. New recordings go to "
                    + $"{Path.Combine(beside, "recordings")}. To train with your folder, enter its path on the Train page."
            );
        Directory.Delete(theirs, recursive: true);
        await page.EvaluateAsync(Wrap);
        await page.Locator("#set").FillAsync("beeps");
        await page.Locator("#record").ClickAsync();
        await Assertions.Expect(page.Locator(".problem")).ToContainTextAsync("Name a set and a class first");
        await Record(page, "train", 1, "would be read as a part of the data");

        // Five in a row would take longer and show no more than three.
        await page.Locator("#in-a-row").EvaluateAsync("select => select.add(new Option('3'))");
        await Begin(page, "beep", 3);
        await Assertions.Expect(page.Locator("#now")).ToHaveTextAsync("Get ready: 2 of 3 …");
        await page.EvaluateAsync("() => { microphone.volume.value = 1; }");
        await Said(page, "beep: 3 recorded.");
        await Said(page, "You can hardly hear anything in these takes: 1. Move closer"); // though others followed
        ILocator takes = page.Locator(".takes audio");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete take-0001.wav of beep" }).ClickAsync();
        await Assertions.Expect(takes).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator(".recorder")).Not.ToContainTextAsync("hardly hear");
        await Said(page, "beep: 3 recorded.");

        // What was recorded so far is reported when the next take fails.
        await Begin(page, "tone", 5, isByKeyboard: true);
        await Assertions.Expect(page.Locator("#now")).ToHaveTextAsync("Get ready: 2 of 5 …");
        await page.EvaluateAsync(Break);
        await Said(page, "The microphone does not work: out of order");
        await Assertions.Expect(page.Locator("#now")).ToHaveTextAsync("tone: 1 recorded.");
        await page.EvaluateAsync("() => mend()");
        await Assertions.Expect(takes).ToHaveCountAsync(3);
        await SoundTests.Plays(takes.First);
        string file = Path.Combine(beside, "recordings", "beeps", "beep", "take-0002.wav");
        Sound take = SoundDecoder.Decode(file, 10).Sound;
        Assert.InRange(take.Seconds, 0.6, 0.8);
        Assert.True(take.Channels[0].Any(value => Math.Abs(value) > 0.01), "nothing was heard");
        Assert.Empty(await page.SeriousProblems());
        await page.Picture("record-en-light");

        // A take that was not recorded to its end does not count.
        await Begin(page, "tone", 1, seconds: "4");
        await Assertions.Expect(page.Locator("#now")).ToHaveTextAsync("Now: tone");
        await page.Locator("#stop-recording").ClickAsync();
        await Said(page, "tone: 0 recorded. You stopped during a take, so that take was not kept.");
        await page.Locator("#record").ClickAsync();
        await Assertions.Expect(page.Locator("#now")).ToHaveTextAsync("Now: tone");
        await page.EvaluateAsync("() => microphone.track.dispatchEvent(new Event('ended'))");
        await Said(page, "The microphone was disconnected or blocked during that take.");
        await Assertions.Expect(takes).ToHaveCountAsync(3);

        await page.Locator(".word").Last.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await page.Locator("#new-name").FillAsync("音");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator(".word summary").Last).ToContainTextAsync("音");

        // Tomorrow, another take, even an older one, may have this name.
        const string Address = "/recordings/beeps/beep/take-0002.wav";
        IAPIResponse sent = await page.APIRequest.GetAsync(Address);
        Assert.Equal(304, await StatusOf(sent.Headers["etag"]));
        Assert.Equal(200, await StatusOf("\"of another\""));
        async Task<int> StatusOf(string tag) =>
            (
                await page.APIRequest.GetAsync(
                    Address,
                    new()
                    {
                        Headers = new Dictionary<string, string>
                        {
                            ["If-None-Match"] = tag,
                            ["If-Modified-Since"] = sent.Headers["last-modified"],
                        },
                    }
                )
            ).Status;

        await page.Locator("#train-these").ClickAsync();
        await Assertions.Expect(page.Locator("#data")).ToHaveValueAsync("recorded:beeps");
        await page.Locator("#rate").FillAsync("8000");
        await page.Locator("#preset").SelectOptionAsync("classic");
        await page.TrainFor(3);
        await page.Locator("#batch").FillAsync("2");
        await page.Locator("#start").ClickAsync();
        await Assertions
            .Expect(page.GetByRole(AriaRole.Button, new() { Name = "Train another" }))
            .ToBeVisibleAsync(new() { Timeout = 60_000 });
        await SoundTests.Plays(page.Locator(".job .samples audio"));
        RunFolder run = RunFolder.Open(RunFolder.Latest(studio.RunsFolder)!);
        Assert.Equal(("sounds", 3), (run.Options.Kind.Name, run.Options.Data.Count));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_microphone_that_is_not_allowed_is_explained()
    {
        IPage page = await studio.Visit("/record", "zh-CN");
        await page.EvaluateAsync(
            "() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError')); }"
        );
        await page.Locator("#word").FillAsync("拍手");
        await page.Locator("#record").ClickAsync();
        await Assertions.Expect(page.Locator(".problem")).ToContainTextAsync("浏览器不允许本页使用麦克风");

        await page.EvaluateAsync("() => Object.defineProperty(navigator, 'mediaDevices', { value: undefined })");
        await page.Locator("#record").ClickAsync();
        await Assertions.Expect(page.Locator(".problem")).ToContainTextAsync("HTTPS");
        await page.Picture("record-zh-light");
        await page.Context.CloseAsync();
    }

    private static async Task Record(IPage page, string word, int takes, string said, bool isByKeyboard = false)
    {
        await Begin(page, word, takes, isByKeyboard: isByKeyboard);
        await Said(page, said);
    }

    private static async Task Begin(IPage page, string word, int takes, string seconds = "0.5", bool isByKeyboard = false)
    {
        await page.Locator("#word").FillAsync(word);
        await page.Locator("#in-a-row").SelectOptionAsync($"{takes}");
        await page.Locator("#take-seconds").SelectOptionAsync(seconds);
        if (isByKeyboard)
            await page.Locator("#word").PressAsync("Enter");
        else
            await page.Locator("#record").ClickAsync();
    }

    private static Task Said(IPage page, string what) =>
        Assertions.Expect(page.Locator(".recorder")).ToContainTextAsync(what, new() { Timeout = 30_000 });

    private async Task<IPage> Visit(string path)
    {
        IPage page = await studio.Visit(path);
        await page.Context.GrantPermissionsAsync(["microphone"]);
        return page;
    }
}
