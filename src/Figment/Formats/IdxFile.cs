using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Figment.Formats;

/// <summary>The content of an IDX file of unsigned bytes.</summary>
/// <param name="Dimensions">The sizes, outermost first, for instance [60000, 28, 28].</param>
/// <param name="Bytes">The values in row-major order.</param>
internal sealed record IdxArray(IReadOnlyList<int> Dimensions, byte[] Bytes)
{
    /// <summary>Computes the SHA-256 of an uncompressed file with exactly this content, in lower-case hexadecimal.</summary>
    public string Sha256()
    {
        byte[] header = new byte[4 + (4 * Dimensions.Count)];
        (header[2], header[3]) = (IdxFile.UnsignedByte, (byte)Dimensions.Count);
        for (int i = 0; i < Dimensions.Count; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), Dimensions[i]);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        hash.AppendData(Bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>
/// Reads IDX, the format of MNIST: two zero bytes, a type byte, the number of dimensions, each size as a big-endian 32-bit
/// integer, then the values (Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits").
/// </summary>
internal static class IdxFile
{
    internal const byte UnsignedByte = 0x08;

    /// <summary>Reads a file, gzipped or not; its first bytes show which, and its name does not matter.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileFormatException">
    /// The file is not an IDX file of unsigned bytes, or its length and header disagree.
    /// </exception>
    /// <exception cref="FigmentException">The file cannot be opened.</exception>
    public static IdxArray Read(string path)
    {
        using IdxReader reader = IdxReader.Open(path);
        return ReadAll(reader, path);
    }

    /// <summary>Reads from a stream, gzipped or not. Memory is allocated only for data that the stream contains.</summary>
    /// <param name="stream">A seekable stream at its beginning.</param>
    /// <param name="name">The name of the file to show in errors.</param>
    /// <exception cref="FileFormatException">The content is invalid, as for <see cref="Read(string)"/>.</exception>
    public static IdxArray Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using IdxReader reader = new(stream, name, leaveOpen: true);
        return ReadAll(reader, name);
    }

    private static IdxArray ReadAll(IdxReader reader, string name)
    {
        if (reader.Count > Array.MaxLength)
            throw new FileFormatException(
                $"{name} declares {reader.Count:N0} values, more than can be loaded at once ({Array.MaxLength:N0}). If the file "
                    + $"is not damaged but really that large, pack it with 'figment data pack'; packed data is read from disk."
            );
        // The size that a gzip file declares is not trusted: memory grows only as the data arrives.
        byte[] bytes = new byte[Math.Min(reader.Count, reader.Filled)];
        for (int filled = 0; ; )
        {
            reader.Read(bytes.AsSpan(filled));
            filled = bytes.Length;
            if (filled == reader.Count)
                break;
            Array.Resize(ref bytes, (int)Math.Min(reader.Count, 2L * filled));
        }

        reader.End();
        return new IdxArray(reader.Dimensions, bytes);
    }
}
