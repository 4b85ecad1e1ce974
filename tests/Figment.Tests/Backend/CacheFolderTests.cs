using Figment.Backend;

namespace Figment.Tests.Backend;

/// <summary>The real cache folder, below it a folder of the test's own.</summary>
public sealed class CacheFolderTests : IDisposable
{
    private readonly string folder = $"test-{Guid.NewGuid():N}";

    private string RelativePath => Path.Combine(folder, "deeper", "file.bin");

    public void Dispose()
    {
        string path = Path.Combine(CacheFolder.Root, folder);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        else if (File.Exists(path))
            File.Delete(path);
    }

    [Fact]
    public void A_file_is_written_once_and_then_left_alone()
    {
        string path = CacheFolder.Ensure(RelativePath, [1, 2, 3]);
        Assert.Equal(Path.Combine(CacheFolder.Root, RelativePath), path);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);

        Assert.Equal(path, CacheFolder.Ensure(RelativePath, [1, 2, 3]));

        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(path));
        Assert.Equal([path], Directory.EnumerateFiles(Path.GetDirectoryName(path)!));
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 4 })] // changed
    [InlineData(new byte[] { 1, 2 })] // cut short
    public void A_damaged_file_is_written_again(byte[] damaged)
    {
        string path = CacheFolder.Ensure(RelativePath, [1, 2, 3]);
        File.WriteAllBytes(path, damaged);

        Assert.Equal(path, CacheFolder.Ensure(RelativePath, [1, 2, 3]));

        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
    }

    [Fact]
    public void Where_the_cache_cannot_be_written_the_error_says_what_to_do()
    {
        Block(CacheFolder.Root);

        BackendException e = Assert.Throws<BackendException>(() => CacheFolder.Ensure(RelativePath, [1, 2, 3]));

        Assert.Contains(CacheFolder.Root, e.Message, StringComparison.Ordinal);
        Assert.Contains("XDG_CACHE_HOME", e.Message, StringComparison.Ordinal);
    }

    /// <summary>Puts a file where a folder is needed; that blocks even an administrator.</summary>
    private void Block(string root)
    {
        Directory.CreateDirectory(root);
        File.WriteAllText(Path.Combine(root, folder), "");
    }
}
