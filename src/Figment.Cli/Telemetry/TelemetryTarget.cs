namespace Figment.Cli.Telemetry;

/// <summary>Where and how to send metrics.</summary>
/// <param name="Address">The address that receives the metrics.</param>
/// <param name="IsGrpc">Whether to use gRPC; otherwise HTTP with protobuf.</param>
/// <param name="Settings">The variables for all signals, overridden by the values for metrics alone where those are set.</param>
internal sealed record TelemetryTarget(Uri Address, bool IsGrpc, IReadOnlyDictionary<string, string?> Settings)
{
    /// <summary>The settings that have both a variable for all signals and one for metrics alone.</summary>
    private static readonly string[] Shared =
    [
        "HEADERS",
        "TIMEOUT",
        "COMPRESSION",
        "CERTIFICATE",
        "CLIENT_CERTIFICATE",
        "CLIENT_KEY",
    ];

    private const string All = "OTEL_EXPORTER_OTLP_",
        Metrics = "OTEL_EXPORTER_OTLP_METRICS_",
        Path = "/v1/metrics";
    private const string Disabled = "OTEL_SDK_DISABLED",
        Exporter = "OTEL_METRICS_EXPORTER",
        Usual = "http://127.0.0.1:4318";
    private const int GrpcPort = 4317;

    /// <summary>The address without any password or key in it, so that it can be printed.</summary>
    internal string Shown => Address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>The target specified by the command line or by OpenTelemetry's own variables.</summary>
    /// <param name="written">The address on the command line; null if none was given.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="note">Receives a sentence that explains why nothing is sent although metrics are asked for.</param>
    /// <returns>The target; null if no metrics are to be sent.</returns>
    internal static TelemetryTarget? Of(string? written, Func<string, string?> variable, Action<string> note)
    {
        string? exporter = Value(Exporter);
        string? source = written is not null
            ? "--otlp"
            : new[] { $"{Metrics}ENDPOINT", $"{All}ENDPOINT" }.FirstOrDefault(name => Value(name) is not null);
        if (source is null && !IsOtlp(exporter))
            return null;
        if (string.Equals(Value(Disabled), "true", StringComparison.OrdinalIgnoreCase))
            return Nothing($"{Disabled} is true");
        if (written is null && exporter is not null && !IsOtlp(exporter))
            return Nothing($"{Exporter} is {exporter}");

        string text = written ?? (source is null ? Usual : Value(source)!);
        if (AddressOf(text) is not { } address)
            return Nothing($"{source} does not begin with http:// or https://");
        string? protocol = Value($"{Metrics}PROTOCOL") ?? Value($"{All}PROTOCOL");
        if (protocol is not (null or "grpc" or "http/protobuf"))
            return Nothing($"{All}PROTOCOL is {protocol}, but only grpc and http/protobuf are supported");
        bool isGrpc = protocol is null ? address.Port == GrpcPort : protocol == "grpc";
        bool isWhole = isGrpc || source == $"{Metrics}ENDPOINT";
        return new TelemetryTarget(
            isWhole ? address : WithPath(address),
            isGrpc,
            Shared
                .Where(name => Value(Metrics + name) is not null)
                .ToDictionary(name => All + name, name => Value(Metrics + name))
        );

        string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;

        TelemetryTarget? Nothing(string reason)
        {
            note($"No metrics are sent: {reason}.");
            return null;
        }
    }

    /// <summary>The text as an address that can receive metrics; null if it is not one.</summary>
    internal static Uri? AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" && address.Host.Length > 0
            ? address
            : null;

    private static bool IsOtlp(string? exporters) =>
        exporters?.Split(',', StringSplitOptions.TrimEntries).Contains("otlp") == true;

    private static Uri WithPath(Uri address)
    {
        string path = address.AbsolutePath.TrimEnd('/');
        return path.EndsWith(Path, StringComparison.Ordinal) ? address : new UriBuilder(address) { Path = path + Path }.Uri;
    }
}
