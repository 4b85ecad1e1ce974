using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Figment.Tests.Server;

/// <summary>One point of a metric, as it was sent.</summary>
/// <param name="Meter">Whose it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Attributes">What it is about.</param>
/// <param name="Value">The value of a sum; of a histogram the count.</param>
internal sealed record SentPoint(
    string Meter,
    string Name,
    string Unit,
    IReadOnlyDictionary<string, string> Attributes,
    double Value
);

/// <summary>
/// A collector of metrics: a web server that keeps what it receives through OpenTelemetry's protocol, by HTTP or gRPC.
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const int GrpcPrefix = 5; // before a message: whether it is compressed, and its length
    private readonly WebApplication application;
    private readonly ConcurrentQueue<(string Path, string? Key, byte[] Body)> posted = new();

    private OtlpReceiver()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0);
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        application = builder.Build();
        application.MapFallback(
            async (HttpContext context) =>
            {
                using MemoryStream body = new();
                await context.Request.Body.CopyToAsync(body);
                bool isGrpc = context.Request.ContentType == "application/grpc";
                byte[] message = body.ToArray()[(isGrpc ? GrpcPrefix : 0)..];
                posted.Enqueue((context.Request.Path, context.Request.Headers["api-key"], message));
                context.Response.StatusCode = Status;
                if (!isGrpc)
                    return;
                context.Response.ContentType = "application/grpc";
                await context.Response.Body.WriteAsync(new byte[GrpcPrefix]); // an empty answer
                context.Response.AppendTrailer("grpc-status", "0");
            }
        );
    }

    /// <summary>What it answers with.</summary>
    internal int Status { get; set; } = StatusCodes.Status200OK;

    internal string Url => application.Urls.First();

    internal string GrpcUrl => application.Urls.Last();

    internal IReadOnlyList<(string Path, string? Key, byte[] Body)> Posted => [.. posted];

    /// <summary>What the last post held.</summary>
    internal IReadOnlyList<SentPoint> Last => [.. PointsOf(Posted[^1].Body)];

    /// <summary>The resource that the last post describes.</summary>
    internal IReadOnlyDictionary<string, string> Resource =>
        Attributes(Fields(Parts(Fields(Parts(Fields(Posted[^1].Body), 1).Single()), 1).Single()), 1);

    internal static async Task<OtlpReceiver> StartAsync()
    {
        OtlpReceiver receiver = new();
        await receiver.application.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();

    // The numbers of fields are those of opentelemetry/proto/metrics/v1/metrics.proto.
    private static IEnumerable<SentPoint> PointsOf(byte[] request) =>
        from resource in Parts(Fields(request), 1)
        from scope in Parts(Fields(resource), 2)
        let meter = Text(Fields(Parts(Fields(scope), 1).Single()), 1)
        from metric in Parts(Fields(scope), 2)
        let fields = Fields(metric)
        from data in fields.Where(field => field.Number is 5 or 7 or 9)
        from point in Parts(Fields(data.Bytes), 1)
        let values = Fields(point)
        let isHistogram = data.Number == 9
        select new SentPoint(
            meter,
            Text(fields, 1),
            Text(fields, 3),
            Attributes(values, isHistogram ? 9 : 7),
            isHistogram
                ? values.Single(value => value.Number == 4).Fixed
                : NumberOf(values.Single(value => value.Number is 4 or 6))
        );

    private static double NumberOf(Field value) => value.Number == 6 ? value.Fixed : BitConverter.Int64BitsToDouble(value.Fixed);

    private static Dictionary<string, string> Attributes(IEnumerable<Field> fields, int number) =>
        fields
            .Where(field => field.Number == number && field.Bytes.Length > 0)
            .Select(field => Fields(field.Bytes))
            .ToDictionary(pair => Text(pair, 1), pair => Fields(Parts(pair, 2).Single()) is [{ } value, ..] ? value.Text : "");

    private static IEnumerable<byte[]> Parts(IEnumerable<Field> fields, int number) =>
        fields.Where(field => field.Number == number).Select(field => field.Bytes);

    private static string Text(IEnumerable<Field> fields, int number) =>
        fields.FirstOrDefault(field => field.Number == number)?.Text ?? "";

    private static List<Field> Fields(byte[] message)
    {
        List<Field> fields = [];
        CodedInputStream input = new(message);
        while (input.ReadTag() is > 0 and uint tag)
        {
            int number = WireFormat.GetTagFieldNumber(tag);
            fields.Add(
                WireFormat.GetTagWireType(tag) switch
                {
                    WireFormat.WireType.LengthDelimited => new Field(number, input.ReadBytes().ToByteArray(), 0),
                    WireFormat.WireType.Fixed64 => new Field(number, [], (long)input.ReadFixed64()),
                    WireFormat.WireType.Varint => new Field(number, [], (long)input.ReadUInt64()),
                    WireFormat.WireType.Fixed32 => new Field(number, [], input.ReadFixed32()),
                    WireFormat.WireType other => throw new InvalidDataException($"{other}"),
                }
            );
        }

        return fields;
    }

    private sealed record Field(int Number, byte[] Bytes, long Fixed)
    {
        internal string Text => System.Text.Encoding.UTF8.GetString(Bytes);
    }
}
