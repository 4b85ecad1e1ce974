using Figment.Cli.Telemetry;

namespace Figment.Tests.Server;

/// <summary>Where metrics are sent, according to the command line and OpenTelemetry's variables.</summary>
public sealed class TelemetryTargetTests
{
    private const string All = "OTEL_EXPORTER_OTLP_",
        Metrics = "OTEL_EXPORTER_OTLP_METRICS_";
    private const string NoAddress = "does not begin with http:// or https://";

    [Theory]
    [InlineData("http://a:4318/v1/metrics", false, $"{All}ENDPOINT=http://a:4318")]
    [InlineData("http://a:4318/below/v1/metrics", false, $"{All}ENDPOINT=http://a:4318/below/")]
    [InlineData("https://a/v1/metrics?key=1", false, $"{All}ENDPOINT=https://a/v1/metrics?key=1")]
    [InlineData("http://b/whole", false, $"{All}ENDPOINT=http://a:4318", $"{Metrics}ENDPOINT=http://b/whole")]
    [InlineData("http://a:4317/", true, $"{All}ENDPOINT=http://a:4317")]
    [InlineData("http://a:4317/v1/metrics", false, $"{All}ENDPOINT=http://a:4317", $"{All}PROTOCOL=http/protobuf")]
    [InlineData("http://a:4318/", true, $"{All}ENDPOINT=http://a:4318", $"{All}PROTOCOL=http/json", $"{Metrics}PROTOCOL=grpc")]
    [InlineData("http://127.0.0.1:4318/v1/metrics", false, "OTEL_METRICS_EXPORTER=console, otlp")]
    [InlineData("http://c:1/v1/metrics", false, "--otlp=http://c:1", $"{All}ENDPOINT=http://a", $"{Metrics}ENDPOINT=http://b")]
    [InlineData("http://c:1/v1/metrics", false, "--otlp=http://c:1", "OTEL_METRICS_EXPORTER=none", "OTEL_SDK_DISABLED=false")]
    public void Variables_and_the_option_say_where_metrics_go(string address, bool isGrpc, params string[] said)
    {
        (TelemetryTarget? target, string? note) = Of(said);

        Assert.Null(note);
        Assert.Equal((address, isGrpc), (target!.Address.ToString(), target.IsGrpc));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(null, $"{All}ENDPOINT=", "OTEL_METRICS_EXPORTER=none", "OTEL_SDK_DISABLED=true", $"{All}HEADERS=a=b")]
    [InlineData("OTEL_SDK_DISABLED is true", $"{All}ENDPOINT=http://a", "OTEL_SDK_DISABLED=True")]
    [InlineData("OTEL_SDK_DISABLED is true", "--otlp=http://a", "OTEL_SDK_DISABLED=true")]
    [InlineData("OTEL_METRICS_EXPORTER is prometheus", $"{All}ENDPOINT=http://a", "OTEL_METRICS_EXPORTER=prometheus")]
    [InlineData($"{All}ENDPOINT {NoAddress}", $"{All}ENDPOINT=a:4318")]
    [InlineData($"{Metrics}ENDPOINT {NoAddress}", $"{Metrics}ENDPOINT=file:///etc")]
    [InlineData(
        $"{All}PROTOCOL is x, but only grpc and http/protobuf are supported",
        $"{All}ENDPOINT=http://a",
        $"{All}PROTOCOL=x"
    )]
    public void Nothing_is_sent_that_is_not_asked_for_and_where_it_cannot_be_that_is_said(string? reason, params string[] said)
    {
        (TelemetryTarget? target, string? note) = Of(said);

        Assert.Null(target);
        Assert.Equal(reason is null ? null : $"No metrics are sent: {reason}.", note);
    }

    [Fact]
    public void What_is_set_for_metrics_goes_before_what_is_set_for_all_signals()
    {
        (TelemetryTarget? target, _) = Of($"{All}ENDPOINT=http://a", $"{All}HEADERS=a=1", $"{Metrics}HEADERS=a=2");

        Assert.Equal([new(All + "HEADERS", "a=2")], target!.Settings);
    }

    [Fact]
    public void A_password_or_a_key_in_the_address_is_not_shown()
    {
        (TelemetryTarget? target, _) = Of("--otlp=https://operator:secret@collect.example:8443/in?key=secret");

        Assert.Equal("https://collect.example:8443/in/v1/metrics", target!.Shown);
        Assert.Equal("https://operator:secret@collect.example:8443/in/v1/metrics?key=secret", target.Address.ToString());
    }

    private static (TelemetryTarget? Target, string? Note) Of(params string[] said)
    {
        Dictionary<string, string> values = said.Select(each => each.Split('=', 2))
            .ToDictionary(part => part[0], part => part[1]);
        string? note = null;
        return (TelemetryTarget.Of(values.GetValueOrDefault("--otlp"), values.GetValueOrDefault, text => note = text), note);
    }
}
