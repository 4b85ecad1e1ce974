using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Figment.Backend;
using Figment.Models.Texts;
using Figment.Server;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Figment.Tests.Server;

/// <summary>What is measured of a server; each server has its own meters.</summary>
public sealed class ServerMetricsTests : IDisposable
{
    private const string Secret = "SECRET";
    private static readonly ModelFacts Facts = new($"runs/{Secret}", "gan", Secret, []);
    private static readonly object[] Messages = [new { role = "user", content = Secret }];
    private readonly HttpClient client = new();

    public void Dispose() => client.Dispose();

    [Fact]
    public async Task Images_are_counted_and_timed()
    {
        using SlowModel model = new();
        model.Go.Release(100);
        await using ModelServer server = await ModelServer.StartAsync(model, Facts, new ServerOptions());
        using MetricCollector<long> items = Collect<long>(server, "figment.server.items");
        using MetricCollector<double> waits = Collect<double>(server, "figment.server.request.queue_duration");
        using MetricCollector<double> makes = Collect<double>(server, "figment.server.request.make_duration");

        await client.GetByteArrayAsync($"{server.Url}/images?count=70");
        await client.GetByteArrayAsync($"{server.Url}/images.png");
        await client.GetByteArrayAsync($"{server.Url}/health");

        Assert.Equal(71, items.GetMeasurementSnapshot().EvaluateAsCounter());
        Assert.All(
            items.GetMeasurementSnapshot(),
            item =>
                Assert.Equal(
                    [("figment.item.kind", "image"), ("figment.model.kind", "images"), ("figment.model.preset", "gan")],
                    Pairs(item.Tags)
                )
        );
        Assert.Equal(2, waits.GetMeasurementSnapshot().Count);
        Assert.All(makes.GetMeasurementSnapshot(), time => Assert.InRange(time.Value, double.Epsilon, 60));
        Assert.Equal(2, makes.GetMeasurementSnapshot().Count);
    }

    [Fact]
    public async Task Those_that_wait_and_those_under_way_are_known_and_so_is_who_was_sent_away_or_left()
    {
        using SlowModel model = new();
        await using ModelServer server = await ModelServer.StartAsync(model, Facts, new ServerOptions { MostWaiting = 1 });
        using MetricCollector<int> waiting = Collect<int>(server, "figment.server.queued_requests");
        using MetricCollector<int> active = Collect<int>(server, "figment.server.active_requests");
        using MetricCollector<long> failures = Collect<long>(server, "figment.server.failures");
        using MetricCollector<double> waits = Collect<double>(server, "figment.server.request.queue_duration");
        Assert.Equal((0, 0), (Now(waiting), Now(active)));

        Task<HttpResponseMessage> first = client.GetAsync($"{server.Url}/images");
        await model.Entered.WaitAsync(TimeSpan.FromSeconds(30));
        using CancellationTokenSource leaving = new();
        Task<HttpResponseMessage> second = client.GetAsync($"{server.Url}/images", leaving.Token);
        await Until(() => Now(waiting) == 1);
        Assert.Equal(1, Now(active));
        (await client.GetAsync($"{server.Url}/images")).Dispose();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await Until(() => Now(waiting) == 0);
        model.Go.Release(10);
        (await first).Dispose();

        Assert.Equal((0, 0), (Now(waiting), Now(active)));
        Assert.Equal([("busy", 1), ("left", 1)], Reasons(failures));
        Assert.Equal([null, "left"], waits.GetMeasurementSnapshot().Select(wait => wait.Tags.GetValueOrDefault("error.type")));
    }

    [Fact]
    public async Task Failures_have_reasons()
    {
        using SlowModel model = new() { Failure = new InvalidOperationException(Secret) };
        await using ModelServer server = await ModelServer.StartAsync(model, Facts, new ServerOptions { TimeoutSeconds = 1 });
        using MetricCollector<long> failures = Collect<long>(server, "figment.server.failures");
        using MetricCollector<int> active = Collect<int>(server, "figment.server.active_requests");
        using MetricCollector<double> makes = Collect<double>(server, "figment.server.request.make_duration");

        (await client.GetAsync($"{server.Url}/images?count=0")).Dispose();
        (await client.GetAsync($"{server.Url}/images?count={Secret}")).Dispose();
        using HttpRequestMessage stranger = new(HttpMethod.Get, $"{server.Url}/images");
        stranger.Headers.Host = $"{Secret}.example";
        (await client.SendAsync(stranger)).Dispose();
        Task<HttpResponseMessage> late = client.GetAsync($"{server.Url}/images");
        await model.Entered.WaitAsync(TimeSpan.FromSeconds(30));
        using HttpResponseMessage waited = await client.GetAsync($"{server.Url}/images"); // given up while it waits
        model.Go.Release(10);
        using HttpResponseMessage failed = await late;

        Assert.Equal((HttpStatusCode.GatewayTimeout, HttpStatusCode.InternalServerError), (waited.StatusCode, failed.StatusCode));
        Assert.Equal([("bad_request", 2), ("model", 1), ("timeout", 1), ("unknown_host", 1)], Reasons(failures));
        Assert.Equal("model", Assert.Single(makes.GetMeasurementSnapshot()).Tags["error.type"]);
        Assert.Equal(0, Now(active));
        Assert.DoesNotContain(
            failures.GetMeasurementSnapshot().SelectMany(failure => Pairs(failure.Tags)),
            pair => pair.Value.Contains(Secret, StringComparison.OrdinalIgnoreCase)
        );
    }

