using System.Diagnostics;

namespace Figment.Tests;

/// <summary>A real file system that is soon full, where the machine lets one be mounted.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder folder;

    private SmallDisk(TemporaryFolder folder) => this.folder = folder;

    public string Root => folder.Root;

    public static SmallDisk MountOrSkip(string size)
    {
        TemporaryFolder folder = new();
        if (!OperatingSystem.IsLinux() || !Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder.Root))
        {
            folder.Dispose();
            Assert.Skip("mounting a small file system needs Linux and root");
        }

        return new SmallDisk(folder);
    }

    public void Dispose()
    {
        Run("umount", folder.Root);
        folder.Dispose();
    }

    private static bool Run(string command, params string[] arguments)
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
