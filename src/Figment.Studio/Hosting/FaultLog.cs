using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.JSInterop;

namespace Figment.Studio.Hosting;

/// <summary>Also reports exceptions that the platform catches and only logs, for example those of a page's connection.</summary>
internal sealed class FaultLog(Faults faults) : ILoggerProvider, ILogger
{
    // Other sources log errors that are not failures, for example a form's cookie from a studio that has ended.
    private static readonly string[] Sources =
    [
        "Microsoft.AspNetCore.Components",
        "Microsoft.AspNetCore.SignalR",
        "Microsoft.AspNetCore.Server",
    ];

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        Sources.Any(source => categoryName.StartsWith(source, StringComparison.Ordinal)) ? this : NullLogger.Instance;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (IsEnabled(logLevel) && exception is not (null or OperationCanceledException or JSDisconnectedException))
            faults.Note(exception, eventId.Name ?? "a connection");
    }

    /// <inheritdoc/>
    public void Dispose() { }
}
