using System.IO.Compression;

namespace Figment.Data.Folders;

/// <summary>A ZIP archive. It is never unpacked to disk, so no entry can write outside its folder.</summary>
internal sealed class ArchiveSource : FileSource
{
    private readonly ZipArchive zip;
    private readonly IReadOnlyDictionary<string, ZipArchiveEntry> entries;
    private readonly Lock turn = new(); // an archive is a single stream

    private ArchiveSource(
        string path,
        ZipArchive zip,
        FolderListing listing,
        IReadOnlyDictionary<string, ZipArchiveEntry> entries
    )
        : base(path, listing)
    {
        (this.zip, this.entries) = (zip, entries);
    }

    /// <inheritdoc/>
    internal override string Subject => $"The archive {Path}";

    /// <inheritdoc/>
    internal override string Name => System.IO.Path.GetFileNameWithoutExtension(Path) is { Length: > 0 } name ? name : "files";

    /// <summary>Opens a ZIP archive.</summary>
    /// <exception cref="FileFormatException">The file is not a ZIP archive, or it is damaged.</exception>
    /// <exception cref="FigmentException">The file cannot be read.</exception>
    internal static ArchiveSource OfFile(string path) =>
        Storage.Open(
            path,
            () => File.OpenRead(path),
            stream =>
            {
                try
                {
                    ZipArchive zip = new(stream, ZipArchiveMode.Read, leaveOpen: false, new RawNames());
                    (FolderListing listing, IReadOnlyDictionary<string, ZipArchiveEntry> entries) = ArchiveListing.Of(
                        zip,
                        stream
                    );
                    return new ArchiveSource(path, zip, listing, entries);
                }
                catch (InvalidDataException e)
                {
                    throw new FileFormatException(
                        $"{path} is not a ZIP archive, or it is damaged: {OptionSentence.Reason(e)}. Pack it again.",
                        e
                    );
                }
            }
        );

    /// <inheritdoc/>
    internal override byte[] Read(string file, long most)
    {
        if (entries[file].Length > most)
            throw TooLong(most);
        return Use(
            file,
            stream =>
            {
                // The length in the directory is not trusted: memory grows with the actual content.
                using MemoryStream content = new();
                byte[] block = new byte[1 << 16];
                for (int length; (length = stream.Read(block)) > 0; )
                {
                    content.Write(block, 0, length);
                    if (content.Length > most)
                        throw TooLong(most);
                }

                return content.ToArray();
            }
        );
    }

    /// <inheritdoc/>
    internal override long LengthOf(string file) => entries[file].Length;

    /// <inheritdoc/>
    public override void Dispose() => zip.Dispose();

    /// <inheritdoc/>
    internal override T Use<T>(string file, Func<Stream, T> read)
    {
        ZipArchiveEntry entry = entries[file];
        if (entry.IsEncrypted)
            throw new FileFormatException("it is protected by a password, so it cannot be read; unpack the archive first");
        try
        {
            lock (turn)
            {
                using Stream stream = entry.Open();
                return read(stream);
            }
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            throw new FileFormatException($"this part of the archive cannot be unpacked: {OptionSentence.Reason(e)}", e);
        }
    }
}
