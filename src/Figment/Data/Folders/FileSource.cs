namespace Figment.Data.Folders;

/// <summary>A source of files: a folder, or a ZIP archive of a folder. Files are named by relative paths with slashes.</summary>
internal abstract class FileSource(string path, FolderListing listing) : IDisposable
{
    /// <summary>The path that the user wrote.</summary>
    internal string Path { get; } = path;

    /// <summary>The files in the source.</summary>
    internal FolderListing Listing { get; } = listing;

    /// <summary>The source in a sentence: <c>The folder x</c> or <c>The archive x</c>.</summary>
    internal abstract string Subject { get; }

    /// <summary>A short name for the data.</summary>
    internal abstract string Name { get; }

    /// <summary>Whether a path is an archive, judging by its extension.</summary>
    internal static bool IsArchive(string path) =>
        System.IO.Path.GetExtension(path).Equals(".zip", StringComparison.OrdinalIgnoreCase) && File.Exists(path);

    /// <summary>Opens a folder or an archive.</summary>
    /// <param name="path">The path of the folder or archive, or of a link to it.</param>
    /// <param name="followsLinks">Whether to follow symbolic links inside.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FileFormatException">The file is not a ZIP archive, despite its extension.</exception>
    /// <exception cref="FigmentException">The path does not exist or cannot be read.</exception>
    internal static FileSource Open(string path, bool followsLinks, CancellationToken cancellationToken) =>
        IsArchive(path) ? ArchiveSource.OfFile(path) : OfFolder(path, followsLinks, null, cancellationToken);

    /// <summary>Opens a folder.</summary>
    /// <param name="path">The path of the folder.</param>
    /// <param name="followsLinks">Whether to follow symbolic links inside.</param>
    /// <param name="list">Lists one folder; null uses the file system.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal static FileSource OfFolder(
        string path,
        bool followsLinks,
        Func<string, IEnumerable<FileSystemInfo>>? list,
        CancellationToken cancellationToken
    )
    {
        if (!Directory.Exists(path))
            throw new FigmentException($"There is no folder or ZIP archive {path}. Check the spelling of the path.");
        string root = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        (FolderListing listing, IReadOnlyDictionary<string, string> places) = FolderWalk.Of(
            root,
            followsLinks,
            list,
            cancellationToken
        );
        return new Folder(path, root, listing, places);
    }

    /// <summary>The path of a file, including that of the folder or archive.</summary>
    internal string FullName(string file) => System.IO.Path.Combine(Path, file);

    /// <summary>Reads the content of a file. Safe on any thread.</summary>
    /// <param name="file">The file.</param>
    /// <param name="most">The greatest length in bytes.</param>
    /// <exception cref="FileFormatException">The file is too long or damaged; the message contains only the reason.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    internal abstract byte[] Read(string file, long most);

    /// <summary>
    /// Reads a file as a stream, perhaps only in part. Safe on any thread; an archive serves one thread at a time.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="read">Reads the stream.</param>
    /// <exception cref="FileFormatException">The file is damaged; the message contains only the reason.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    internal abstract T Use<T>(string file, Func<Stream, T> read);

    /// <summary>The length of a file in bytes; in an archive, the length that its directory gives.</summary>
    internal abstract long LengthOf(string file);

    /// <summary>
    /// Reads up to <paramref name="count"/> bytes from the beginning of a file; empty if it cannot be read. Safe on any thread.
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

    /// <summary>The exception for a file that is longer than allowed.</summary>
    protected static FileFormatException TooLong(long most) => new($"it is larger than {most >> 20} MB");

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
                0 => [], // the length is also 0 for a pipe, which would block, and for a device, which may never end
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
