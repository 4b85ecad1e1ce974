namespace Figment.Tests;

/// <summary>A real file system that fills up quickly, if the machine allows mounting one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder folder;

    private SmallDisk(TemporaryFolder folder) => this.folder = folder;

    public string Root => folder.Root;

    public static SmallDisk MountOrSkip(string size)
    {
        TemporaryFolder folder = new();
        if (!OperatingSystem.IsLinux() || !Mount.Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder.Root))
        {
            folder.Dispose();
            Assert.Skip("mounting a small file system needs Linux and root");
        }

        return new SmallDisk(folder);
    }

    /// <summary>Writes a file that leaves the given number of bytes free, give or take a page.</summary>
    public void Fill(string ballast, long room)
    {
        using FileStream stream = new(ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] page = new byte[4096];
        for (DriveInfo disk = new(Root); disk.AvailableFreeSpace > room; )
            stream.Write(page);
    }

    public void Dispose()
    {
        Mount.Run("umount", folder.Root);
        folder.Dispose();
    }
}
