using System.IO.Compression;

namespace Figment.Data.Texts;

/// <summary>
/// Unpacks gzip and detects a missing end, which <see cref="GZipStream"/> does not: a compressed marker is appended to the
/// compressed data, and if the marker does not come out at the end, something before it is missing.
/// </summary>
internal sealed class WholeGzip : ForwardStream
{
    private const int BlockLength = 1 << 16;
    private static readonly byte[] Mark = "figment: the end"u8.ToArray();
    private static readonly byte[] PackedMark = Packed();

    private readonly GZipStream unpacked;
    private readonly byte[] block = new byte[BlockLength];
    private int from,
        end;

    /// <summary>Unpacks a stream.</summary>
    internal WholeGzip(Stream packed) => unpacked = new GZipStream(new Behind(packed), CompressionMode.Decompress);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The data is damaged, or its end is missing.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (end - from <= Mark.Length && !Fill())
            return 0;
        int length = Math.Min(buffer.Length, end - from - Mark.Length);
        block.AsSpan(from, length).CopyTo(buffer);
        from += length;
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            unpacked.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Reads until there is more than the length of the marker; false at the end.</summary>
    private bool Fill()
    {
        block.AsSpan(from, end - from).CopyTo(block);
        (from, end) = (0, end - from);
        while (end <= Mark.Length)
        {
            int read = unpacked.Read(block.AsSpan(end));
            end += read;
            if (read > 0)
                continue;
            return block.AsSpan(0, end).SequenceEqual(Mark) ? false : throw new InvalidDataException("its end is missing");
        }

        return true;
    }

    private static byte[] Packed()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
            gzip.Write(Mark);
        return packed.ToArray();
    }

    /// <summary>The compressed data followed by the compressed marker. The caller keeps ownership of the stream.</summary>
    private sealed class Behind(Stream packed) : ForwardStream
    {
        private int marked;

        public override int Read(Span<byte> buffer)
        {
            if (marked == 0 && packed.Read(buffer) is > 0 and int read)
                return read;
            int length = Math.Min(buffer.Length, PackedMark.Length - marked);
            PackedMark.AsSpan(marked, length).CopyTo(buffer);
            marked += length;
            return length;
        }
    }
}
