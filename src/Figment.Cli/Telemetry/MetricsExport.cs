using System.Reflection;
using System.Security.Cryptography;
using Figment.Cli.Terminal;
using Figment.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Figment.Cli.Telemetry;

/// <summary>Sends metrics over OTLP until it is disposed. OpenTelemetry is loaded only if metrics are asked for.</summary>
internal sealed class MetricsExport : IDisposable
{
    /// <summary>The meters to collect: the server's own, and those of .NET for the web server and the process.</summary>
    private static readonly string[] Meters =
    [
        ModelServer.MeterName,
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Runtime",
    ];

    private readonly MeterProvider provider;
    private readonly ExportFailures failures;

    private MetricsExport(MeterProvider provider, ExportFailures failures)
    {
        this.provider = provider;
        this.failures = failures;
    }

    /// <summary>Starts collecting.</summary>
    /// <param name="target">Where to send metrics.</param>
    /// <param name="note">Receives a sentence that explains why nothing is sent; serving continues regardless.</param>
    /// <returns>Null if the environment variables make sending impossible.</returns>
    internal static MetricsExport? Start(TelemetryTarget target, Action<string> note)
    {
        try
        {
            return new MetricsExport(
                Build(target),
                new ExportFailures(reason =>
                    note(
                        $"Metrics cannot be sent to {target.Shown}: {reason}. The model is served anyway, and metrics follow "
                            + $"once "
                            + "sending works."
                    )
                )
            );
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IOException or CryptographicException)
        {
            string reason = Words.Printable(e.Message.Split('\n')[0].TrimEnd('.', '\r'));
            note($"No metrics are sent: {reason}. See the variables OTEL_EXPORTER_OTLP_*.");
            return null;
        }
    }

    /// <summary>Sends the first metrics at once, so that a failure is reported early.</summary>
    internal void SendFirst() => _ = Task.Run(() => provider.ForceFlush());

    /// <summary>Sends the remaining metrics, for at most five seconds.</summary>
    public void Dispose()
    {
        provider.Dispose();
        failures.Dispose();
    }

    private static MeterProvider Build(TelemetryTarget target) =>
        OpenTelemetry
            .Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services =>
                services.AddSingleton<IConfiguration>(
                    new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(target.Settings).Build()
                )
            )
            .SetResourceBuilder(
                ResourceBuilder
                    .CreateEmpty()
                    .AddService("figment", serviceVersion: Version())
                    .AddTelemetrySdk()
                    .AddEnvironmentVariableDetector()
            ) // last, so that OTEL_SERVICE_NAME takes precedence
            .AddMeter(Meters)
            .AddOtlpExporter(options =>
            {
                options.Protocol = target.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
                options.Endpoint = target.Address;
            })
            .Build();

    private static string? Version() =>
        typeof(MetricsExport)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0];
}
