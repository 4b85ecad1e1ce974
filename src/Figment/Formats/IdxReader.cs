using System.Buffers.Binary;
using System.IO.Compression;

namespace Figment.Formats;

/// <summary>
/// Reads an IDX file of unsigned bytes (<see cref="IdxFile"/>), gzipped or not, piece by piece, so that memory need not hold all
/// values.
/// </summary>
internal sealed class IdxReader : IDisposable
{
    private const int MaxDimensions = 4,
        Usual = 6; // images compress to a sixth

    private static readonly Dictionary<byte, string> TypeNames = new()
    {
        [0x09] = "signed bytes",
        [0x0B] = "16-bit integers",
        [0x0C] = "32-bit integers",
        [0x0D] = "32-bit floats",
        [0x0E] = "64-bit floats",
    };

    private readonly string name;
    private readonly Stream content;
    private readonly Stream? owned;
    private readonly int[] dimensions;

    /// <summary>Reads the header.</summary>
    /// <param name="stream">A seekable stream at its beginning.</param>
    /// <param name="name">The name of the file to show in errors.</param>
    /// <param name="leaveOpen">Whether the caller keeps the stream.</param>
    /// <exception cref="FileFormatException">
    /// The content is not an IDX file of unsigned bytes, or its header declares more than the file can hold.
    /// </exception>
    internal IdxReader(Stream stream, string name, bool leaveOpen = false)
    {
        this.name = name;
        owned = leaveOpen ? null : stream;
        Span<byte> magic = stackalloc byte[2];
        bool isGzip = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1f, 0x8b];
        stream.Position = 0;
        content = isGzip ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true) : stream;

        // Deflate cannot expand by more than a factor of 1032, which bounds what a header may declare.
        dimensions = ReadHeader(isGzip ? stream.Length * 1032 : stream.Length);
        Filled = isGzip ? Math.Max(1 << 16, Usual * stream.Length) : stream.Length;
        Count = dimensions.Aggregate(1L, (product, size) => product * size);
    }

    /// <summary>The sizes, outermost first.</summary>
    internal IReadOnlyList<int> Dimensions => dimensions;

    /// <summary>The number of values.</summary>
    internal long Count { get; }

    /// <summary>The least number of values that a file of this length usually holds.</summary>
    internal long Filled { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="FileFormatException">The content is invalid, as for the constructor.</exception>
    /// <exception cref="FigmentException">The file cannot be opened.</exception>
    internal static IdxReader Open(string path) =>
        Storage.Open(path, () => File.OpenRead(path), stream => new IdxReader(stream, path));

    /// <summary>Reads the next values.</summary>
    /// <param name="values">A buffer, which is filled completely.</param>
    /// <exception cref="FileFormatException">The file ends too early, or is damaged.</exception>
    /// <exception cref="FigmentException">The file cannot be read.</exception>
    internal void Read(Span<byte> values)
    {
        if (Fill(values) < values.Length)
            throw TooShort(dimensions, Count);
    }

    /// <summary>Checks that nothing follows the values.</summary>
    /// <exception cref="FileFormatException">Something follows.</exception>
    internal void End()
    {
        if (Fill(stackalloc byte[1]) > 0)
            throw new FileFormatException(
                $"{name} has more data after the {Count:N0} values declared in its header ({string.Join(" × ", dimensions)}). "
                    + $"The file does not match its header."
            );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (content is GZipStream)
            content.Dispose();
        owned?.Dispose();
    }

    private int[] ReadHeader(long available)
    {
        Span<byte> header = stackalloc byte[4 + (4 * MaxDimensions)];
        int read = Fill(header[..4]);
        if (read < 4 || header[0] != 0 || header[1] != 0)
            throw new FileFormatException(
                $"{name} is not an IDX file: it must begin with two zero bytes, a type and a number of dimensions."
            );
        if (header[2] != IdxFile.UnsignedByte)
        {
            string type = TypeNames.GetValueOrDefault(header[2], $"values of unknown type 0x{header[2]:x2}");
            throw new FileFormatException(
                $"{name} holds {type}; images and labels can be read only from IDX files of unsigned bytes (type 0x08)."
            );
        }

        int rank = header[3];
        if (rank is < 1 or > MaxDimensions)
            throw new FileFormatException(
                $"{name} has {rank} dimensions, but an IDX file should have between 1 (labels) and {MaxDimensions} (colour "
                    + $"images)."
            );
        if (Fill(header.Slice(4, 4 * rank)) < 4 * rank)
            throw new FileFormatException($"{name} ends inside its header. It is damaged or incomplete.");

        int[] sizes = new int[rank];
        long length = 1;
        for (int i = 0; i < rank; i++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(header.Slice(4 + (4 * i), 4));
            if (size is 0 or > int.MaxValue || length > long.MaxValue / size)
                throw new FileFormatException(
                    $"{name} declares a size of {size} in dimension {i + 1}; it is damaged, or far too large."
                );
            sizes[i] = (int)size;
            length *= size;
        }

        return length <= available ? sizes : throw TooShort(sizes, length);
    }

    private int Fill(Span<byte> values)
    {
        try
        {
            return content.ReadAtLeast(values, values.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new FileFormatException($"{name} is a damaged gzip file ({e.Message}).", e);
        }
        catch (Exception e) when (Storage.IsFailure(e)) // a lambda cannot capture values on the stack
        {
            throw Storage.Unreadable(name, e);
        }
    }

    private FileFormatException TooShort(int[] sizes, long length) =>
        new(
            $"{name} ends before the {length:N0} values that its header declares ({string.Join(" × ", sizes)}). It is damaged or "
                + $"incomplete."
        );
}
