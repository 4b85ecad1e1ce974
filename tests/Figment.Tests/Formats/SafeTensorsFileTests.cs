using Figment.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Formats;

/// <summary>What is written can be read by <see cref="SafeTensorsSpecification"/> and by the reader itself.</summary>
public sealed class SafeTensorsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly DisposeScope scope = NewDisposeScope();

    private string Path => folder["model.safetensors"];

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_reader_made_from_the_specification_finds_every_byte()
    {
        Tensor weight = tensor([1.5f, -2f, float.NaN, 0f, float.PositiveInfinity, -0f], [2, 3]),
            bias = tensor([1L, -2L, long.MaxValue]);

        SafeTensorsFile.Write(
            Path,
            [("layer.weight", weight), ("layer.bias", bias), ("näme \"quoted\"", tensor(true))],
            new Dictionary<string, string> { ["zeta"] = "last", ["alpha"] = "{\"json\":\"ü\"}" }
        );

        (Dictionary<string, SafeTensorsSpecification.Entry> entries, Dictionary<string, string> metadata, int dataStart) =
            SafeTensorsSpecification.Read(File.ReadAllBytes(Path));
        Assert.Equal(dataStart, new FileInfo(Path).Length - (6 * 4) - (3 * 8) - 1);
        Assert.Equal(new Dictionary<string, string> { ["alpha"] = "{\"json\":\"ü\"}", ["zeta"] = "last" }, metadata);
        Assert.Equal(["layer.weight", "layer.bias", "näme \"quoted\""], entries.Keys);
        AssertEntry(
            "F32",
            [2, 3],
            Bytes(BitConverter.GetBytes, 1.5f, -2f, float.NaN, 0f, float.PositiveInfinity, -0f),
            entries["layer.weight"]
        );
        AssertEntry("I64", [3], Bytes(BitConverter.GetBytes, 1L, -2L, long.MaxValue), entries["layer.bias"]);
        AssertEntry("BOOL", [], [1], entries["näme \"quoted\""]);
    }

    [Fact]
    public void Values_begin_at_a_multiple_of_eight_however_long_the_header_is()
    {
        for (int length = 1; length <= 8; length++)
        {
            SafeTensorsFile.Write(Path, [(new string('n', length), tensor(1.5))]);

            (Dictionary<string, SafeTensorsSpecification.Entry> entries, _, int dataStart) = SafeTensorsSpecification.Read(
                File.ReadAllBytes(Path)
            );
            Assert.Equal(0, dataStart % 8);
            Assert.Equal(BitConverter.GetBytes(1.5), Assert.Single(entries.Values).Bytes);
        }
    }

    public static TheoryData<ScalarType, string, int> Types =>
        new()
        {
            { ScalarType.Float64, "F64", 8 },
            { ScalarType.Float32, "F32", 4 },
            { ScalarType.Float16, "F16", 2 },
            { ScalarType.BFloat16, "BF16", 2 },
            { ScalarType.Int64, "I64", 8 },
            { ScalarType.Int32, "I32", 4 },
            { ScalarType.Int16, "I16", 2 },
            { ScalarType.Int8, "I8", 1 },
            { ScalarType.Byte, "U8", 1 },
            { ScalarType.Bool, "BOOL", 1 },
        };

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_comes_back_whatever_the_shape(ScalarType type, string name, int size)
    {
        Tensor whole = arange(0, 24).sub(4).to(type);
        (string Name, Tensor Value)[] written =
        [
            ("matrix", whole.reshape(2, 3, 4)),
            ("one", tensor(1).to(type)),
            ("none", empty([0, 3], type)),
            ("vector", whole),
            ("ones", ones([1, 1, 1, 1, 1, 1], type)),
        ];

        SafeTensorsFile.Write(Path, written);

        Assert.All(
            SafeTensorsSpecification.Read(File.ReadAllBytes(Path)).Entries,
            entry =>
            {
                Assert.Equal(name, entry.Value.Type);
                Assert.Equal(entry.Value.Shape.Aggregate((long)size, (a, b) => a * b), entry.Value.Bytes.Length);
            }
        );
        using SafeTensors read = SafeTensorsFile.Read(Path);
        Assert.Equal(written.Select(tensor => tensor.Name), read.Tensors.Keys);
        foreach ((string key, Tensor value) in written)
        {
            Assert.Equal(type, read.Tensors[key].dtype);
            Assert.Equal(value.shape, read.Tensors[key].shape);
            Assert.Equal(value.bytes.ToArray(), read.Tensors[key].bytes.ToArray());
        }
    }

    [Fact]
    public void Views_are_written_as_what_they_show()
    {
        Tensor numbers = arange(12, ScalarType.Float32).reshape(3, 4);

        SafeTensorsFile.Write(
            Path,
            [
                ("transposed", numbers.t()),
                ("row", numbers[1]),
                ("column", numbers[TensorIndex.Colon, 2]),
                ("trained", numbers.requires_grad_()),
            ]
        );

        Dictionary<string, SafeTensorsSpecification.Entry> entries = SafeTensorsSpecification
            .Read(File.ReadAllBytes(Path))
            .Entries;
        AssertEntry("F32", [4, 3], Bytes(BitConverter.GetBytes, 0f, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11), entries["transposed"]);
        AssertEntry("F32", [4], Bytes(BitConverter.GetBytes, 4f, 5, 6, 7), entries["row"]);
        AssertEntry("F32", [3], Bytes(BitConverter.GetBytes, 2f, 6, 10), entries["column"]);
        AssertEntry(
            "F32",
            [3, 4],
            Bytes(BitConverter.GetBytes, [.. Enumerable.Range(0, 12).Select(i => (float)i)]),
            entries["trained"]
        );
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes()
    {
        (string, Tensor)[] tensors = [("a", ones(3)), ("b", zeros(2, 2))];
        SafeTensorsFile.Write(Path, tensors, new Dictionary<string, string> { ["x"] = "1", ["y"] = "2" });
        byte[] first = File.ReadAllBytes(Path);

        SafeTensorsFile.Write(
            folder["again"],
            [("a", ones(3)), ("b", zeros(2, 2))],
            new Dictionary<string, string> { ["y"] = "2", ["x"] = "1" }
        );

        Assert.Equal(first, File.ReadAllBytes(folder["again"]));
    }

    [Fact]
    public void Metadata_comes_back()
    {
        Dictionary<string, string> metadata = new() { ["format"] = "pt", ["preset"] = "经典 \u0001 \"x\"" };

        SafeTensorsFile.Write(Path, [], metadata);

        using SafeTensors read = SafeTensorsFile.Read(Path);
        Assert.Equal(metadata, read.Metadata);
        Assert.Empty(read.Tensors);
    }

    [Fact]
    public void Neither_writing_nor_reading_keeps_a_tensor()
    {
        Tensor value = ones(10);
        using DisposeScope none = NewDisposeScope();
        long before = LiveTensors.Count();

        SafeTensorsFile.Write(Path, [("a", value), ("b", value.t())]);
        SafeTensorsFile.Read(Path).Dispose();
        value = empty(0); // keeps the compiler from dropping it earlier

        Assert.Equal(before + 2, Tensor.TotalCount); // value.t() and this one
    }

    [Fact]
    public void What_was_read_outlives_the_scope_it_was_read_in()
    {
        SafeTensorsFile.Write(Path, [("a", ones(3))]);

        SafeTensors read;
        using (NewDisposeScope())
            read = SafeTensorsFile.Read(Path);

        Assert.Equal(3, read.Tensors["a"].sum().item<float>());
        read.Dispose();
        Assert.True(read.Tensors["a"].IsInvalid);
    }

    [Theory]
    [InlineData("__metadata__", "b")]
    [InlineData("a", "a")]
    public void Names_that_no_reader_would_accept_are_refused_before_anything_is_written(string first, string second)
    {
        Assert.Throws<ArgumentException>(() => SafeTensorsFile.Write(Path, [(first, ones(1)), (second, ones(1))]));

        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void A_type_that_the_format_lacks_is_refused_by_name()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() =>
            SafeTensorsFile.Write(Path, [("spectrum", ones([2], ScalarType.ComplexFloat32))])
        );

        Assert.Contains("'spectrum'", e.Message, StringComparison.Ordinal);
        Assert.Contains("ComplexFloat32", e.Message, StringComparison.Ordinal);
    }

    private static byte[] Bytes<T>(Func<T, byte[]> one, params T[] values) => [.. values.SelectMany(one)];

    private static void AssertEntry(string type, long[] shape, byte[] bytes, SafeTensorsSpecification.Entry entry)
    {
        Assert.Equal(type, entry.Type);
        Assert.Equal(shape, entry.Shape);
        Assert.Equal(bytes, entry.Bytes);
    }
}
