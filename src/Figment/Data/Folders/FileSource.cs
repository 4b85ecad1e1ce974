namespace Figment.Data.Folders;

/// <summary>Where files lie: a folder, or a ZIP archive of one. Files are named by relative paths with slashes.</summary>
internal abstract class FileSource(string path, FolderListing listing) : IDisposable
{
    /// <summary>What a user wrote.</summary>
    internal string Path { get; } = path;

    /// <summary>What lies there.</summary>
    internal FolderListing Listing { get; } = listing;

    /// <summary><c>The folder x</c> or <c>The archive x</c>.</summary>
    internal abstract string Subject { get; }

    /// <summary>A short name for the data.</summary>
    internal abstract string Name { get; }

    /// <summary>Whether something is an archive by its ending.</summary>
    internal static bool IsArchive(string path) =>
        System.IO.Path.GetExtension(path).Equals(".zip", StringComparison.OrdinalIgnoreCase) && File.Exists(path);

    /// <summary>Opens a folder or an archive.</summary>
    /// <param name="path">It, or a link to it.</param>
    /// <param name="followsLinks">Whether symbolic links inside are followed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FileFormatException">It is no ZIP archive, whatever its ending.</exception>
    /// <exception cref="FigmentException">It is not there, or cannot be read.</exception>
    internal static FileSource Open(string path, bool followsLinks, CancellationToken cancellationToken) =>
        IsArchive(path) ? ArchiveSource.OfFile(path) : OfFolder(path, followsLinks, null, cancellationToken);

    /// <summary>Opens a folder.</summary>
    /// <param name="path">It.</param>
    /// <param name="followsLinks">Whether symbolic links inside are followed.</param>
    /// <param name="list">What lists one folder; null is the file system.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static FileSource OfFolder(
        string path,
        bool followsLinks,
        Func<string, IEnumerable<FileSystemInfo>>? list,
        CancellationToken cancellationToken
    )
    {
        if (!Directory.Exists(path))
            throw new FigmentException($"There is no folder and no ZIP archive {path}. Check the spelling of the path.");
        string root = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        (FolderListing listing, IReadOnlyDictionary<string, string> places) = FolderWalk.Of(
            root,
            followsLinks,
            list,
            cancellationToken
        );
        return new Folder(path, root, listing, places);
    }

    /// <summary>The name of a file with what it lies in.</summary>
    internal string FullName(string file) => System.IO.Path.Combine(Path, file);

    /// <summary>The content of a file; any thread may ask.</summary>
    /// <param name="file">Which one.</param>
    /// <param name="most">Bytes that it may have.</param>
    /// <exception cref="FileFormatException">It is too long or damaged; the message is the reason alone.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    internal abstract byte[] Read(string file, long most);

    /// <summary>
    /// Reads a file as a stream, of which it may well take only a part; any thread may ask, and in an archive one at a time does.
    /// </summary>
    /// <param name="file">Which one.</param>
    /// <param name="read">Reads it.</param>
    /// <exception cref="FileFormatException">It is damaged; the message is the reason alone.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    internal abstract T Use<T>(string file, Func<Stream, T> read);

    /// <summary>How long a file is; in an archive, how long its directory says that it is.</summary>
    internal abstract long LengthOf(string file);

    /// <summary>
    /// The first bytes of a file, as many as it has of so many; none where it cannot be read. Any thread may ask.
    /// </summary>
    internal byte[] Peek(string file, int count)
    {
        try
        {
            return Use(file, stream => Start(stream, count));
        }
        catch (Exception e) when (e is FileFormatException || Storage.IsFailure(e))
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>What is wrong with a file of more than so many bytes.</summary>
    protected static FileFormatException TooLong(long most) => new($"it has more than {most >> 20} MB");

    private static byte[] Start(Stream stream, int count)
    {
        byte[] bytes = new byte[count];
        return bytes[..stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false)];
    }

    private sealed class Folder(string path, string root, FolderListing listing, IReadOnlyDictionary<string, string> places)
        : FileSource(path, listing)
    {
        internal override string Subject => $"The folder {Path}";

        internal override string Name => System.IO.Path.GetFileName(root) is { Length: > 0 } name ? name : "files";

        internal override byte[] Read(string file, long most) =>
            new FileInfo(places[file]).Length switch
            {
                0 => [], // also a pipe, which would be waited for, and a device, which may never end
                long length when length > most => throw TooLong(most),
                _ => File.ReadAllBytes(places[file]),
            };

        internal override long LengthOf(string file) => new FileInfo(places[file]).Length;

        internal override T Use<T>(string file, Func<Stream, T> read)
        {
            if (new FileInfo(places[file]).Length == 0)
                return read(Stream.Null); // also a pipe
            using FileStream stream = new(places[file], FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            return read(stream);
        }

        public override void Dispose() { }
    }
}
