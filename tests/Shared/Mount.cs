using System.Diagnostics;

namespace Figment.Tests;

/// <summary>The system's commands for file systems, if there are any and this user may run them.</summary>
internal static class Mount
{
    internal static bool Run(string command, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
