using System.Runtime.InteropServices;

namespace Figment.Cli.Terminal;

/// <summary>
/// Ctrl-C, Ctrl-\, a polite kill and a terminal that closes ask the command to end; Ctrl-C, Ctrl-\ or a kill once more ends it at
/// once. A signal that was ignored when the command began (<c>nohup</c>) stays ignored, which .NET sees to.
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
    /// Hears of Ctrl-C first, and says whether it did something about it; null where a command has nothing of its own to end.
    /// </summary>
    internal static Func<bool>? TakeCtrlC { get; set; }

    /// <summary>Called when the process is asked to end by another program, which may have a reason that is to be said.</summary>
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

        // A shell passes the end of its terminal on to its programs, so that signal comes more than once: it never ends what is
        // being saved.
        if (context.Signal != PosixSignal.SIGHUP && Interlocked.Increment(ref asked) > 1)
        {
            CommandOutput.ShowCursor();
            Environment.Exit(CommandLine.Interrupted);
        }

        if (context.Signal == PosixSignal.SIGTERM)
            Asked?.Invoke();
        if (!source.IsCancellationRequested)
        {
            Console.Error.WriteLine("Stopping and saving; once more ends it at once.");
            source.Cancel();
        }

        // Windows ends a program whose window is closed as soon as this returns.
        if (OperatingSystem.IsWindows() && context.Signal is PosixSignal.SIGHUP or PosixSignal.SIGTERM)
            ended.Wait();
    }
}
