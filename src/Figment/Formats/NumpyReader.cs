using System.Buffers.Binary;

namespace Figment.Formats;

/// <summary>
/// Reads arrays of bytes or floats in NumPy's <c>.npy</c> format (versions 1 to 3, C order), piece by piece: the whole
/// array need never be in memory. The file is not trusted: sizes are checked against its length, pickles are refused.
/// </summary>
/// <remarks>Format: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays".</remarks>
public sealed class NumpyReader : IDisposable
{
    private readonly Stream stream;
    private readonly string name;
    private readonly NumpyHeader header;
    private readonly byte[] block;

    /// <summary>Reads the header and checks it against the stream's length.</summary>
    /// <param name="stream">Seekable, positioned at the beginning; disposed with the reader.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="FileFormatException">It is not an array that can be read, or its length and header disagree.</exception>
    public NumpyReader(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        (this.stream, this.name) = (stream, name);
        header = NumpyHeader.Read(stream, name);

        long available = stream.Length - stream.Position, count = header.Shape.Contains(0) ? 0 : 1;
        foreach (long size in header.Shape.Where(size => size > 0))
        {
            // Bounded by what is there before it is multiplied, so nothing overflows.
            if (count > available / header.ItemSize / size) throw Differs("ends before");
            count *= size;
        }

        if (count * header.ItemSize > available) throw Differs("ends before");
        if (count * header.ItemSize < available) throw Differs("goes on after");
        Count = count;
        block = new byte[Math.Min(available, 1 << 16)];
    }

    /// <summary>Sizes, outermost first, for instance [60000, 28, 28].</summary>
    public IReadOnlyList<long> Shape => header.Shape;

    /// <summary>How many values there are.</summary>
    public long Count { get; }

    /// <summary>Whether the values are unsigned bytes; else they are floats.</summary>
    public bool HoldsBytes => header.Type == NumpyType.UInt8;

    /// <summary>The type of the values.</summary>
    internal NumpyType Type => header.Type;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileFormatException">It is not an array that can be read, or its length and header disagree.</exception>
    /// <exception cref="FigmentException">The file cannot be opened.</exception>
    public static NumpyReader Open(string path)
    {
        FileStream? stream = null;
        try
        {
            stream = File.OpenRead(path);
            return new NumpyReader(stream, path);
        }
        catch (Exception e)
        {
            stream?.Dispose();
            if (e is IOException or UnauthorizedAccessException) throw FigmentException.Unreadable(path, e);
            throw;
        }
    }

    /// <summary>Reads the next values of an array of bytes, in row-major order.</summary>
    /// <param name="values">Filled whole.</param>
    /// <exception cref="InvalidOperationException">The array holds floats.</exception>
    /// <exception cref="FigmentException">The file cannot be read, or has become shorter.</exception>
    public void Read(Span<byte> values)
    {
        if (!HoldsBytes) throw new InvalidOperationException("The array holds floats, not bytes.");
        Fill(values);
    }

    /// <summary>Reads the next values, in row-major order.</summary>
    /// <param name="values">Filled whole, each value exactly as in the file.</param>
    /// <exception cref="FigmentException">The file cannot be read, or has become shorter.</exception>
    public void Read(Span<double> values)
    {
        int size = header.ItemSize;
        while (values.Length > 0)
        {
            int count = Math.Min(values.Length, block.Length / size);
            if (count == 0) throw Differs("ends before");
            Fill(block.AsSpan(0, count * size));
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> item = block.AsSpan(i * size, size);
                values[i] = (Type, header.IsBigEndian) switch
                {
                    (NumpyType.UInt8, _) => item[0],
                    (NumpyType.Float16, false) => (double)BinaryPrimitives.ReadHalfLittleEndian(item),
                    (NumpyType.Float16, true) => (double)BinaryPrimitives.ReadHalfBigEndian(item),
                    (NumpyType.Float32, false) => BinaryPrimitives.ReadSingleLittleEndian(item),
                    (NumpyType.Float32, true) => BinaryPrimitives.ReadSingleBigEndian(item),
                    (_, false) => BinaryPrimitives.ReadDoubleLittleEndian(item),
                    (_, true) => BinaryPrimitives.ReadDoubleBigEndian(item),
                };
            }

            values = values[count..];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private void Fill(Span<byte> bytes)
    {
        try
        {
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length) throw Differs("ends before");
        }
        catch (IOException e)
        {
            throw FigmentException.Unreadable(name, e);
        }
    }

    private FileFormatException Differs(string how) =>
        new($"{name} {how} the values that its header announces ({string.Join(" × ", header.Shape)}, {header.ItemSize} bytes each). It is {(how == "ends before" ? "damaged or incomplete" : "not the file it claims to be")}.");
}
