using System.Buffers.Binary;

namespace Figment.Formats;

/// <summary>
/// Reads arrays of bytes, Booleans, integers or floats in NumPy's <c>.npy</c> format (versions 1 to 3), piece by piece, so that
/// memory need not hold the whole array. The file is not trusted: sizes are checked against its length, and pickles are refused.
/// </summary>
/// <remarks>Format: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays".</remarks>
internal sealed class NumpyReader : IDisposable
{
    private readonly Stream stream;
    private readonly string name;
    private readonly NumpyHeader header;
    private readonly byte[] block;
    private readonly long begin;
    private readonly int itemSize;

    /// <summary>Reads the header and checks it against the length of the stream.</summary>
    /// <param name="stream">A seekable stream at its beginning; disposed with the reader.</param>
    /// <param name="name">The name of the file to show in errors.</param>
    /// <exception cref="FileFormatException">The content is not a supported array, or its length and header disagree.</exception>
    public NumpyReader(Stream stream, string name)
        : this(stream, name, takesFortran: false) { }

    /// <summary>
    /// Also reads values in Fortran order, which come column by column, as they are in the file (<see cref="IsFortran"/>), and
    /// types other than those of images.
    /// </summary>
    internal NumpyReader(Stream stream, string name, bool takesFortran, NumpyTypeRule? types = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        (this.stream, this.name) = (stream, name);
        header = NumpyHeader.Read(stream, name);
        if (header.IsFortran && !takesFortran)
            throw new FileFormatException(
                $"{name} holds its values in Fortran order, columns first. Save numpy.ascontiguousarray(x) instead."
            );

        Type = (types ?? NumpyTypes.OfImages)(header.Descr, name);
        itemSize = NumpyTypes.Size(Type);
        begin = stream.Position;
        long available = stream.Length - begin;
        Count = header.Count(available, itemSize) ?? throw Differs(isShort: true);
        if (Count * itemSize < available)
            throw Differs(isShort: false);
        block = new byte[Math.Min(available, 1 << 16)];
    }

    /// <summary>The sizes, outermost first, for instance [60000, 28, 28].</summary>
    public IReadOnlyList<long> Shape => header.Shape;

    /// <summary>The number of values.</summary>
    public long Count { get; }

    /// <summary>
    /// Whether the values are unsigned bytes, or Booleans (which are read as 0 and 255); otherwise they are integers or floats.
    /// </summary>
    public bool HoldsBytes => Type is NumpyType.UInt8 or NumpyType.Bool;

    /// <summary>Whether the values are in Fortran order, in which the first index varies fastest.</summary>
    internal bool IsFortran => header.IsFortran;

    /// <summary>The type of the values.</summary>
    internal NumpyType Type { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileFormatException">The file is not a supported array, or its length and header disagree.</exception>
    /// <exception cref="FigmentException">The file cannot be opened.</exception>
    public static NumpyReader Open(string path) => Open(path, takesFortran: false);

    /// <summary>Also opens files with values in Fortran order, and with types other than those of images.</summary>
    internal static NumpyReader Open(string path, bool takesFortran, NumpyTypeRule? types = null) =>
        Storage.Open(path, () => File.OpenRead(path), stream => new NumpyReader(stream, path, takesFortran, types));

    /// <summary>Reads the next values of an array of bytes, in row-major order.</summary>
    /// <param name="values">A buffer, which is filled completely.</param>
    /// <exception cref="InvalidOperationException">The array holds values of another type.</exception>
    /// <exception cref="FigmentException">The file cannot be read, or has become shorter.</exception>
    public void Read(Span<byte> values)
    {
        if (!HoldsBytes)
            throw new InvalidOperationException("The array's values are not bytes.");
        Fill(values);
        if (Type != NumpyType.Bool)
            return;
        for (int i = 0; i < values.Length; i++)
            values[i] = values[i] == 0 ? byte.MinValue : byte.MaxValue;
    }

    /// <summary>Moves to a value by its position in the file, which must be seekable.</summary>
    internal void Seek(long value) => stream.Position = begin + (value * itemSize);

    /// <summary>Reads the next values, in row-major order.</summary>
    /// <param name="values">A buffer, which is filled completely with the exact values of the file.</param>
    /// <exception cref="FigmentException">The file cannot be read, or has become shorter.</exception>
    public void Read(Span<double> values)
    {
        int size = itemSize;
        while (values.Length > 0)
        {
            int count = Math.Min(values.Length, block.Length / size);
            if (count == 0)
                throw Differs(isShort: true);
            Fill(block.AsSpan(0, count * size));
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> item = block.AsSpan(i * size, size);
                values[i] = (Type, header.IsBigEndian) switch
                {
                    (NumpyType.UInt8, _) => item[0],
                    (NumpyType.Bool, _) => item[0] == 0 ? 0 : 1,
                    (NumpyType.Int16, false) => BinaryPrimitives.ReadInt16LittleEndian(item),
                    (NumpyType.Int16, true) => BinaryPrimitives.ReadInt16BigEndian(item),
                    (NumpyType.Int32, false) => BinaryPrimitives.ReadInt32LittleEndian(item),
                    (NumpyType.Int32, true) => BinaryPrimitives.ReadInt32BigEndian(item),
                    (NumpyType.Int64, false) => BinaryPrimitives.ReadInt64LittleEndian(item),
                    (NumpyType.Int64, true) => BinaryPrimitives.ReadInt64BigEndian(item),
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
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
                throw Differs(isShort: true);
        }
        catch (Exception e) when (Storage.IsFailure(e)) // a lambda cannot capture values on the stack
        {
            throw Storage.Unreadable(name, e);
        }
    }

    private FileFormatException Differs(bool isShort) =>
        new(
            isShort
                ? OptionSentence.Of(
                    $"{name} ends before the values that its header declares ({string.Join(" × ", header.Shape)}, {itemSize} "
                        + $"bytes each). It is damaged or incomplete."
                )
                : OptionSentence.Of(
                    $"{name} continues after the values that its header declares ({string.Join(" × ", header.Shape)}, {itemSize} "
                        + $"bytes each). The file does not match its header."
                )
        );
}
