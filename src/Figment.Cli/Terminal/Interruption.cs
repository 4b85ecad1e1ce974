using System.Runtime.InteropServices;

namespace Figment.Cli.Terminal;

/// <summary>
/// Ends the command on a signal. Ctrl-C, Ctrl-\, SIGTERM, and the closing of the terminal ask the command to end; a second
/// Ctrl-C, Ctrl-\, or SIGTERM ends it at once. A signal that was ignored when the command began (<c>nohup</c>) stays ignored;
/// .NET ensures that.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly PosixSignal[] Signals =
    [
        PosixSignal.SIGINT,
        PosixSignal.SIGTERM,
        PosixSignal.SIGHUP,
        PosixSignal.SIGQUIT,
    ];
    private readonly CancellationTokenSource source = new();
    private readonly ManualResetEventSlim ended = new();
    private readonly PosixSignalRegistration[] registrations;
    private int asked;

    /// <summary>
    /// Called first on Ctrl-C; returns whether it handled the signal. Null if a command has nothing of its own to stop.
    /// </summary>
    internal static Func<bool>? TakeCtrlC { get; set; }

    /// <summary>Called when another program asks the process to end, so that the reason can be reported.</summary>
    internal static Action? Asked { get; set; }

    internal Interruption()
    {
        registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, Handle))];
    }

    internal CancellationToken Token => source.Token;

    public void Dispose()
    {
        ended.Set();
        foreach (PosixSignalRegistration registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (context.Signal == PosixSignal.SIGINT && TakeCtrlC?.Invoke() == true)
            return;

        // When a terminal closes, its shell passes this signal on to its programs, so the signal arrives more than once. It must
        // never interrupt saving.
        if (context.Signal != PosixSignal.SIGHUP && Interlocked.Increment(ref asked) > 1)
        {
            CommandOutput.ShowCursor();
            Environment.Exit(CommandLine.Interrupted);
        }

        if (context.Signal == PosixSignal.SIGTERM)
            Asked?.Invoke();
        if (!source.IsCancellationRequested)
        {
            Console.Error.WriteLine("Stopping and saving; repeat to end at once.");
            source.Cancel();
        }

        // When its window is closed, Windows ends a program as soon as this handler returns.
        if (OperatingSystem.IsWindows() && context.Signal is PosixSignal.SIGHUP or PosixSignal.SIGTERM)
            ended.Wait();
    }
}
