using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using Figment.Formats;

namespace Figment.Tests.Formats;

/// <summary>What is written can be read by a reader made from NEP 1.</summary>
public sealed partial class NumpyFileTests
{
    [Theory]
    [InlineData(7L)]
    [InlineData(2L, 3L)]
    [InlineData(3L, 1L, 4L, 5L)]
    [InlineData(0L, 3L)]
    // A header of more than 128 bytes
    [InlineData(1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 2L)]
    public void A_reader_made_from_the_specification_finds_shape_and_values(params long[] shape)
    {
        float[] values = [.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(i => (i * 0.1f) - 0.7f)];

        byte[] file = Write(shape, values);

        (long[] readShape, float[] readValues) = Read(file);
        Assert.Equal(shape, readShape);
        Assert.Equal(values, readValues);
    }

    [Fact]
    public void The_bytes_are_those_that_numpy_writes()
    {
        // numpy.lib.format.write_array(f, numpy.array([[1, 2], [3, -0.5]], '<f4'), version=(1, 0))
        byte[] expected =
        [
            0x93,
            .. "NUMPY"u8,
            1,
            0,
            118,
            0,
            .. Encoding.ASCII.GetBytes("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }".PadRight(117) + "\n"),
            0,
            0,
            0x80,
            0x3f,
            0,
            0,
            0,
            0x40,
            0,
            0,
            0x40,
            0x40,
            0,
            0,
            0,
            0xbf,
        ];

        Assert.Equal(expected, Write([2, 2], [1, 2, 3, -0.5f]));
    }

    [Fact]
    public void Values_may_come_in_pieces()
    {
        using MemoryStream stream = new();
        NumpyFile file = new(stream, 2, 2);
        file.Append([1]);
        file.Append([]);
        file.Append([2, 3]);
        file.Append([4]);
        file.Complete();

        Assert.Equal([1, 2, 3, 4], Read(stream.ToArray()).Values);
        Assert.True(stream.CanWrite);
    }

    [Fact]
    public void Values_beyond_the_shape_are_refused()
    {
        using MemoryStream stream = new();
        NumpyFile file = new(stream, 2, 2);
        file.Append([1, 2, 3]);
        long written = stream.Length;

        Assert.Throws<InvalidOperationException>(() => file.Append([4, 5]));
        Assert.Equal(written, stream.Length);
    }

    [Fact]
    public void Values_missing_at_the_end_are_counted()
    {
        using MemoryStream stream = new();
        NumpyFile file = new(stream, 2, 2);
        file.Append([1, 2, 3]);

        Assert.Contains("1 values", Assert.Throws<InvalidOperationException>(file.Complete).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_beyond_all_memory_is_refused() =>
        Assert.Throws<OverflowException>(() => new NumpyFile(new MemoryStream(), long.MaxValue, 2));

    private static byte[] Write(long[] shape, float[] values)
    {
        using MemoryStream stream = new();
        NumpyFile file = new(stream, shape);
        file.Append(values);
        file.Complete();
        return stream.ToArray();
    }

    /// <summary>
    /// NEP 1: magic, version, length of the header as little-endian uint16; a Python dictionary of three keys in
    /// alphabetical order, padded with spaces to a multiple of 64 from the beginning (NumPy 1.14 on), a line feed last.
    /// </summary>
    private static (long[] Shape, float[] Values) Read(byte[] file)
    {
        Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0], file[..8]);
        int start = 10 + BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        Assert.Equal(0, start % 64);
        Match header = Header().Match(Encoding.ASCII.GetString(file, 10, start - 10));
        Assert.True(header.Success);
        long[] shape =
        [
            .. header
                .Groups[1]
                .Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(long.Parse),
        ];
        if (shape.Length == 1)
            Assert.EndsWith(",", header.Groups[1].Value, StringComparison.Ordinal); // (7) is a number in Python, (7,) a tuple

        Assert.Equal(0, (file.Length - start) % 4);
        return (
            shape,
            [
                .. Enumerable
                    .Range(0, (file.Length - start) / 4)
                    .Select(i => BinaryPrimitives.ReadSingleLittleEndian(file.AsSpan(start + (4 * i)))),
            ]
        );
    }

    [GeneratedRegex(@"^\{'descr': '<f4', 'fortran_order': False, 'shape': \(([0-9, ]*)\), \} *\n$")]
    private static partial Regex Header();
}
