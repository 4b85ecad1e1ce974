using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Figment.Audio;
using Figment.Data.Sounds;
using Figment.Models.Images;
using Figment.Server;
using static TorchSharp.torch;

namespace Figment.Tests.Server;

/// <summary>What a model of sounds answers over HTTP.</summary>
public sealed class SoundServerTests(SoundServerTests.Served served) : IClassFixture<SoundServerTests.Served>
{
    private const int Length = 1_024,
        Rate = 8_000,
        Pause = 1_200;
    private static readonly ModelFacts Facts = new("runs/drums", "gan", "drums <&>", SmallSounds.ClassNames);
    private readonly HttpClient client = served.Client;

    [Fact]
    public async Task The_sounds_of_a_seed_are_those_that_the_library_makes_with_pauses_between_them()
    {
        using HttpResponseMessage answer = await client.GetAsync("/sounds.wav?count=3&seed=7&class=snare,0&truncation=0.5");

        Assert.Equal((HttpStatusCode.OK, "audio/wav"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal("7", Assert.Single(answer.Headers.GetValues("Figment-Seed")));
        short[] heard = SamplesOf(await answer.Content.ReadAsByteArrayAsync(), channels: 1);
        using Tensor images = served.Model.Sample(
            3,
            new SampleOptions
            {
                Seed = 7,
                Classes = [1, 0],
                Truncation = 0.5,
            }
        );
        using Tensor sounds = ((SoundMeaning)served.Model.Meaning!).Of(images);
        float[] expected = sounds.data<float>().ToArray();
        Assert.Equal((3 * Length) + (2 * Pause), heard.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], heard[(i / Length * (Length + Pause)) + (i % Length)] / 32768f, 2e-3f);
        Assert.All(heard[Length..(Length + Pause)], sample => Assert.Equal(0, sample));
        Assert.Contains(heard, sample => Math.Abs((int)sample) > 30);
    }

    [Fact]
    public async Task Json_has_a_wav_and_the_class_of_each_sound_and_the_seed_to_have_them_again()
    {
        using JsonDocument first = JsonDocument.Parse(await client.GetStringAsync("/sounds?count=10&class=hat,kick"));
        long seed = first.RootElement.GetProperty("seed").GetInt64();
        string again = await client.GetStringAsync($"/sounds?count=10&class=hat,kick&seed={seed}");

        Assert.Equal(first.RootElement.GetRawText(), again);
        JsonElement[] sounds = [.. first.RootElement.GetProperty("sounds").EnumerateArray()];
        Assert.Equal(10, sounds.Length);
        Assert.Equal(
            Enumerable.Range(0, 10).Select(i => i % 2 == 0 ? (2L, "Hat") : (0L, "Kick")),
            sounds.Select(sound => (sound.GetProperty("class").GetInt64(), sound.GetProperty("className").GetString()!))
        );
        Assert.All(
            sounds,
            sound => Assert.Equal(Length, SamplesOf(sound.GetProperty("wav").GetBytesFromBase64(), channels: 1).Length)
        );
        Assert.False(first.RootElement.TryGetProperty("notes", out _));
    }

    [Fact]
    public async Task The_model_is_described()
    {
        using JsonDocument about = JsonDocument.Parse(await client.GetStringAsync("/model")),
            health = JsonDocument.Parse(await client.GetStringAsync("/health"));
        JsonElement root = about.RootElement;
        Assert.Equal(
            (1, Length, Rate, 0.128),
            (
                root.GetProperty("channels").GetInt32(),
                root.GetProperty("length").GetInt32(),
                root.GetProperty("rate").GetInt32(),
                root.GetProperty("seconds").GetDouble()
            )
        );
        Assert.Equal(SmallSounds.ClassNames, root.GetProperty("classes").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("healthy", health.RootElement.GetProperty("status").GetString());

        using JsonDocument description = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json"));
        JsonElement paths = description.RootElement.GetProperty("paths");
        Assert.True(
            paths
                .GetProperty("/sounds.wav")
                .GetProperty("get")
                .GetProperty("responses")
                .GetProperty("200")
                .GetProperty("content")
                .TryGetProperty("audio/wav", out _)
        );
        Assert.Equal(
            ["class", "count", "seed", "truncation"],
            paths
                .GetProperty("/sounds")
                .GetProperty("get")
                .GetProperty("parameters")
                .EnumerateArray()
                .Select(each => each.GetProperty("name").GetString()!)
                .Order(StringComparer.Ordinal)
        );
        Assert.False(paths.TryGetProperty("/images", out _));
    }

    [Fact]
    public async Task The_page_plays_what_its_own_addresses_answer()
    {
        using HttpResponseMessage answer = await client.GetAsync("/");
        string page = await answer.Content.ReadAsStringAsync();

        Assert.Contains(
            "media-src 'self'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal
        );
        Assert.Contains("drums &lt;&amp;&gt;", page, StringComparison.Ordinal);
        string[] players =
        [
            .. page.Split("<audio ")[1..].Select(player => WebUtility.HtmlDecode(player.Split("src=\"")[1].Split('"')[0])),
        ];
        Assert.Equal(1 + SmallSounds.ClassNames.Length, players.Length);
        foreach (string player in players)
        {
            using HttpResponseMessage sound = await client.GetAsync(player);
            Assert.Equal("audio/wav", sound.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task Players_that_ask_for_a_part_of_a_seed_get_it()
    {
        byte[] whole = await client.GetByteArrayAsync("/sounds.wav?count=2&seed=3");
        using HttpRequestMessage request = new(HttpMethod.Get, "/sounds.wav?count=2&seed=3");
        request.Headers.Range = new RangeHeaderValue(100, 199);

        using HttpResponseMessage part = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(whole[100..200], await part.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/sounds?count=0", "count must be between 1 and 256.")]
    [InlineData("/sounds?class=hatt", "There is no class 'hatt'.")]
    [InlineData("/sounds.wav?truncation=2", "truncation must be above 0 and at most 1.")]
    [InlineData("/sounds.wav?seed=x", "seed needs a whole number")]
    public async Task Bad_parameters_are_answered_with_a_problem_document(string address, string expected)
    {
        using HttpResponseMessage answer = await client.GetAsync(address);

        Assert.Equal(
            (HttpStatusCode.BadRequest, "application/problem+json"),
            (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType)
        );
        using JsonDocument problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Contains(expected, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_ten_minutes_of_sounds_are_refused_and_two_channels_are_two()
    {
        SoundDescription stereo = SmallSounds.Description(channels: 2, isLabelled: false);
        using ImageModel other = SmallSounds.Model("gan", stereo, isConditional: false);
        await using ModelServer server = await ModelServer.StartAsync(other, Facts with { ClassNames = [] }, new ServerOptions());
        byte[] wav = await client.GetByteArrayAsync($"{server.Url}/sounds.wav?count=2");
        Assert.Equal(2 * ((2 * Length) + Pause), SamplesOf(wav, channels: 2).Length);

        using JsonDocument sounds = JsonDocument.Parse(await client.GetStringAsync($"{server.Url}/sounds"));
        Assert.False(sounds.RootElement.GetProperty("sounds")[0].TryGetProperty("class", out _));
        using HttpResponseMessage answer = await client.GetAsync($"{server.Url}/sounds?class=0");
        Assert.Contains("trained without classes", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        OptionsException e = Assert.Throws<OptionsException>(() =>
            SoundsQuery.CheckLength(256, new SoundShape(1, 64_000, 16_000))
        );
        Assert.Contains("1,024 s, but a request may ask for at most 600 s", Assert.Single(e.Problems), StringComparison.Ordinal);
    }

    /// <summary>The samples of a plain WAV of 16 bits, whose header must fit its length.</summary>
    private static short[] SamplesOf(byte[] wav, int channels)
    {
        Assert.Equal(("RIFF", "WAVEfmt ", "data"), (Text(0, 4), Text(8, 8), Text(36, 4)));
        Assert.Equal(
            (wav.Length - 8, 1, channels, Rate, 16, wav.Length - 44),
            (Number(4), (int)wav[20], (int)wav[22], Number(24), (int)wav[34], Number(40))
        );
        return MemoryMarshal.Cast<byte, short>(wav.AsSpan(44)).ToArray();

        string Text(int at, int count) => Encoding.ASCII.GetString(wav, at, count);

        int Number(int at) => BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(at));
    }

    /// <summary>A model of sounds that all tests ask.</summary>
    public sealed class Served : IAsyncLifetime
    {
        private ModelServer server = null!;

        internal ImageModel Model { get; } = SmallSounds.Model("gan", SmallSounds.Description());

        internal HttpClient Client { get; } = new();

        /// <inheritdoc/>
        public async ValueTask InitializeAsync()
        {
            server = await ModelServer.StartAsync(Model, Facts, new ServerOptions());
            Client.BaseAddress = new Uri(server.Url);
        }

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await server.DisposeAsync();
            Model.Dispose();
        }
    }
}
