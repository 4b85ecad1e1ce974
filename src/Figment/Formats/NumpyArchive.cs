using System.IO.Compression;

namespace Figment.Formats;

/// <summary>An array in an archive.</summary>
/// <param name="Name">The name, without <c>.npy</c>.</param>
/// <param name="Header">The header of the array.</param>
internal sealed record NumpyEntry(string Name, NumpyHeader Header);

/// <summary>
/// An archive of arrays, written by <c>numpy.savez</c> or <c>numpy.savez_compressed</c>: a ZIP of <c>.npy</c> files. It is not
/// trusted: an array is read only as far as its header declares, and the length in the directory must match.
/// </summary>
internal sealed class NumpyArchive : IDisposable
{
    /// <summary>The extension of such a file.</summary>
    internal const string Extension = ".npz";

    private const int MostArrays = 1000;
    private readonly string path;
    private readonly ZipArchive zip;
    private readonly Dictionary<string, ZipArchiveEntry> files = new(StringComparer.Ordinal);

    private NumpyArchive(string path, ZipArchive zip)
    {
        (this.path, this.zip) = (path, zip);
        foreach (ZipArchiveEntry entry in zip.Entries.Where(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal)))
            files.TryAdd(entry.FullName[..^4], entry);
    }

    private static NumpyArchive Checked(string path)
    {
        try
        {
            return Storage.Open(path, () => ZipFile.OpenRead(path), zip => new NumpyArchive(path, zip));
        }
        catch (InvalidDataException e)
        {
            throw new FileFormatException(
                $"{path} is not an archive of NumPy arrays, or it is damaged: {OptionSentence.Reason(e)}. Save it again with "
                    + $"numpy.savez.",
                e
            );
        }
    }

    /// <summary>Opens an archive.</summary>
    /// <exception cref="FileFormatException">The file is not an archive of arrays.</exception>
    /// <exception cref="FigmentException">The file cannot be read.</exception>
    internal static NumpyArchive Open(string path)
    {
        NumpyArchive archive = Checked(path);
        if (archive.files.Count is > 0 and <= MostArrays)
            return archive;
        archive.Dispose();
        throw new FileFormatException(
            archive.files.Count == 0
                ? OptionSentence.Of($"{path} holds no NumPy arrays. Save it with numpy.savez.")
                : OptionSentence.Of(
                    $"{path} holds {archive.files.Count:N0} arrays, more than {MostArrays:N0}. Save all images as one array."
                )
        );
    }

    /// <summary>Reads the headers of all arrays.</summary>
    /// <exception cref="FileFormatException">A header is invalid.</exception>
    internal IReadOnlyList<NumpyEntry> Entries() =>
        [
            .. files.Keys.Select(name =>
            {
                using Stream stream = Stream(name);
                return new NumpyEntry(name, NumpyHeader.Read(stream, Full(name)));
            }),
        ];

    /// <summary>Opens an array for reading; the archive must stay open meanwhile.</summary>
    /// <exception cref="FileFormatException">
    /// The values are of a type that images cannot have, or the array is damaged.
    /// </exception>
    internal NumpyReader Read(string name)
    {
        NumpyReader reader = new(Stream(name), Full(name), takesFortran: true);
        if (!reader.IsFortran)
            return reader;
        using (reader)
            return Unpacked(name, takesFortran: true, NumpyTypes.OfImages);
    }

    /// <summary>
    /// Unpacks an array completely, for random access. The actual data counts, whatever length the directory declares.
    /// </summary>
    /// <exception cref="FileFormatException">The array is too large, of another type, or damaged.</exception>
    internal NumpyReader Unpacked(string name, bool takesFortran, NumpyTypeRule types)
    {
        MemoryStream unpacked = new();
        using Stream stream = Stream(name);
        if (stream.Length > Array.MaxLength)
            throw new FileFormatException(
                $"{Full(name)} is too large to be unpacked at once. Save only that array, with numpy.save(file, "
                    + $"numpy.ascontiguousarray(x))."
            );
        stream.CopyTo(unpacked);
        unpacked.Position = 0;
        return new NumpyReader(unpacked, Full(name), takesFortran, types);
    }

    /// <summary>The content of an array's file, with the length that the directory declares.</summary>
    internal Stream Stream(string name)
    {
        ZipArchiveEntry entry = files[name];
        if (entry.IsEncrypted)
            throw new FileFormatException($"{Full(name)} has a password. Save it without a password.");
        try
        {
            return new EntryStream(entry.Open(), entry.Length, Full(name));
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or IOException)
        {
            throw Damaged(Full(name), e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => zip.Dispose();

    /// <summary>The name of an array in errors.</summary>
    internal string Full(string name) => $"{path}: {name}";

    private static FileFormatException Damaged(string name, Exception e) =>
        new($"{name} cannot be unpacked: {OptionSentence.Reason(e)}. Save the archive again with numpy.savez.", e);

    /// <summary>A stream that unpacks as it is read, and knows the declared length.</summary>
    private sealed class EntryStream(Stream packed, long length, string name) : ForwardStream
    {
        private long position;

        public override long Length => length;

        public override long Position
        {
            get => position;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            try
            {
                int read = packed.Read(buffer[..(int)Math.Min(buffer.Length, length - position)]);
                position += read;
                return read;
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                throw Damaged(name, e);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                packed.Dispose();
            base.Dispose(disposing);
        }
    }
}
