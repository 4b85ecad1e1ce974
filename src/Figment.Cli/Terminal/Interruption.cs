using System.Runtime.InteropServices;

namespace Figment.Cli.Terminal;

/// <summary>Ctrl-C and a polite kill ask the command to end; a second one ends it at once.</summary>
internal sealed class Interruption : IDisposable
{
    private const string ShowCursor = "\u001b[?25h";
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    internal Interruption()
    {
        registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];
    }

    internal CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations) registration.Dispose();
        source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (source.IsCancellationRequested)
        {
            if (!Console.IsOutputRedirected) Console.Out.Write(ShowCursor);
            Environment.Exit(CommandLine.Interrupted);
        }

        Console.Error.WriteLine("Stopping and saving; once more ends it at once.");
        source.Cancel();
    }
}
