using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Figment.Server;

/// <summary>
/// The metrics of a server. Names and units follow OpenTelemetry's conventions; those for texts follow the conventions for
/// generative models (https://github.com/open-telemetry/semantic-conventions-genai). No attribute contains a visitor's text, an
/// address, or a path, so there are few time series whatever visitors request.
/// </summary>
internal sealed class ServerMetrics
{
    private const string Error = "error.type",
        Second = "s",
        Token = "{token}",
        Request = "{request}";

    // From the time for a digit (2 ms) to the default time limit of a request.
    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    // The boundaries of the conventions, with finer ones before them, because small models make tokens faster than the
    // conventions expect.
    private static readonly double[] RequestSeconds =
    [
        0.01,
        0.02,
        0.04,
        0.08,
        0.16,
        0.32,
        0.64,
        1.28,
        2.56,
        5.12,
        10.24,
        20.48,
        40.96,
        81.92,
    ];
    private static readonly double[] FirstTokenSeconds =
    [
        0.001,
        0.005,
        0.01,
        0.02,
        0.04,
        0.06,
        0.08,
        0.1,
        0.25,
        0.5,
        0.75,
        1,
        2.5,
        5,
        7.5,
        10,
    ];
    private static readonly double[] TokenSeconds =
    [
        0.00025,
        0.0005,
        0.001,
        0.0025,
        0.005,
        0.01,
        0.025,
        0.05,
        0.075,
        0.1,
        0.15,
        0.2,
        0.3,
        0.4,
        0.5,
        0.75,
        1,
        2.5,
    ];
    private static readonly int[] Tokens = [1, 4, 16, 64, 256, 1024, 4096, 16384];

    private readonly Histogram<double> queueTime,
        makeTime,
        requestTime,
        firstTokenTime,
        tokenTime;
    private readonly Histogram<int> usage;
    private readonly Counter<long> items,
        failures;
    private readonly KeyValuePair<string, object?> preset,
        kind,
        item,
        provider,
        name;
    private int waiting,
        active;

    public ServerMetrics(IMeterFactory meters, IServed served)
    {
        preset = new("figment.model.preset", served.Facts.Preset);
        kind = new("figment.model.kind", served.Makes);
        item = new(
            "figment.item.kind",
            served.Makes switch
            {
                "images" => "image",
                "sounds" => "sound",
                _ => "token",
            }
        );
        provider = new("gen_ai.provider.name", "figment");
        name = new("gen_ai.request.model", served.Facts.Preset);
        Meter meter = meters.Create(
            new MeterOptions(ModelServer.MeterName) { Version = typeof(ServerMetrics).Assembly.GetName().Version?.ToString(3) }
        );
        meter.CreateObservableUpDownCounter(
            "figment.server.queued_requests",
            () => Now(ref waiting),
            Request,
            "Requests that wait for the model."
        );
        meter.CreateObservableUpDownCounter(
            "figment.server.active_requests",
            () => Now(ref active),
            Request,
            "Requests that the model works on."
        );
        queueTime = Times("figment.server.request.queue_duration", "How long a request waited for the model.", Seconds);
        makeTime = Times("figment.server.request.make_duration", "How long the model worked on a request.", Seconds);
        items = meter.CreateCounter<long>(
            "figment.server.items",
            "{item}",
            "Items that the model made: images, sounds, or tokens."
        );
        failures = meter.CreateCounter<long>("figment.server.failures", Request, "Requests that failed, by reason.");
        usage = Histogram("figment.server.token.usage", Token, "Tokens of a request: read (input) and written (output).", Tokens);
        requestTime = Times("gen_ai.server.request.duration", "Generative AI server request duration.", RequestSeconds);
        firstTokenTime = Times("gen_ai.server.time_to_first_token", "Time to the first token of an answer.", FirstTokenSeconds);
        tokenTime = Times("gen_ai.server.time_per_output_token", "Time per token of an answer after its first.", TokenSeconds);

        Histogram<double> Times(string called, string what, double[] boundaries) => Histogram(called, Second, what, boundaries);
        Histogram<T> Histogram<T>(string called, string unit, string what, T[] boundaries)
            where T : struct =>
            meter.CreateHistogram(called, unit, what, advice: new InstrumentAdvice<T> { HistogramBucketBoundaries = boundaries });
    }

    internal void Wait(int requests) => Interlocked.Add(ref waiting, requests);

    internal void Work(int requests) => Interlocked.Add(ref active, requests);

    internal void Make(int made) => items.Add(made, item, preset, kind);

    internal void Fail(string reason) => failures.Add(1, new(Error, reason), preset, kind);

    internal void QueueTook(TimeSpan time, string? failure) => queueTime.Record(time.TotalSeconds, Own(failure));

    internal void MakingTook(TimeSpan time, string? failure) => makeTime.Record(time.TotalSeconds, Own(failure));

    /// <summary>Records a finished request for text.</summary>
    /// <param name="asked">The request.</param>
    /// <param name="time">The time from its arrival to its end.</param>
    /// <param name="failure">Why it failed; null if it did not.</param>
    internal void TextTook(TextAsked asked, TimeSpan time, string? failure)
    {
        TagList tags = Conventional(asked);
        if (failure is not null)
            tags.Add(Error, failure);
        requestTime.Record(time.TotalSeconds, tags);
    }

    internal void FirstTokenTook(TextAsked asked, TimeSpan time) => firstTokenTime.Record(time.TotalSeconds, Conventional(asked));

    internal void EachTokenTook(TextAsked asked, TimeSpan time) => tokenTime.Record(time.TotalSeconds, Conventional(asked));

    internal void Use(TextAsked asked, int written)
    {
        usage.Record(asked.PromptTokens, Of("input"));
        usage.Record(written, Of("output"));

        TagList Of(string type)
        {
            TagList tags = Conventional(asked);
            tags.Add("gen_ai.token.type", type);
            return tags;
        }
    }

    private Measurement<int> Now(ref int count) => new(Volatile.Read(ref count), preset, kind);

    private TagList Own(string? failure)
    {
        TagList tags = [preset, kind];
        if (failure is not null)
            tags.Add(Error, failure);
        return tags;
    }

    private TagList Conventional(TextAsked asked) => [new("gen_ai.operation.name", asked.Operation), provider, name];
}
