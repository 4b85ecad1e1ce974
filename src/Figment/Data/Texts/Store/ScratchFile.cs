using Figment.Backend;

namespace Figment.Data.Texts;

/// <summary>
/// Files of the cache folder for what does not fit into memory; each is gone when it is closed, or its process ends.
/// </summary>
internal static class ScratchFile
{
    private const int BufferSize = 1 << 20;

    /// <summary>Creates one.</summary>
    /// <param name="name">What its name begins with.</param>
    /// <exception cref="BackendException">The cache folder cannot be written.</exception>
    internal static FileStream Create(string name) =>
        Storage.Try(
            () =>
            {
                string folder = Path.Combine(CacheFolder.Root, "scratch");
                Directory.CreateDirectory(folder);
                FileStreamOptions options = new()
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.Read,
                    BufferSize = BufferSize,
                    Options = FileOptions.DeleteOnClose,
                };
                return new FileStream(Path.Combine(folder, $"{name}-{Guid.NewGuid():N}"), options);
            },
            CacheFolder.NotWritable
        );
}
