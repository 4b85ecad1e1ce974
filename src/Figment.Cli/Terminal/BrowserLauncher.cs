using System.ComponentModel;
using System.Diagnostics;
using Figment.Studio.Hosting;

namespace Figment.Cli.Terminal;

/// <summary>Opens the user's browser without revealing the address to the other users of the machine.</summary>
internal sealed class BrowserLauncher : IDisposable
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(5);

    private readonly DoorFile door;

    private BrowserLauncher(DoorFile door) => this.door = door;

    /// <summary>
    /// Opens an address through a temporary page. The page is deleted some seconds after the user has arrived, or at the latest
    /// when this object is disposed.
    /// </summary>
    /// <param name="url">The address, which contains a token.</param>
    /// <param name="entered">Completes once the user has arrived.</param>
    /// <exception cref="FigmentException">The temporary page cannot be written.</exception>
    internal static BrowserLauncher Open(string url, Task entered)
    {
        BrowserLauncher launcher = new(DoorFile.Write(new Uri(url), Parent()));
        _ = entered
            .ContinueWith(_ => Task.Delay(Late), TaskScheduler.Default)
            .Unwrap()
            .ContinueWith(_ => launcher.Dispose(), TaskScheduler.Default);
        try
        {
            using Process? browser = Process.Start(new ProcessStartInfo(launcher.door.Path) { UseShellExecute = true });
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            launcher.Dispose(); // there is no browser; the address is printed in any case
        }

        return launcher;
    }

    /// <inheritdoc/>
    public void Dispose() => door.Dispose();

    /// <summary>
    /// A browser installed as a snap sees neither the temporary folder nor hidden folders; it sees the home folder.
    /// </summary>
    private static string? Parent()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return OperatingSystem.IsLinux() && Directory.Exists("/snap/bin") && Directory.Exists(home) ? home : null;
    }
}
