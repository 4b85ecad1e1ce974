using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Figment.Formats;

/// <summary>
/// Writes float32 arrays in NumPy's <c>.npy</c> format, version 1.0, piece by piece, so that memory never holds the whole array.
/// </summary>
/// <remarks>Format: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays".</remarks>
internal sealed class NumpyFile
{
    private readonly Stream stream;
    private long remaining;

    /// <summary>Writes the header.</summary>
    /// <param name="stream">The target stream, which stays open.</param>
    /// <param name="shape">The sizes, outermost first, for instance [count, 1, 28, 28].</param>
    public NumpyFile(Stream stream, params IReadOnlyList<long> shape)
    {
        ArgumentNullException.ThrowIfNull(stream);
        this.stream = stream;
        remaining = shape.Aggregate(1L, (product, size) => checked(product * size));

        string sizes = string.Join(", ", shape.Select(size => size.ToString(CultureInfo.InvariantCulture)));
        string dictionary = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({sizes}{(shape.Count == 1 ? "," : "")}), }}";
        int unpadded = 10 + dictionary.Length + 1; // magic, version and length; the dictionary; a line feed
        int length = ((unpadded + 63) / 64 * 64) - 10;
        stream.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)length, (byte)(length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(dictionary.PadRight(length - 1) + '\n'));
    }

    /// <summary>Writes the next values in row-major order.</summary>
    /// <exception cref="InvalidOperationException">There are more values than the shape has room for.</exception>
    public void Append(ReadOnlySpan<float> values)
    {
        remaining -= values.Length;
        if (remaining < 0)
            throw new InvalidOperationException("More values were written than the shape allows.");
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        Span<byte> four = stackalloc byte[4];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(four, value);
            stream.Write(four);
        }
    }

    /// <summary>Ends the array and checks that all values were written.</summary>
    /// <exception cref="InvalidOperationException">Fewer values were written than the shape requires.</exception>
    public void Complete()
    {
        if (remaining > 0)
            throw new InvalidOperationException($"{remaining} values are missing from the array.");
    }
}
