namespace Figment.Tests;

/// <summary>A folder that cannot be written for a while, not even by root, if the machine allows making one.</summary>
internal sealed class ReadOnlyFolder : IDisposable
{
    private readonly string path;

    private ReadOnlyFolder(string path) => this.path = path;

    public static ReadOnlyFolder MountOrSkip(string path)
    {
        if (!OperatingSystem.IsLinux() || !Mount.Run("mount", "--bind", path, path))
            Assert.Skip("making a folder read-only for everybody needs Linux and root");
        ReadOnlyFolder folder = new(path);
        Assert.True(Mount.Run("mount", "-o", "remount,bind,ro", path));
        return folder;
    }

    public void Dispose() => Mount.Run("umount", path);
}
