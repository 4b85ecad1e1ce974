using System.IO.Compression;
using Figment.Imaging;

namespace Figment.Data;

/// <summary>Where pictures lie: a folder, or a ZIP archive of one. Pictures are named by relative paths with slashes.</summary>
internal abstract class PictureSource(string path, FolderListing listing) : IDisposable
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
    internal static bool IsArchive(string path) => System.IO.Path.GetExtension(path).Equals(".zip", StringComparison.OrdinalIgnoreCase) && File.Exists(path);

    /// <summary>Opens a folder or an archive.</summary>
    /// <exception cref="FileFormatException">It is no ZIP archive, whatever its ending.</exception>
    /// <exception cref="FigmentException">It is not there, or cannot be read.</exception>
    internal static PictureSource Open(string path, CancellationToken cancellationToken)
    {
        if (IsArchive(path)) return Archive.OfFile(path);
        if (!Directory.Exists(path)) throw new FigmentException($"There is no folder and no ZIP archive {path}. Check the spelling of the path.");
        string root = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        return new Folder(path, root, FolderListing.Of(root, cancellationToken));
    }

    /// <summary>The name of a picture with what it lies in.</summary>
    internal string FullName(string picture) => System.IO.Path.Combine(Path, picture);

    /// <summary>The content of a picture's file; any thread may ask.</summary>
    /// <exception cref="FileFormatException">It is too long or damaged; the message is the reason alone.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    internal abstract byte[] Read(string picture);

    /// <inheritdoc/>
    public abstract void Dispose();

    private sealed class Folder(string path, string root, FolderListing listing) : PictureSource(path, listing)
    {
        internal override string Subject => $"The folder {Path}";

        internal override string Name => System.IO.Path.GetFileName(root) is { Length: > 0 } name ? name : "pictures";

        internal override byte[] Read(string picture) => PictureDecoder.ReadFile(System.IO.Path.Combine(root, picture));

        public override void Dispose()
        {
        }
    }

    /// <summary>Nothing of it is written to disk, so no entry's name can lead anywhere.</summary>
    private sealed class Archive(string path, ZipArchive zip, FolderListing listing, IReadOnlyDictionary<string, ZipArchiveEntry> entries) : PictureSource(path, listing)
    {
        private readonly Lock turn = new(); // an archive is one stream

        internal override string Subject => $"The archive {Path}";

        internal override string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

        internal static Archive OfFile(string path)
        {
            ZipArchive zip;
            try
            {
                zip = ZipFile.OpenRead(path);
                _ = zip.Entries; // reads the directory
            }
            catch (InvalidDataException e)
            {
                throw new FileFormatException($"{path} is no ZIP archive, or is damaged: {e.Message.TrimEnd('.')}. Pack it again.", e);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw FigmentException.Unreadable(path, e);
            }

            Dictionary<string, ZipArchiveEntry> pictures = new(StringComparer.Ordinal);
            List<string> others = [];
            (string Name, ZipArchiveEntry Entry)[] files = [.. zip.Entries.Select(entry => (Name: entry.FullName.Replace('\\', '/').TrimStart('/'), Entry: entry))
                .Where(file => !file.Name.EndsWith('/') && !file.Name.Split('/').Any(part => part.StartsWith('.') || part == "__MACOSX"))];
            int wrap = Wrapping([.. files.Select(file => file.Name)]);
            foreach ((string name, ZipArchiveEntry entry) in files)
                if (!PictureDecoder.Extensions.Contains(System.IO.Path.GetExtension(name)) || !pictures.TryAdd(name[wrap..], entry)) others.Add(name[wrap..]);
            others.Sort(StringComparer.Ordinal);
            return new Archive(path, zip, new FolderListing([.. pictures.Keys.Order(StringComparer.Ordinal)], others, []), pictures);
        }

        internal override byte[] Read(string picture)
        {
            ZipArchiveEntry entry = entries[picture];
            if (entry.Length > PictureDecoder.MaxFileLength) throw PictureDecoder.TooLong();
            try
            {
                lock (turn)
                {
                    // What the directory says of the length is not trusted: room is made for what comes.
                    using Stream stream = entry.Open();
                    using MemoryStream content = new();
                    byte[] block = new byte[1 << 16];
                    for (int length; (length = stream.Read(block)) > 0;)
                    {
                        content.Write(block, 0, length);
                        if (content.Length > PictureDecoder.MaxFileLength) throw PictureDecoder.TooLong();
                    }

                    return content.ToArray();
                }
            }
            catch (Exception e) when (e is InvalidDataException or NotSupportedException)
            {
                throw new FileFormatException("the archive cannot be unpacked there: it is damaged, or has a password", e);
            }
        }

        public override void Dispose() => zip.Dispose();

        /// <summary>How much of each name is one folder around all.</summary>
        private static int Wrapping(string[] names)
        {
            if (names.Length == 0) return 0;
            int end = names[0].IndexOf('/', StringComparison.Ordinal) + 1;
            return end > 0 && names.All(name => name.StartsWith(names[0][..end], StringComparison.Ordinal)) ? end : 0;
        }
    }
}
