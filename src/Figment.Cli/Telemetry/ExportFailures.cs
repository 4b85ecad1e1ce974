using System.Diagnostics.Tracing;
using System.Text.RegularExpressions;
using Figment.Cli.Terminal;

namespace Figment.Cli.Telemetry;

/// <summary>
/// Listens for OpenTelemetry's export failures and reports the first one. The exporter gives the reason only in its events.
/// </summary>
internal sealed partial class ExportFailures(Action<string> tell) : EventListener
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";
    private int isTold;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Exporter)
            EnableEvents(eventSource, EventLevel.Warning);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (Interlocked.Exchange(ref isTold, 1) != 0)
            return;
        string reason = eventData.Payload?.OfType<string>().LastOrDefault(text => text.Length > 0) ?? eventData.EventName ?? "";
        tell(Words.Printable(ExceptionName().Replace(reason.Split('\n')[0].Trim(), "").TrimEnd('.')));
    }

    [GeneratedRegex(@"^[\w.]+Exception: ")]
    private static partial Regex ExceptionName();
}
