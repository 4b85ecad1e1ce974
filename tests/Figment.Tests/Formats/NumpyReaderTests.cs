using System.Text;
using CsCheck;
using Figment.Formats;
using static Figment.Tests.NumpyFiles;

namespace Figment.Tests.Formats;

/// <summary>Files written here from NEP 1, byte by byte as NumPy writes them.</summary>
public sealed class NumpyReaderTests
{
    private static readonly double[] Values = [0, 1, -0.5, 0.25, 2, -1024];

    [Theory]
    [InlineData("<f2")]
    [InlineData(">f2")]
    [InlineData("<f4")]
    [InlineData(">f4")]
    [InlineData("<f8")]
    [InlineData(">f8")]
    public void Floats_of_every_size_and_order_are_read_exactly(string type)
    {
        using NumpyReader reader = Open(Npy(type, "(2, 3)", Encode(type, Values)));
        double[] values = new double[6];
        reader.Read(values.AsSpan(0, 2));
        reader.Read(values.AsSpan(2));

        Assert.Equal([2, 3], reader.Shape);
        Assert.Equal((6, false), (reader.Count, reader.HoldsBytes));
        Assert.Equal(Values, values);
    }

    [Theory]
    [InlineData("|u1")]
    [InlineData("<u1")]
    public void Bytes_are_read_as_bytes_or_as_numbers(string type)
    {
        byte[] file = Npy(type, "(5,)", [0, 1, 2, 128, 255]),
            bytes = new byte[5];
        using NumpyReader reader = Open(file),
            again = Open(file);
        double[] numbers = new double[5];
        reader.Read(bytes);
        again.Read(numbers);

        Assert.True(reader.HoldsBytes);
        Assert.Equal([0, 1, 2, 128, 255], bytes);
        Assert.Equal([0, 1, 2, 128, 255], numbers);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void All_versions_of_the_format_are_read(byte version) =>
        Assert.Equal([2, 2], Shape(Npy("|u1", "(2, 2)", new byte[4], version)));

    [Theory]
    [InlineData("()", new long[0], 1)]
    [InlineData("(7,)", new long[] { 7 }, 7)]
    [InlineData("(0, 3)", new long[] { 0, 3 }, 0)]
    [InlineData("(2L, 3L)", new long[] { 2, 3 }, 6)] // Python 2
    [InlineData("(1, 1, 1, 1, 1, 2)", new long[] { 1, 1, 1, 1, 1, 2 }, 2)]
    public void Shapes_are_read_as_python_writes_them(string text, long[] shape, int count) =>
        Assert.Equal(shape, Shape(Npy("|u1", text, new byte[count])));

    [Theory]
    [InlineData("{'shape': (2,), 'fortran_order': False, 'descr': '|u1'}")]
    [InlineData("{\"descr\": \"|u1\", \"fortran_order\": False, \"shape\": (2,)}   \n")]
    [InlineData(" {'descr':'|u1','fortran_order':False,'shape':(2,),}")]
    public void The_header_may_be_written_in_another_way(string header) => Assert.Equal([2], Shape(Npy(header, [1, 2])));

    [Fact]
    public void What_the_writer_writes_is_read()
    {
        using MemoryStream stream = new();
        NumpyFile file = new(stream, 1, 2);
        file.Append([0.1f, -7]);
        file.Complete();
        using NumpyReader reader = Open(stream.ToArray());
        double[] values = new double[2];
        reader.Read(values);

        Assert.Equal([0.1f, -7], values);
    }

    [Theory]
    [InlineData("")]
    [InlineData("descr")]
    [InlineData("{}")]
    [InlineData("{'descr': '|u1', 'fortran_order': False}")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), 'more': True}")]
    [InlineData("{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (2,)}")]
    [InlineData("{'descr': '|u1', 'fortran_order': 'no', 'shape': (2,)}")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (-2,)}")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (2 2,)}")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (,)}")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999,)}")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': '2'}")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': __import__('os').system('x')}")]
    public void A_header_that_is_not_numpys_is_refused(string header) =>
        Assert.Contains("header that is not NumPy's", Refusal(Npy(header, [1, 2])), StringComparison.Ordinal);

    [Theory]
    [InlineData("|O", "pickle", "numpy.stack")]
    [InlineData("<u2", "uint16", "(x / 65535).astype('float32')")]
    [InlineData(">u2", "uint16", "4095 instead for 12 bits")]
    [InlineData("<u4", "uint32", "from 0 to 255, save x.astype('uint8')")]
    [InlineData("|i1", "int8", "(x - x.min()) / (x.max() - x.min())")]
    [InlineData("<i2", "int16", "0 is black and 1 is white")]
    [InlineData("<i4", "int32", "0 is black and 1 is white")]
    [InlineData("<i8", "int64", "from 0 to 255, save x.astype('uint8')")]
    [InlineData("<f16", "floats of 128 bits", "x.astype('float32')")]
    [InlineData("<c8", "complex64", "numpy.abs(x)")]
    [InlineData("<M8[ns]", "dates", "Save an array of images")]
    [InlineData("<m8[s]", "times", "Save an array of images")]
    [InlineData("<U3", "texts", "Save an array of images")]
    [InlineData("|S10", "texts", "Save an array of images")]
    [InlineData("<V2", "bfloat16", "x.astype('float32')")]
    [InlineData("nonsense", "the type nonsense", "Save an array of images")]
    public void Values_of_another_type_are_refused_with_the_way_out_for_them(string type, string reason, string advice)
    {
        string message = Refusal(Npy(type, "(1,)", new byte[8]));

        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains(advice, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Truth_values_are_black_and_white()
    {
        byte[] file = Npy("|b1", "(3,)", [0, 1, 7]),
            bytes = new byte[3];
        double[] numbers = new double[3];
        using NumpyReader reader = Open(file),
            again = Open(file);
        reader.Read(bytes);
        again.Read(numbers);

        Assert.Equal([0, 255, 255], bytes);
        Assert.Equal([0, 1, 1], numbers);
    }

    [Fact]
    public void Records_are_refused_by_their_type() =>
        Assert.Contains(
            "[('a', '<f4'), ('b', '|u1')]",
            Refusal(Npy("{'descr': [('a', '<f4'), ('b', '|u1')], 'fortran_order': False, 'shape': (1,), }", new byte[5])),
            StringComparison.Ordinal
        );

    [Fact]
    public void Fortran_order_is_refused_with_a_way_out() =>
        Assert.Contains(
            "numpy.ascontiguousarray",
            Refusal(Npy("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", new byte[4])),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("", "does not begin with the NumPy signature")]
    [InlineData("PK\u0003\u0004 and more", "numpy.save")]
    [InlineData("not an array", "does not begin with the NumPy signature")]
    public void Files_of_another_kind_are_refused(string file, string reason) =>
        Assert.Contains(reason, Refusal(Encoding.Latin1.GetBytes(file)), StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(255)]
    public void Unknown_versions_are_refused(byte version) =>
        Assert.Contains($"has version {version}", Refusal(Npy("|u1", "(1,)", [1], version)), StringComparison.Ordinal);

    [Theory]
    [InlineData(-1, "ends before")]
    [InlineData(-6, "ends before")]
    [InlineData(1, "continues after")]
    public void A_length_that_differs_from_the_header_is_refused(int difference, string reason)
    {
        string message = Refusal(Npy("|u1", "(2, 3)", new byte[6 + difference]));

        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains("2 × 3", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(9000000000000000000,)")]
    [InlineData("(4294967296, 4294967296)")] // 2⁶⁴ would be 0 again
    [InlineData("(1000000, 1000000, 1000000)")]
    public void A_header_that_claims_petabytes_costs_nothing(string shape)
    {
        byte[] file = Npy("<f8", shape, new byte[16]);
        Refusal(file); // so that the allocations of compiling it are not counted
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("ends before", Refusal(file), StringComparison.Ordinal);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_header_of_gigabytes_is_refused()
    {
        byte[] file = [0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 127, 1, 2, 3];

        Assert.Contains("header of 2,147,483,647 bytes", Refusal(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_file_cut_short_inside_its_header_is_refused()
    {
        byte[] file = Npy("|u1", "(2,)", [1, 2]);

        Assert.All(Enumerable.Range(0, file.Length), length => Refusal(file[..length]));
    }

    [Fact]
    public void Any_damage_is_refused_or_read_and_never_crashes() =>
        Gen.Select(Gen.Int[0, 140], Gen.Byte)
            .Sample(
                (position, value) =>
                {
                    byte[] file = Npy("<f4", "(2, 3)", new byte[24]);
                    file[position] = value;
                    try
                    {
                        using NumpyReader reader = Open(file);
                        reader.Read(new double[reader.Count]);
                    }
                    catch (FileFormatException)
                    {
                        // Refused in words.
                    }
                }
            );

    [Fact]
    public void Floats_are_not_taken_for_bytes()
    {
        using NumpyReader reader = Open(Npy("<f4", "(1,)", new byte[4]));

        Assert.Throws<InvalidOperationException>(() => reader.Read(new byte[4]));
    }

    [Fact]
    public void More_values_than_there_are_cannot_be_read()
    {
        using NumpyReader reader = Open(Npy("<f4", "(1,)", new byte[4])),
            empty = Open(Npy("<f4", "(0,)", []));

        Assert.Throws<FileFormatException>(() => reader.Read(new double[2]));
        Assert.Throws<FileFormatException>(() => empty.Read(new double[1]));
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains(
            "/no/such/file",
            Assert.Throws<FigmentException>(() => NumpyReader.Open("/no/such/file")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_file_that_is_refused_is_closed_again()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["x.npy"], "no array");

        Assert.Throws<FileFormatException>(() => NumpyReader.Open(folder["x.npy"]));

        using FileStream exclusive = new(folder["x.npy"], FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    private static NumpyReader Open(byte[] file) => new(new MemoryStream(file), "the array");

    private static IReadOnlyList<long> Shape(byte[] file)
    {
        using NumpyReader reader = Open(file);
        return reader.Shape;
    }

    private static string Refusal(byte[] file)
    {
        string message = Assert.Throws<FileFormatException>(() => Open(file)).Message;
        Assert.StartsWith("the array", message, StringComparison.Ordinal);
        return message;
    }
}