    [Theory]
    [InlineData("/v1/completions", "text_completion", false)]
    [InlineData("/v1/chat/completions", "chat", false)]
    [InlineData("/v1/chat/completions", "chat", true)]
    public async Task Texts_are_measured_by_the_conventions_for_generative_models(string path, string operation, bool stream)
    {
        using TextModel model = Endless();
        await using ModelServer server = await ModelServer.StartAsync(model, Facts with { Preset = "gpt" }, new ServerOptions());
        using MetricCollector<double> requests = Collect<double>(server, "gen_ai.server.request.duration");
        using MetricCollector<double> firsts = Collect<double>(server, "gen_ai.server.time_to_first_token");
        using MetricCollector<double> each = Collect<double>(server, "gen_ai.server.time_per_output_token");
        using MetricCollector<int> usage = Collect<int>(server, "figment.server.token.usage");
        using MetricCollector<long> items = Collect<long>(server, "figment.server.items");
        using MetricCollector<double> makes = Collect<double>(server, "figment.server.request.make_duration");
        object asked =
            operation == "chat"
                ? new
                {
                    messages = Messages,
                    max_tokens = 20,
                    n = 2,
                    stream,
                    model = Secret,
                    temperature = 0,
                }
                : new
                {
                    prompt = Secret,
                    max_tokens = 20,
                    n = 2,
                    stream,
                    model = Secret,
                    temperature = 0,
                };

        using HttpResponseMessage answer = await client.PostAsJsonAsync(server.Url + path, asked);
        string body = await answer.Content.ReadAsStringAsync();
        await Until(() => requests.GetMeasurementSnapshot().Count == 1); // the answer's end is heard before the server's own

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        (string, string)[] tags =
        [
            ("gen_ai.operation.name", operation),
            ("gen_ai.provider.name", "figment"),
            ("gen_ai.request.model", "gpt"),
        ];
        foreach (MetricCollector<double> collected in new[] { requests, firsts, each })
            Assert.Equal(tags, Pairs(Assert.Single(collected.GetMeasurementSnapshot()).Tags));
        double whole = requests.LastMeasurement!.Value,
            first = firsts.LastMeasurement!.Value;
        Assert.InRange(first, double.Epsilon, whole);
        Assert.InRange(each.LastMeasurement!.Value, double.Epsilon, (whole - first) / 19);
        Assert.Single(makes.GetMeasurementSnapshot());
        Assert.Equal(40, items.GetMeasurementSnapshot().EvaluateAsCounter());
        Assert.Equal("token", items.LastMeasurement!.Tags["figment.item.kind"]);
        Assert.Equal(["input", "output"], usage.GetMeasurementSnapshot().Select(one => one.Tags["gen_ai.token.type"]));
        Assert.Equal(40, usage.LastMeasurement!.Value);
        if (stream)
            return;
        using JsonDocument told = JsonDocument.Parse(body);
        JsonElement read = told.RootElement.GetProperty("usage").GetProperty("prompt_tokens");
        Assert.Equal(read.GetInt32(), usage.GetMeasurementSnapshot()[0].Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_text_that_takes_too_long_is_a_failure_also_where_its_answer_has_begun(bool stream)
    {
        using TextModel model = Endless(width: 256);
        await using ModelServer server = await ModelServer.StartAsync(model, Facts, new ServerOptions { TimeoutSeconds = 1 });
        using MetricCollector<double> requests = Collect<double>(server, "gen_ai.server.request.duration");
        using MetricCollector<double> firsts = Collect<double>(server, "gen_ai.server.time_to_first_token");
        using MetricCollector<long> failures = Collect<long>(server, "figment.server.failures");
        using MetricCollector<int> active = Collect<int>(server, "figment.server.active_requests");

        using HttpResponseMessage answer = await client.PostAsJsonAsync(
            $"{server.Url}/v1/completions",
            new
            {
                prompt = "a",
                max_tokens = 8192,
                n = 16,
                stream,
                temperature = 0,
            }
        );
        await Until(() => requests.GetMeasurementSnapshot().Count == 1);

        Assert.Equal([("timeout", 1)], Reasons(failures));
        Assert.Equal("timeout", Assert.Single(requests.GetMeasurementSnapshot()).Tags["error.type"]);
        Assert.Empty(firsts.GetMeasurementSnapshot()); // of successful answers alone
        Assert.Equal(0, Now(active));
    }

    private static TextModel Endless(int width = 32)
    {
        GptOptions options = new()
        {
            Layers = 1,
            Width = width,
            Heads = 2,
            KeyValueHeads = 2,
            Context = 32,
        };
        TextModel model = Gpt.Create(options, new SeededRandom(3));
        using (TorchSharp.torch.no_grad())
            model.Network.Table[model.Tokenizer.EndOfText].zero_(); // never the most probable
        return model;
    }

    private static MetricCollector<T> Collect<T>(ModelServer server, string name)
        where T : struct => new(server.Meters, ModelServer.MeterName, name);

    private static int Now(MetricCollector<int> observable)
    {
        observable.RecordObservableInstruments();
        return observable.LastMeasurement!.Value;
    }

    private static IEnumerable<(string, int)> Reasons(MetricCollector<long> failures) =>
        failures
            .GetMeasurementSnapshot()
            .GroupBy(failure => (string)failure.Tags["error.type"]!)
            .Select(reason => (reason.Key, reason.Count()))
            .Order();

    private static IEnumerable<(string Key, string Value)> Pairs(IReadOnlyDictionary<string, object?> tags) =>
        tags.Select(tag => (tag.Key, (string)tag.Value!)).Order();

    private static async Task Until(Func<bool> holds)
    {
        for (int i = 0; i < 600 && !holds(); i++)
            await Task.Delay(50);
        Assert.True(holds(), "It did not come about within 30 s.");
    }
}
