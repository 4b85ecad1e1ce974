using Figment.Backend;

namespace Figment.Data.Texts;

/// <summary>
/// Creates files in the cache folder for data that does not fit into memory. Each file disappears when it is closed or its
/// process ends.
/// </summary>
internal static class ScratchFile
{
    private const int BufferSize = 1 << 20;

    /// <summary>Creates a file.</summary>
    /// <param name="name">The beginning of the file's name.</param>
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
