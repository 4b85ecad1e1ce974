using System.Text;
using Figment.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Formats;

/// <summary>GGUF files, read back exactly as the specification says.</summary>
public sealed class GgufFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_holds_facts_a_table_and_values_at_multiples_of_32()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor vector = tensor(new[] { 1.5f, -2, 3 }),
            matrix = arange(8, ScalarType.Float32).view(2, 4);
        GgufFile.Write(
            folder["a.gguf"],
            [
                ("text", "床"),
                ("count", 7u),
                ("ids", (int[])[-1, 2]),
                ("names", (string[])["a", ""]),
                ("yes", true),
                ("small", 0.5f),
            ],
            [new("v", vector, GgufType.F32), new("m", matrix, GgufType.F16)]
        );

        using BinaryReader file = new(File.OpenRead(folder["a.gguf"]));
        Assert.Equal("GGUF", Encoding.ASCII.GetString(file.ReadBytes(4)));
        Assert.Equal((3u, 2ul, 6ul), (file.ReadUInt32(), file.ReadUInt64(), file.ReadUInt64()));
        Assert.Equal(("text", 8u, "床"), (Text(file), file.ReadUInt32(), Text(file)));
        Assert.Equal(("count", 4u, 7u), (Text(file), file.ReadUInt32(), file.ReadUInt32()));
        Assert.Equal(("ids", 9u, 5u, 2ul), (Text(file), file.ReadUInt32(), file.ReadUInt32(), file.ReadUInt64()));
        Assert.Equal((-1, 2), (file.ReadInt32(), file.ReadInt32()));
        Assert.Equal(("names", 9u, 8u, 2ul), (Text(file), file.ReadUInt32(), file.ReadUInt32(), file.ReadUInt64()));
        Assert.Equal(("a", ""), (Text(file), Text(file)));
        Assert.Equal(("yes", 7u, true), (Text(file), file.ReadUInt32(), file.ReadBoolean()));
        Assert.Equal(("small", 6u, 0.5f), (Text(file), file.ReadUInt32(), file.ReadSingle()));
        Assert.Equal(("v", 1u, 3ul), (Text(file), file.ReadUInt32(), file.ReadUInt64()));
        Assert.Equal((0u, 0ul), (file.ReadUInt32(), file.ReadUInt64())); // F32, at the beginning
        Assert.Equal(("m", 2u, 4ul, 2ul), (Text(file), file.ReadUInt32(), file.ReadUInt64(), file.ReadUInt64()));
        Assert.Equal((1u, 32ul), (file.ReadUInt32(), file.ReadUInt64())); // F16, behind the first
        long start = (file.BaseStream.Position + 31) / 32 * 32;
        file.BaseStream.Position = start;
        Assert.Equal([1.5f, -2, 3], [file.ReadSingle(), file.ReadSingle(), file.ReadSingle()]);
        file.BaseStream.Position = start + 32;
        Assert.Equal(Enumerable.Range(0, 8).Select(i => (Half)i), Enumerable.Range(0, 8).Select(_ => file.ReadHalf()));
        Assert.Equal(start + 64, file.BaseStream.Length);
    }

    [Fact]
    public void Blocks_of_8_bits_have_a_scale_and_come_within_half_a_step()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(1);
        Tensor matrix = randn([3, 64], generator: random);
        matrix[1].zero_();
        GgufFile.Write(folder["a.gguf"], [], [new("m", matrix, GgufType.Q8)]);

        byte[] all = File.ReadAllBytes(folder["a.gguf"]);
        using BinaryReader file = new(new MemoryStream(all[^224..])); // 6 blocks of 34 bytes, and the padding
        float[] values = matrix.data<float>().ToArray();
        for (int block = 0; block < 6; block++)
        {
            float scale = (float)file.ReadHalf();
            float[] expected = values[(32 * block)..(32 * (block + 1))];
            Assert.InRange(scale, 0, expected.Max(Math.Abs) / 126);
            foreach (float value in expected)
                Assert.InRange(Math.Abs(value - (file.ReadSByte() * scale)), 0, (0.51f * scale) + (Math.Abs(value) / 1024));
        }
    }

    [Fact]
    public void Vectors_stay_exact_and_rows_that_are_no_whole_blocks_have_16_bits()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(GgufType.F32, GgufValues.Suited(zeros(32), GgufType.Q8));
        Assert.Equal(GgufType.F16, GgufValues.Suited(zeros(2, 48), GgufType.Q8));
        Assert.Equal(GgufType.Q8, GgufValues.Suited(zeros(2, 64), GgufType.Q8));
        Assert.Throws<FigmentException>(() => GgufFile.Write(folder["a.gguf"], [], [new("m", full(2, 32, 1e9f), GgufType.Q8)]));
        Assert.Throws<FigmentException>(() => GgufFile.Write(folder["a.gguf"], [], [new("m", full(2, 32, 1e9f), GgufType.F16)]));
        Assert.False(File.Exists(folder["a.gguf"]));
    }

    private static string Text(BinaryReader file) => Encoding.UTF8.GetString(file.ReadBytes((int)file.ReadUInt64()));
}
