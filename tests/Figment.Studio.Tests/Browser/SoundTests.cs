using System.Net;
using Figment.Audio;
using Figment.Runs;
using Figment.Studio.Tests.Shelves;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Browser;

/// <summary>Sounds: looked at, trained with, listened to.</summary>
public sealed class SoundTests(StudioFixture studio) : IDisposable
{
    private const string Explore = "/explore/tones",
        Run = "/runs/tones";
    private static readonly HttpClient Client = new(new HttpClientHandler { UseCookies = false });
    private readonly string folder = Directory.CreateTempSubdirectory("figment-sounds-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(
        "en-GB",
        "Train another",
        "Training would learn from 13 sounds of",
        "Classes: high 7, low 6.",
        "Identical sounds: high/0.wav = high/copy.wav.",
        "14 recordings, 13 of them readable: WAV 13."
    )]
    [InlineData(
        "zh-CN",
        "再训练一个",
        "训练将使用 13 个单声道声音",
        "类别：high 7、low 6。",
        "声音完全相同：high/0.wav = high/copy.wav。",
        "14 个录音，其中 13 个可以读取：WAV 13。"
    )]
    public async Task A_folder_is_listened_to_before_it_is_trained_with(
        string locale,
        string another,
        string learn,
        string classes,
        string same,
        string read
    )
    {
        SoundTones.Write(folder);
        File.Copy(Path.Combine(folder, "high", "0.wav"), Path.Combine(folder, "high", "copy.wav"));
        File.WriteAllText(Path.Combine(folder, "low", "broken.wav"), "no sound");
        IPage page = await studio.Visit("/train", locale);
        await page.ChooseAnother(another);
        await page.Locator("#kind").SelectOptionAsync("sounds");
        await Assertions.Expect(page.Locator("#data option[value=drums]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#preset")).ToHaveValueAsync("flow");
        await page.Locator("#data").SelectOptionAsync("");
        await page.Locator("#path").FillAsync(folder);
        await page.Locator("#rate").FillAsync("100");
        await Assertions.Expect(page.Locator("#rate-help .problem")).ToContainTextAsync("4000");
        await page.Locator("#rate").FillAsync("");

        await page.Locator("#look").ClickAsync();
        ILocator looked = page.Locator("#looked");
        await Assertions.Expect(looked.Locator(".problem")).ToContainTextAsync("low/broken.wav");
        await page.Locator("#skip-broken").CheckAsync();
        await page.Locator("#look").ClickAsync();
        await Assertions.Expect(looked).ToContainTextAsync(learn);
        await Assertions.Expect(looked).ToContainTextAsync(same);
        await Assertions.Expect(looked).ToContainTextAsync(read);
        await Assertions.Expect(looked).ToContainTextAsync(classes);
        await Assertions.Expect(looked.Locator("audio")).ToHaveCountAsync(8);
        await Plays(looked.Locator("audio").First);
        Assert.Empty(await page.SeriousProblems());
        await page.Picture($"own-sounds-{locale[..2]}-light");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_model_is_heard_while_it_learns_and_whoever_listens_is_not_interrupted()
    {
        SoundTones.Write(folder);
        IPage page = await studio.Visit("/train");
        ILocator another = page.GetByRole(AriaRole.Button, new() { Name = "Train another" });
        await page.ChooseAnother();
        await page.Locator("#kind").SelectOptionAsync("sounds");
        await Assertions.Expect(page.Locator("#data option[value=drums]")).ToHaveCountAsync(1); // images have such a field too
        await page.Locator("#data").SelectOptionAsync("");
        await page.Locator("#path").FillAsync(folder);
        await page.Locator("#preset").SelectOptionAsync("classic");
        await page.TrainFor(4000);
        await page.Locator("#batch").FillAsync("4");
        await page.Locator("#start").ClickAsync();
        await TrainingTests.Training(page);

        ILocator player = page.Locator(".job .samples audio"),
            slider = page.Locator(".job input[type=range]");
        await player.EvaluateAsync("async audio => { audio.muted = audio.loop = true; await audio.play(); }");
        string heard = (await player.GetAttributeAsync("src"))!,
            steps = (await slider.GetAttributeAsync("max"))!;
        await Assertions.Expect(slider).Not.ToHaveAttributeAsync("max", steps, new() { Timeout = 60_000 });
        Assert.Equal(heard, await player.GetAttributeAsync("src"));
        await player.EvaluateAsync("audio => audio.pause()");
        await Assertions.Expect(player).Not.ToHaveAttributeAsync("src", heard);

        if (await page.Locator("#stop").IsVisibleAsync())
            await page.Locator("#stop").ClickAsync();
        await Assertions.Expect(another).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Plays(player);
        Assert.Equal("sounds", RunFolder.Open(RunFolder.Latest(studio.RunsFolder)!).Options.Kind.Name);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_slider_goes_back_through_the_sounds()
    {
        IPage page = await studio.Visit(Run);
        ILocator player = page.Locator(".samples audio");
        await Assertions.Expect(player).ToHaveAttributeAsync("src", "runs/tones/files/samples/step-000006.wav");
        await Plays(player);
        await page.Locator("input[type=range]").FillAsync("0");
        await Assertions.Expect(player).ToHaveAttributeAsync("src", "runs/tones/files/samples/step-000000.wav");
        await Plays(player);
        Assert.Empty(await page.SeriousProblems());

        await page.Open("/compare?runs=tones,map");
        await Assertions.Expect(page.Locator(".samples audio")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".samples img").Last).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Sounds_are_made_by_seed_and_class_and_each_is_played_and_saved()
    {
        IPage page = await studio.Visit(Explore);
        ILocator players = page.Locator("#sounds audio");
        await Assertions.Expect(players).ToHaveCountAsync(8);
        await page.Locator("#class").SelectOptionAsync(new SelectOptionValue { Label = "low" });
        await page.Locator("#count").SelectOptionAsync("4");
        await Assertions.Expect(players).ToHaveCountAsync(4);
        await Assertions.Expect(page.Locator("#sounds figcaption").First).ToContainTextAsync("0 · low");
        await Plays(players.Last);
        await page.Picture("explore-sounds-en");

        IDownload zip = await page.RunAndWaitForDownloadAsync(() => page.Locator("#download-zip").ClickAsync());
        Assert.Equal("tones-seed0.zip", zip.SuggestedFilename);
        using (System.IO.Compression.ZipArchive archive = System.IO.Compression.ZipFile.OpenRead(await zip.PathAsync()))
            Assert.Equal(["0000.wav", "0001.wav", "0002.wav", "0003.wav"], archive.Entries.Select(entry => entry.FullName));

        string before = (await players.First.GetAttributeAsync("src"))!;
        await page.Locator("#other").ClickAsync();
        await Assertions.Expect(players.First).Not.ToHaveAttributeAsync("src", before);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_morph_is_walked_by_a_slider_and_played_as_a_whole()
    {
        IPage page = await studio.Visit(Explore);
        await page.Locator("#to").FillAsync("0");
        await page.Locator("#to").PressAsync("Tab");
        await page.Locator("#from-class").SelectOptionAsync(new SelectOptionValue { Label = "high" });
        await page.Locator("#to-class").SelectOptionAsync(new SelectOptionValue { Label = "low" });
        await page.Locator("#place").FillAsync("8");
        ILocator players = page.Locator("section:has(#place) audio");
        await Assertions
            .Expect(players.First)
            .ToHaveAttributeAsync("src", "runs/tones/morph.wav?seed=0&from=0&to=0&steps=9&fromClass=0&toClass=1&index=8");
        await Plays(players.First);
        await Plays(players.Last);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_model_is_compared_with_its_onnx_on_the_spot()
    {
        IPage page = await studio.Visit(Explore, "zh-CN");
        await page.Locator("#compare-onnx").ClickAsync();
        await Assertions
            .Expect(page.Locator("#compared"))
            .ToContainTextAsync("采样值在 [−1, 1] 之间，两者最多相差", new() { Timeout = 60_000 });
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("/runs/tones/sounds.wav?count=0", HttpStatusCode.BadRequest)]
    [InlineData("/runs/tones/sounds.wav?count=65", HttpStatusCode.BadRequest)]
    [InlineData("/runs/tones/sounds.wav?count=2&index=2", HttpStatusCode.BadRequest)]
    [InlineData("/runs/tones/sounds.wav?label=9", HttpStatusCode.BadRequest)]
    [InlineData("/runs/tones/sounds.wav?seed=x", HttpStatusCode.BadRequest)]
    [InlineData("/runs/tones/morph.wav?steps=1", HttpStatusCode.BadRequest)]
    [InlineData("/runs/tones/morph.wav?toClass=2", HttpStatusCode.BadRequest)]
    [InlineData("/runs/map/sounds.wav", HttpStatusCode.Conflict)]
    [InlineData("/runs/nothing/sounds.wav", HttpStatusCode.NotFound)]
    [InlineData("/runs/tones/files/samples/..%2foptions.wav", HttpStatusCode.NotFound)]
    [InlineData("/recordings/a/b/take-0001.wav", HttpStatusCode.NotFound)]
    [InlineData("/recordings/..%2fruns/tones/take-0001.wav", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_played_is_answered_with_a_reason(string path, HttpStatusCode expected) =>
        Assert.Equal(expected, (await Ask(path)).StatusCode);

    [Fact]
    public async Task The_same_address_gives_the_same_sound_whole_or_in_part()
    {
        byte[] all = await Bytes("/runs/tones/sounds.wav?seed=3&count=3"),
            second = await Bytes("/runs/tones/sounds.wav?seed=3&count=3&index=1");
        Assert.Equal(all, await Bytes("/runs/tones/sounds.wav?seed=3&count=3"));
        Sound one = Decode(second),
            three = Decode(all);
        int pause = (three.Length - (3 * one.Length)) / 2;
        Assert.Equal(one.Channels[0], three.Channels[0][(one.Length + pause)..(2 * one.Length + pause)]);

        HttpResponseMessage part = await Ask(
            "/runs/tones/sounds.wav?seed=3&count=3&index=1",
            request => request.Headers.Range = new(44, 99)
        );
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(second[44..100], await part.Content.ReadAsByteArrayAsync());
        Assert.Equal(
            "audio/wav",
            (await Ask("/runs/tones/files/samples/step-000000.wav")).Content.Headers.ContentType?.MediaType
        );
    }

    /// <summary>The browser decodes the sound and plays it to its end, or for a while.</summary>
    internal static Task Plays(ILocator player) =>
        TrainingTests.Eventually(() =>
            player.EvaluateAsync<bool>(
                """
                async audio => {
                    audio.muted = true;
                    try { await audio.play(); } catch { return false; }
                    await new Promise(resolve => setTimeout(resolve, 250));
                    const heard = audio.duration > 0.05 && audio.currentTime > 0;
                    audio.pause();
                    return heard;
                }
                """
            )
        );

    private static Sound Decode(byte[] wav)
    {
        using MemoryStream stream = new(wav);
        return SoundDecoder.Decode(stream, 60).Sound;
    }

    private async Task<byte[]> Bytes(string path) => await (await Ask(path)).Content.ReadAsByteArrayAsync();

    private async Task<HttpResponseMessage> Ask(string path, Action<HttpRequestMessage>? change = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, studio.Server.Url + path);
        request.Headers.Add("Cookie", StudioFixture.Key(studio.Server));
        change?.Invoke(request);
        return await Client.SendAsync(request);
    }
}
