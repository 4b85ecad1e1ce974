using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Figment.Formats;

/// <summary>The content of an IDX file of unsigned bytes.</summary>
/// <param name="Dimensions">Sizes, outermost first, for instance [60000, 28, 28].</param>
/// <param name="Bytes">The values in row-major order.</param>
public sealed record IdxArray(IReadOnlyList<int> Dimensions, byte[] Bytes)
{
    /// <summary>SHA-256 of the file, without gzip, that holds exactly this; lower-case hexadecimal.</summary>
    public string Sha256()
    {
        byte[] header = new byte[4 + (4 * Dimensions.Count)];
        (header[2], header[3]) = (IdxFile.UnsignedByte, (byte)Dimensions.Count);
        for (int i = 0; i < Dimensions.Count; i++) BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), Dimensions[i]);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        hash.AppendData(Bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>
/// Reads IDX, the format of MNIST: two zero bytes, a type byte, the number of dimensions, each size as a big-endian
/// 32-bit integer, then the values (Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits").
/// </summary>
public static class IdxFile
{
    internal const byte UnsignedByte = 0x08;
    private const int MaxDimensions = 4;

    private static readonly Dictionary<byte, string> TypeNames = new()
    {
        [0x09] = "signed bytes",
        [0x0B] = "16-bit integers",
        [0x0C] = "32-bit integers",
        [0x0D] = "32-bit floats",
        [0x0E] = "64-bit floats",
    };

    /// <summary>Reads a file, gzipped or not (told by its first bytes, not by its name).</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileFormatException">It is not an IDX file of unsigned bytes, or its length and header disagree.</exception>
    /// <exception cref="FigmentException">The file cannot be opened.</exception>
    public static IdxArray Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FigmentException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads from a stream, gzipped or not. Nothing is allocated that the stream does not fill.</summary>
    /// <param name="stream">Positioned at the beginning; it must be seekable.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="FileFormatException">As for <see cref="Read(string)"/>.</exception>
    public static IdxArray Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> magic = stackalloc byte[2];
        bool isGzip = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1f, 0x8b];
        stream.Position = 0;
        if (!isGzip) return ReadPlain(stream, name, available: stream.Length);

        using GZipStream unzipped = new(stream, CompressionMode.Decompress, leaveOpen: true);
        try
        {
            // Deflate cannot expand by more than a factor of 1032, so that bounds what a header may claim.
            return ReadPlain(unzipped, name, available: stream.Length * 1032);
        }
        catch (InvalidDataException e)
        {
            throw new FileFormatException($"{name} is a damaged gzip file ({e.Message}).", e);
        }
    }

    private static IdxArray ReadPlain(Stream stream, string name, long available)
    {
        Span<byte> header = stackalloc byte[4 + (4 * MaxDimensions)];
        int read = stream.ReadAtLeast(header[..4], 4, throwOnEndOfStream: false);
        if (read < 4 || header[0] != 0 || header[1] != 0)
            throw new FileFormatException($"{name} is not an IDX file: it must begin with two zero bytes, a type and a number of dimensions.");
        if (header[2] != UnsignedByte)
        {
            string type = TypeNames.GetValueOrDefault(header[2], $"values of unknown type 0x{header[2]:x2}");
            throw new FileFormatException($"{name} holds {type}; images and labels are read from IDX files of unsigned bytes (type 0x08).");
        }

        int rank = header[3];
        if (rank is < 1 or > MaxDimensions)
            throw new FileFormatException($"{name} has {rank} dimensions; between 1 (labels) and {MaxDimensions} (colour images) are expected.");
        if (stream.ReadAtLeast(header.Slice(4, 4 * rank), 4 * rank, throwOnEndOfStream: false) < 4 * rank)
            throw new FileFormatException($"{name} ends inside its header. It is damaged or incomplete.");

        int[] dimensions = new int[rank];
        long length = 1;
        for (int i = 0; i < rank; i++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(header.Slice(4 + (4 * i), 4));
            if (size is 0 or > int.MaxValue || length > Array.MaxLength / size)
                throw new FileFormatException($"{name} claims a size of {size} in dimension {i + 1}; it is damaged, or too large for one array.");
            dimensions[i] = (int)size;
            length *= size;
        }

        if (length > available)
            throw TooShort(name, dimensions, length);

        byte[] bytes = new byte[length];
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw TooShort(name, dimensions, length);
        if (stream.ReadByte() >= 0)
            throw new FileFormatException($"{name} goes on after the {length:N0} values that its header announces ({Shape(dimensions)}). It is not the file it claims to be.");
        return new IdxArray(dimensions, bytes);
    }

    private static FileFormatException TooShort(string name, int[] dimensions, long length) =>
        new($"{name} ends before the {length:N0} values that its header announces ({Shape(dimensions)}). It is damaged or incomplete.");

    private static string Shape(int[] dimensions) => string.Join(" × ", dimensions);
}
