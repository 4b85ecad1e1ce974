using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Figment.Backend;
using Figment.Data.Images;
using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Networks;
using Figment.Server;
using ImageMagick;
using static TorchSharp.torch;

namespace Figment.Tests.Server;

/// <summary>What a model answers over HTTP.</summary>
public sealed class ModelServerTests : IAsyncLifetime
{
    private static readonly ImageShape Shape = new(1, 8, 8);
    private static readonly ModelFacts Facts = new("runs/mine", "gan", "clothes", ["Trouser", "Shirt", "Bag"]);
    private readonly ImageModel model = Create(conditional: true);
    private ModelServer server = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        server = await ModelServer.StartAsync(model, Facts, new ServerOptions());
        client = new HttpClient { BaseAddress = new Uri(server.Url) };
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        model.Dispose();
    }

    [Fact]
    public async Task The_picture_of_a_seed_is_the_one_that_the_library_makes()
    {
        using HttpResponseMessage answer = await client.GetAsync(
            "/images.png?count=6&seed=7&class=bag,0&truncation=0.5&columns=3&scale=2"
        );

        Assert.Equal((HttpStatusCode.OK, "image/png"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal("7", Assert.Single(answer.Headers.GetValues("Figment-Seed")));
        using Tensor expected = model.Sample(
            6,
            new SampleOptions
            {
                Seed = 7,
                Classes = [2, 0],
                Truncation = 0.5,
            }
        );
        Assert.Equal(ImageBatch.FromTensor(expected).ToGrid(3, 2).ToPng(), await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Json_has_a_picture_and_the_class_of_each_image_and_the_seed_to_have_them_again()
    {
        using JsonDocument first = JsonDocument.Parse(await client.GetStringAsync("/images?count=40"));
        long seed = first.RootElement.GetProperty("seed").GetInt64();
        string again = await client.GetStringAsync($"/images?count=40&seed={seed}");

        Assert.Equal(first.RootElement.GetRawText(), again);
        JsonElement[] images = [.. first.RootElement.GetProperty("images").EnumerateArray()];
        Assert.Equal(40, images.Length);
        using Tensor labels = Latents.OfSamples(model, [.. Enumerable.Range(0, 40)], new SampleOptions { Seed = seed }).Labels!;
        Assert.Equal(labels.data<long>().ToArray(), images.Select(image => image.GetProperty("class").GetInt64()));
        Assert.All(
            images,
            image =>
            {
                Assert.Equal(Facts.ClassNames[image.GetProperty("class").GetInt32()], image.GetProperty("className").GetString());
                using MagickImage picture = new(image.GetProperty("png").GetBytesFromBase64());
                Assert.Equal((8u, 8u), (picture.Width, picture.Height));
            }
        );
    }

    [Theory]
    [InlineData("1-4", "'1-4' means 3 classes: 1, 2, 4.")]
    [InlineData("1-4,1-4,1-2", "'1-4' means 3 classes: 1, 2, 4.")]
    [InlineData("类1-类10", "'类1-类10' means 2 classes: 类1, 类10.")]
    [InlineData("1-2", null)]
    [InlineData("", null)]
    public async Task Json_says_what_may_surprise_of_a_range_of_classes(string range, string? note)
    {
        using ImageModel five = Create(conditional: true, counts: [2, 2, 2, 2, 2]);
        await using ModelServer other = await ModelServer.StartAsync(
            five,
            Facts with
            {
                ClassNames = ["1", "2", "4", "类1", "类10"],
            },
            new ServerOptions()
        );

        using JsonDocument answer = JsonDocument.Parse(
            await client.GetStringAsync($"{other.Url}/images?count=3&class={Uri.EscapeDataString(range)}")
        );

        bool isSaid = answer.RootElement.TryGetProperty("notes", out JsonElement notes);
        Assert.Equal(note is null ? [] : [note], isSaid ? notes.EnumerateArray().Select(each => each.GetString()) : []);
        using HttpResponseMessage picture = await client.GetAsync(
            $"{other.Url}/images.png?count=3&class={Uri.EscapeDataString(range)}"
        );
        Assert.Equal(HttpStatusCode.OK, picture.StatusCode);
    }

    [Theory]
    [InlineData("/images?count=0", "count must be between 1 and 256.")]
    [InlineData("/images?count=257", "count must be between 1 and 256.")]
    [InlineData("/images?count=many", "count needs a whole number of at most 2147483647, not 'many'.")]
    [InlineData("/images?count=99999999999999", "count needs a whole number of at most 2147483647, not '99999999999999'.")]
    [InlineData("/images?seed=1.5", "seed needs a whole number of at most 9223372036854775807, not '1.5'.")]
    [InlineData("/images?truncation=0", "truncation must be above 0 and at most 1.")]
    [InlineData("/images?truncation=NaN", "truncation must be above 0 and at most 1.")]
    [InlineData("/images?class=hat", "There is no class 'hat'.")]
    [InlineData("/images?class=3", "There is no class '3'.")]
    [InlineData("/images.png?columns=0", "columns must be between 1 and 256.")]
    [InlineData("/images.png?scale=17", "scale must be between 1 and 16.")]
    [InlineData("/images.png?count=256&scale=16&columns=x", "columns needs a whole number of at most 2147483647, not 'x'.")]
    public async Task Bad_parameters_are_answered_with_a_problem_document(string address, string expected)
    {
        using HttpResponseMessage answer = await client.GetAsync(address);

        JsonElement problem = await ProblemOf(answer, HttpStatusCode.BadRequest);
        Assert.Contains(expected, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_problems_are_said_at_once()
    {
        using HttpResponseMessage answer = await client.GetAsync(
            $"/images.png?count=0&truncation=2&scale=99&class={new string('x', 2000)}"
        );

        JsonElement problem = await ProblemOf(answer, HttpStatusCode.BadRequest);
        Assert.Equal(
            [
                "class must not be longer than 1000 characters.",
                "count must be between 1 and 256.",
                "scale must be between 1 and 16.",
                "truncation must be above 0 and at most 1.",
            ],
            problem.GetProperty("problems").EnumerateArray().Select(entry => entry.GetString()!).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_picture_too_large_to_hold_is_refused()
    {
        using ImageModel large = Create(conditional: false, new ImageShape(1, 64, 64));
        await using ModelServer other = await ModelServer.StartAsync(large, Facts with { ClassNames = [] }, new ServerOptions());

        using HttpResponseMessage answer = await client.GetAsync($"{other.Url}/images.png?count=256&scale=16");

        Assert.Contains(
            "268,435,456 pixels",
            (await ProblemOf(answer, HttpStatusCode.BadRequest)).GetProperty("detail").GetString(),
            StringComparison.Ordinal
        );
        using HttpResponseMessage classes = await client.GetAsync($"{other.Url}/images?class=1");
        Assert.Contains(
            "trained without classes",
            (await ProblemOf(classes, HttpStatusCode.BadRequest)).GetProperty("detail").GetString(),
            StringComparison.Ordinal
        );
        using JsonDocument plain = JsonDocument.Parse(await client.GetStringAsync($"{other.Url}/images"));
        Assert.False(plain.RootElement.GetProperty("images")[0].TryGetProperty("class", out _));
    }

    [Fact]
    public async Task The_description_has_every_address_and_the_ranges_that_are_kept()
    {
        using JsonDocument api = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json"));

        JsonElement paths = api.RootElement.GetProperty("paths");
        Assert.Equal(
            ["/health", "/images", "/images.png", "/model"],
            paths.EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal)
        );
        JsonElement get = paths.GetProperty("/images.png").GetProperty("get");
        Assert.Equal(
            ["200", "400", "503", "504"],
            get.GetProperty("responses").EnumerateObject().Select(response => response.Name).Order(StringComparer.Ordinal)
        );
        Assert.True(get.GetProperty("responses").GetProperty("200").GetProperty("content").TryGetProperty("image/png", out _));
        JsonElement[] parameters = [.. get.GetProperty("parameters").EnumerateArray()];
        Assert.Equal(
            ["class", "columns", "count", "scale", "seed", "truncation"],
            parameters.Select(parameter => parameter.GetProperty("name").GetString()).Order(StringComparer.Ordinal)
        );
        Assert.All(parameters, parameter => Assert.NotEmpty(parameter.GetProperty("description").GetString()!));
        JsonElement count = parameters
            .Single(parameter => parameter.GetProperty("name").GetString() == "count")
            .GetProperty("schema");
        Assert.Equal(
            (1, 256, "integer"),
            (
                count.GetProperty("minimum").GetInt32(),
                count.GetProperty("maximum").GetInt32(),
                count.GetProperty("type").GetString()
            )
        );
    }

    [Fact]
    public async Task It_says_what_the_model_is_and_that_it_is_well_and_shows_a_page_to_browsers()
    {
        using JsonDocument facts = JsonDocument.Parse(await client.GetStringAsync("/model")),
            health = JsonDocument.Parse(await client.GetStringAsync("/health"));
        string page = await client.GetStringAsync("/");

        Assert.Equal(
            ("gan", "clothes", 8, 3),
            (
                facts.RootElement.GetProperty("preset").GetString(),
                facts.RootElement.GetProperty("data").GetString(),
                facts.RootElement.GetProperty("width").GetInt32(),
                facts.RootElement.GetProperty("classes").GetArrayLength()
            )
        );
        Assert.Equal("healthy", health.RootElement.GetProperty("status").GetString());
        Assert.Contains("<img src=\"/images.png?", page, StringComparison.Ordinal);
        await ProblemOf(await client.GetAsync("/elsewhere"), HttpStatusCode.NotFound);
        await ProblemOf(await client.PostAsync("/images", null), HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task A_page_from_elsewhere_does_not_reach_it_by_a_name_that_points_here()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/images");
        request.Headers.Host = "evil.example";

        using HttpResponseMessage answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Many_at_once_are_each_answered_with_their_own_images_and_nothing_is_left()
    {
        byte[][] alone = new byte[8][];
        for (int seed = 0; seed < alone.Length; seed++)
            alone[seed] = await client.GetByteArrayAsync($"/images.png?count=4&seed={seed}");
        long before = LiveTensors.Count();

        byte[][] together = await Task.WhenAll(
            Enumerable.Range(0, 64).Select(i => client.GetByteArrayAsync($"/images.png?count=4&seed={i % 8}"))
        );

        for (int i = 0; i < together.Length; i++)
            Assert.Equal(alone[i % 8], together[i]);
        Assert.Equal(before, LiveTensors.Count());
    }

    [Fact]
    public async Task With_too_many_waiting_more_are_told_to_come_back_and_a_visitor_who_leaves_makes_room()
    {
        using SlowModel slow = new();
        await using ModelServer other = await ModelServer.StartAsync(
            slow,
            Facts with
            {
                ClassNames = [],
            },
            new ServerOptions { MostWaiting = 1 }
        );
        Task<HttpResponseMessage> first = client.GetAsync($"{other.Url}/images");
        await slow.Entered.WaitAsync(TimeSpan.FromSeconds(30));
        using CancellationTokenSource leaving = new();
        Task<HttpResponseMessage> second = client.GetAsync($"{other.Url}/images", leaving.Token);
        await Until(async () => await Waiting() == 1);

        using (HttpResponseMessage refused = await client.GetAsync($"{other.Url}/images"))
        {
            await ProblemOf(refused, HttpStatusCode.ServiceUnavailable);
            Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        }

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await Until(async () => await Waiting() == 0);
        slow.Go.Release(10);
        using HttpResponseMessage answer = await first;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(1, slow.Batches); // nothing was made for the visitor who left

        async Task<int> Waiting() =>
            JsonDocument.Parse(await client.GetStringAsync($"{other.Url}/health")).RootElement.GetProperty("waiting").GetInt32();
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_given_up_between_two_batches()
    {
        using SlowModel slow = new();
        await using ModelServer other = await ModelServer.StartAsync(
            slow,
            Facts with
            {
                ClassNames = [],
            },
            new ServerOptions { TimeoutSeconds = 1 }
        );
        Task<HttpResponseMessage> asked = client.GetAsync($"{other.Url}/images?count=256");
        await slow.Entered.WaitAsync(TimeSpan.FromSeconds(30));
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        slow.Go.Release(10);

        using HttpResponseMessage answer = await asked;

        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Equal(1, slow.Batches); // of eight
    }

    [Fact]
    public async Task A_model_that_fails_is_reported_where_it_is_served_and_not_to_visitors()
    {
        using SlowModel slow = new() { Failure = new InvalidOperationException("a secret") };
        List<Exception> heard = [];
        await using ModelServer other = await ModelServer.StartAsync(
            slow,
            Facts with
            {
                ClassNames = [],
            },
            new ServerOptions(),
            heard.Add
        );
        slow.Go.Release(10);

        using HttpResponseMessage answer = await client.GetAsync($"{other.Url}/images");

        Assert.DoesNotContain(
            "secret",
            (await ProblemOf(answer, HttpStatusCode.InternalServerError)).GetRawText(),
            StringComparison.Ordinal
        );
        Assert.Equal("a secret", Assert.Single(heard).Message);
    }

    [Fact]
    public async Task A_port_that_is_taken_and_options_out_of_range_are_said()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;

        FigmentException e = await Assert.ThrowsAsync<FigmentException>(() =>
            ModelServer.StartAsync(model, Facts, new ServerOptions { Port = port })
        );
        OptionsException options = await Assert.ThrowsAsync<OptionsException>(() =>
            ModelServer.StartAsync(
                model,
                Facts,
                new ServerOptions
                {
                    Host = "nowhere.example",
                    MostWaiting = -1,
                    TimeoutSeconds = 0,
                }
            )
        );

        FigmentException elsewhere = await Assert.ThrowsAsync<FigmentException>(() =>
            ModelServer.StartAsync(model, Facts, new ServerOptions { Host = "192.0.2.1" })
        ); // for documentation only (RFC 5737)

        Assert.Contains("Choose another --port", e.Message, StringComparison.Ordinal);
        Assert.Contains("Use an address of this machine", elsewhere.Message, StringComparison.Ordinal);
        Assert.Equal(3, options.Problems.Count);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("localhost", true)]
    [InlineData("::1", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("nowhere.example", false)]
    public void Only_this_machine_reaches_a_loopback_address(string host, bool expected) =>
        Assert.Equal(expected, new ServerOptions { Host = host }.IsLoopback);

    [Fact]
    public async Task Closed_while_requests_wait_it_ends_soon_and_those_that_wait_are_let_go()
    {
        using SlowModel slow = new();
        ModelServer other = await ModelServer.StartAsync(slow, Facts with { ClassNames = [] }, new ServerOptions());
        Task<HttpResponseMessage>[] asked =
        [
            .. Enumerable.Range(0, 8).Select(_ => client.GetAsync($"{other.Url}/images?count=256")),
        ];
        await slow.Entered.WaitAsync(TimeSpan.FromSeconds(30));

        Task closing = other.DisposeAsync().AsTask();
        await Task.WhenAll(asked.Select(one => one.ContinueWith(_ => { }, TaskScheduler.Default)))
            .WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(closing.IsCompleted); // the model is still computing
        await Task.Delay(TimeSpan.FromSeconds(1)); // a visitor hears that the connection ends before the server's own threads do
        slow.Go.Release(100);
        await closing.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.All(asked, one => Assert.False(one.IsCompletedSuccessfully));
        Assert.InRange(slow.Batches, 1, 8); // of the 64 that were asked for; an overloaded machine may be late by a few
    }

    private static ImageModel Create(bool conditional, ImageShape? shape = null, params int[] counts) =>
        (ImageModel)
            ModelCatalog
                .Find("gan")
                .Create(
                    new DenseGanOptions { Conditional = conditional },
                    new ImageDescription(shape ?? Shape, counts is [] ? [5, 3, 2] : counts),
                    new SeededRandom(1)
                );

    private static async Task<JsonElement> ProblemOf(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        JsonElement problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        return problem;
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (int i = 0; i < 600; i++)
        {
            if (await holds())
                return;
            await Task.Delay(50);
        }

        Assert.Fail("It did not come about within 30 s.");
    }
}
