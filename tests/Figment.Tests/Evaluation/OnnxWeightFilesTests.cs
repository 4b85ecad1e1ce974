using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Figment.Evaluation.Images;
using Figment.Onnx;
using static TorchSharp.torch;

namespace Figment.Tests.Evaluation;

/// <summary>Networks whose weights lie in files beside them, as newer exporters write them.</summary>
public sealed class OnnxWeightFilesTests : IDisposable
{
    private const int Any = -1;
    private static readonly float[] Values = [1, 2, 3, 4, -1, 0.5f, 0, 2, 0, 0, 1, 0]; // [4, 3]

    private readonly TemporaryFolder folder = new();
    private readonly string working = Directory.GetCurrentDirectory();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("x.onnx.data", 0)]
    [InlineData("weights/x.bin", 4096)]
    public void Weights_beside_the_file_are_those_inside_and_part_of_its_hash(string location, int offset)
    {
        byte[] data = [.. new byte[offset], .. MemoryMarshal.AsBytes(Values.AsSpan())],
            file = Network(location, offset).ToArray();
        Beside(location, data);
        using Tensor images = rand(5, 1, 2, 2, generator: new Generator(1));

        using OnnxExtractor outside = Load(file),
            inside = Load(Linear().Weights("w", [4, 3], Values).ToArray(), "inside.onnx");
        using FeatureSet seen = outside.Extract(images),
            expected = inside.Extract(images);

        Assert.Equal(expected.Features.data<float>(), seen.Features.data<float>());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([.. file, .. data])), outside.Sha256);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/etc/passwd")]
    [InlineData("C:/x")]
    [InlineData("a\\..\\x")]
    [InlineData("a:b")]
    [InlineData("con")]
    [InlineData("sub/NUL.data")]
    [InlineData("\u001b[31mred")]
    [InlineData("a\nb")]
    [InlineData("\u202egnp.exe")]
    [InlineData("LONG")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("*/_ORT_MEM_ADDR_/*")]
    public void A_name_that_leads_elsewhere_is_refused_and_shown_harmlessly(string location)
    {
        if (location == "LONG")
            location = new string('x', 300);
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(folder["inner"]).Parent!.FullName, "x"), new byte[48]);

        string message = Assert.Throws<FileFormatException>(() => Load(Network(location).ToArray(), "inner/net.onnx")).Message;

        Assert.Contains("net.onnx keeps weights in", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, letter => char.IsControl(letter) || letter == '\u202e');
        Assert.True(message.Length < folder.Root.Length + 350, message);
        Assert.Equal(working, Directory.GetCurrentDirectory());
    }

    [Fact]
    public void A_link_is_not_followed()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("links need a privilege there");
        byte[] data = MemoryMarshal.AsBytes(Values.AsSpan()).ToArray();
        Directory.CreateDirectory(folder["inner"]);
        Directory.CreateDirectory(folder["outer"]);
        File.WriteAllBytes(folder["outer/x.data"], data);
        File.CreateSymbolicLink(folder["inner/x.data"], folder["outer/x.data"]);
        Directory.CreateSymbolicLink(folder["inner/sub"], folder["outer"]);

        foreach (string location in (string[])["x.data", "sub/x.data"])
            Assert.Contains(
                "is a link",
                Assert.Throws<FileFormatException>(() => Load(Network(location).ToArray(), "inner/net.onnx")).Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void A_file_that_is_missing_or_short_is_named_with_what_to_do()
    {
        string missing = Assert.Throws<FileFormatException>(() => Load(Network("x.data").ToArray())).Message;
        Assert.Contains(
            "keeps weights in the file 'x.data' beside it, but that file is missing. Copy that file into the same folder",
            missing,
            StringComparison.Ordinal
        );

        Beside("x.data", new byte[40]);
        string tooShort = Assert.Throws<FileFormatException>(() => Load(Network("x.data").ToArray())).Message;
        Assert.Contains(
            "needs 48 bytes, starting at byte 0, from the weights in x.data, but that file has only 40. The weights file was not "
                + "copied in full",
            tooShort,
            StringComparison.Ordinal
        );

        Beside("x.data", new byte[64]);
        Assert.Throws<FileFormatException>(() => Load(Network("x.data", long.MaxValue - 8).ToArray()));
        Load(Network("x.data", 16).ToArray()).Dispose();
    }

    [Fact]
    public void Weights_that_name_the_same_bytes_again_and_again_are_refused()
    {
        Beside("x.data", new byte[48]);
        OnnxFile file = Network("x.data");
        for (int i = 0; i < 3; i++)
            file.ExternalWeights($"again{i}", [4, 3], "x.data");

        Assert.Contains(
            "more bytes than the files beside it contain",
            Assert.Throws<FileFormatException>(() => Load(file.ToArray())).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Names_of_outputs_reach_nobody_raw()
    {
        byte[] file = new OnnxFile()
            .Input("x", Any, 1, 2, 2)
            .Output("a\u001b[31m\nb", Any, 4)
            .Node("Flatten", "x", "a\u001b[31m\nb")
            .ToArray();

        using OnnxExtractor extractor = Load(file);

        Assert.DoesNotContain(extractor.Preprocessing, char.IsControl);
    }

    private static OnnxFile Linear() =>
        new OnnxFile()
            .Input("x", Any, 1, 2, 2)
            .Output("features", Any, 3)
            .Node("Flatten", "x", "flat")
            .Node("MatMul", "flat w", "features");

    private static OnnxFile Network(string location, long offset = 0) => Linear().ExternalWeights("w", [4, 3], location, offset);

    private void Beside(string location, byte[] data)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[location])!);
        File.WriteAllBytes(folder[location], data);
    }

    private OnnxExtractor Load(byte[] file, string name = "net.onnx")
    {
        File.WriteAllBytes(folder[name], file);
        return OnnxExtractor.Load(folder[name]);
    }
}
