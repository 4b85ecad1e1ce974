using CsCheck;
using Figment.Formats;
using static TorchSharp.torch;

namespace Figment.Tests.Formats;

/// <summary>Files that make false claims: each is refused with the one exception, and leaves no tensor behind.</summary>
public sealed class SafeTensorsFileDamageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_file_shorter_than_its_first_number_is_refused(int length) => Refused(new byte[length], "shorter than 8 bytes");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)] // one more than there is
    [InlineData(100_000_000)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)] // 2⁶⁴ − 1
    public void A_header_of_an_impossible_length_is_refused(long length) =>
        Refused(
            SafeTensorsSpecification.Build("{}", announcedLength: length),
            $"its header would be {(ulong)length:N0} bytes long"
        );

    [Theory]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\":1}")]
    [InlineData("{\"a\":{}}")]
    [InlineData("""{"a":{"dtype":1,"shape":[],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1e300],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":{}}}""")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""")]
    [InlineData("""{"__metadata__":{"x":1}}""")]
    [InlineData("""{"__metadata__":"x"}""")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"\udc00","shape":[1],"data_offsets":[0,4]}}""")]
    public void A_header_that_is_not_what_it_should_be_is_refused(string header) =>
        Refused(SafeTensorsSpecification.Build(header, 4), "header cannot be read");

    [Fact]
    public void Bytes_that_are_no_text_are_refused() => Refused([2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe], "header cannot be read");

    [Fact]
    public void A_header_nested_beyond_need_is_refused() =>
        Refused(
            SafeTensorsSpecification.Build($"{{\"a\":{new string('[', 100_000)}{new string(']', 100_000)}}}"),
            "header cannot be read"
        );

    [Theory]
    [InlineData("F31")]
    [InlineData("C64")]
    [InlineData("")]
    public void An_unknown_type_is_refused_by_name(string type) =>
        Refused(One("[1]", "[0,4]", 4, type), $"'a' as {type}, a type that is not supported");

    [Theory]
    [InlineData("[2]", "[0,4]")]
    [InlineData("[]", "[0,8]")]
    [InlineData("[0]", "[0,4]")]
    [InlineData("[-1]", "[0,4]")]
    [InlineData("[-1,-1]", "[0,4]")]
    [InlineData("[1]", "[4,0]")]
    [InlineData("[1]", "[-4,0]")]
    [InlineData("[1]", "[0]")]
    [InlineData("[1]", "[0,4,4]")]
    public void A_shape_that_does_not_fill_its_place_is_refused(string shape, string offsets) =>
        Refused(One(shape, offsets, 4), "the shape and the position of 'a' do not agree");

    [Theory]
    [InlineData("[4611686018427387904,4]")] // × 4 bytes: 2⁶⁶, which is 0 again
    [InlineData("[4294967296,4294967296,0]")]
    [InlineData("[0,4611686018427387904,4611686018427387904]")] // empty, but no memory has such strides
    public void A_shape_beyond_all_numbers_is_refused(string shape) => Refused(One(shape, "[0,0]", 0), "");

    [Theory]
    [InlineData("[0,4]", "[2,6]", 6)] // overlap
    [InlineData("[0,4]", "[0,4]", 4)] // the same place
    [InlineData("[0,4]", "[8,12]", 12)] // hole
    [InlineData("[4,8]", "[8,12]", 12)] // hole at the beginning
    public void Values_that_do_not_lie_side_by_side_are_refused(string first, string second, int bytes) =>
        Refused(Two("b", first, second, bytes), "begin at");

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(0)]
    public void Values_of_another_length_than_announced_are_refused(int bytes) =>
        Refused(One("[1]", "[0,4]", bytes), $"declares 4 bytes of values, but the file has {bytes}");

    [Fact]
    public void A_name_that_stands_twice_is_refused() => Refused(Two("a", "[0,4]", "[4,8]", 8), "'a' is in its header twice");

    [Fact]
    public void Values_may_lie_in_another_order_than_the_header()
    {
        File.WriteAllBytes(
            folder["file"],
            [
                .. SafeTensorsSpecification.Build(
                    """{"a":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}"""
                        + ""","b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}"""
                ),
                1,
                2,
                3,
            ]
        );

        using SafeTensors read = SafeTensorsFile.Read(folder["file"]);

        Assert.Equal([3], read.Tensors["a"].data<byte>().ToArray());
        Assert.Equal([1, 2], read.Tensors["b"].data<byte>().ToArray());
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains(
            folder["none"],
            Assert.Throws<FigmentException>(() => SafeTensorsFile.Read(folder["none"])).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Any_damage_is_refused_or_read_and_nothing_leaks()
    {
        using (NewDisposeScope())
            SafeTensorsFile.Write(
                folder["file"],
                [("weight", ones(2, 3)), ("bias", zeros([0, 4], ScalarType.Int64)), ("n", tensor(5))],
                new Dictionary<string, string> { ["k"] = "v" }
            );
        byte[] file = File.ReadAllBytes(folder["file"]);
        Gen<byte> value = Gen.Frequency((3, Gen.Char["0123456789-{}[]\",:\\uEe. "].Select(c => (byte)c)), (1, Gen.Byte));
        long before = LiveTensors.Count();

        Gen.Select(
                Gen.Select(Gen.Int[0, file.Length - 1], value).Array[1, 3],
                Gen.Frequency((9, Gen.Const(file.Length)), (1, Gen.Int[0, file.Length]))
            )
            .Sample(
                (changes, length) =>
                {
                    byte[] damaged = [.. file];
                    foreach ((int place, byte changed) in changes)
                        damaged[place] = changed;
                    File.Delete(folder["damaged"]); // overwriting would make some file systems flush every file
                    File.WriteAllBytes(folder["damaged"], damaged[..length]);
                    try
                    {
                        SafeTensorsFile.Read(folder["damaged"]).Dispose();
                    }
                    catch (FileFormatException) { }

                    return Tensor.TotalCount == before;
                },
                iter: 10_000,
                threads: 1
            );
    }

    private static byte[] One(string shape, string offsets, int bytes, string type = "F32") =>
        SafeTensorsSpecification.Build(
            $$$"""{"a":{"dtype":"{{{type}}}","shape":{{{shape}}},"data_offsets":{{{offsets}}}}}""",
            bytes
        );

    private static byte[] Two(string secondName, string first, string second, int bytes) =>
        SafeTensorsSpecification.Build(
            $$$"""{"a":{"dtype":"F32","shape":[1],"data_offsets":{{{first}}}}"""
                + $$$""","{{{secondName}}}":{"dtype":"F32","shape":[1],"data_offsets":{{{second}}}}}""",
            bytes
        );

    private void Refused(byte[] file, string reason)
    {
        File.WriteAllBytes(folder["file"], file);
        long before = LiveTensors.Count();

        FileFormatException e = Assert.Throws<FileFormatException>(() => SafeTensorsFile.Read(folder["file"]));

        Assert.StartsWith(folder["file"], e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.Equal(before, Tensor.TotalCount);
    }
}
