using Figment.Onnx;
using static TorchSharp.torch;

namespace Figment.Tests.Evaluation;

/// <summary>Files that are not image networks, or that make false claims: each is refused with a message.</summary>
public sealed class OnnxExtractorDamageTests : IDisposable
{
    private const int Any = -1;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("x (float [?, 5, 8, 8])", 5, 8, 8)]
    [InlineData("x (float [?, ?, 8, 8])", Any, 8, 8)]
    [InlineData("x (float [?, 3, 8])", 3, 8)]
    [InlineData("x (float [?, 3, 1, 8, 8])", 3, 1, 8, 8)]
    [InlineData("beyond", 3, 100_000, 8)]
    [InlineData("beyond", 3, 8, int.MaxValue)]
    public void Inputs_that_are_no_images_are_refused(string said, params int[] shape) =>
        Refused(
            new OnnxFile()
                .Input("x", [Any, .. shape.Select(size => (long)size)])
                .Output("features", Any, Any)
                .Node("Flatten", "x", "features"),
            said,
            "[N, C, H, W]"
        );

    [Fact]
    public void A_batch_beyond_reason_is_refused() =>
        Refused(
            new OnnxFile().Input("x", 1 << 20, 1, 1, 1).Output("features", 1 << 20, 1).Node("Flatten", "x", "features"),
            "beyond 1024 images"
        );

    [Fact]
    public void Inputs_of_integers_are_refused() =>
        Refused(
            new OnnxFile().IntegerInput("x", Any, 3, 8, 8).IntegerOutput("features", Any, 192).Node("Flatten", "x", "features"),
            "x (int64 [?, 3, 8, 8])",
            "float32"
        );

    [Fact]
    public void Two_inputs_are_refused() =>
        Refused(
            new OnnxFile()
                .Input("x", Any, 3, 8, 8)
                .Input("y", Any, 3, 8, 8)
                .Output("features", Any, 3, 8, 8)
                .Node("Add", "x y", "features"),
            "it has 2 inputs"
        );

    [Fact]
    public void Outputs_of_integers_are_refused() =>
        Refused(
            new OnnxFile().Input("x", Any, 3, 2, 2).IntegerOutput("best", Any, 1, 2, 2).Node("ArgMax", "x", "best", ("axis", 1)),
            "best (int64"
        );

    [Fact]
    public void Outputs_that_are_no_vectors_are_refused() =>
        Refused(
            new OnnxFile()
                .Input("x", Any, 3, 2, 2)
                .Output("features", Any, 3, 2)
                .Node("ReduceMean", "x", "features", ("axes", new[] { 3 }), ("keepdims", 0)),
            "features (float [?, 3, 2])",
            "[N, D]"
        );

    [Fact]
    public void Outputs_without_a_row_per_image_are_refused() =>
        Refused(
            new OnnxFile()
                .Input("x", 2, 3, 2, 2)
                .Output("features", 1, 12)
                .Node("ReduceMean", "x", "mean", ("axes", new[] { 0 }))
                .Node("Flatten", "mean", "features"),
            "one row for each image"
        );

    [Fact]
    public void More_features_than_can_be_compared_are_refused() =>
        Refused(OnnxExtractorTests.Flat(1, 300, 300), "90,000 features");

    [Fact]
    public void A_network_that_fails_on_a_blank_image_is_refused() =>
        Refused(
            new OnnxFile()
                .Input("x", Any, 1, Any, Any)
                .Output("features", Any, Any)
                .Weights("w", [4, 1], [1, 1, 1, 1])
                .Node("Flatten", "x", "flat")
                .Node("MatMul", "flat w", "sum")
                .Node("Concat", "flat sum", "features", ("axis", 1)),
            "fails on a blank image of 1×299×299"
        );

    [Fact]
    public void A_size_that_the_network_does_not_take_is_an_error_in_words()
    {
        using OnnxExtractor extractor = Load(
            new OnnxFile()
                .Input("x", Any, 1, Any, Any)
                .Output("features", Any, 1)
                .Weights("w", [4, 1], [1, 1, 1, 1])
                .Node("Flatten", "x", "flat")
                .Node("MatMul", "flat w", "features")
                .ToArray()
        );
        using Tensor fits = zeros(1, 1, 2, 2),
            large = zeros(1, 1, 3, 3);
        extractor.Extract(fits).Dispose();
        long before = LiveTensors.Count();

        Assert.Contains(
            "fails on images of 1×3×3",
            Assert.Throws<FigmentException>(() => extractor.Extract(large)).Message,
            StringComparison.Ordinal
        );

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Two_outputs_need_a_name_that_exists()
    {
        byte[] file = OnnxExtractorTests.TwoOutputs().ToArray();

        Assert.Contains(
            "Name one of them: first (float [?, 2]), second",
            Assert.Throws<FigmentException>(() => Load(file)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no output 'third'",
            Assert.Throws<FigmentException>(() => Load(file, new OnnxExtractorOptions { OutputName = "third" })).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Probabilities_that_are_none_are_refused() =>
        Refused(
            new OnnxFile()
                .Input("x", Any, 1, 1, 2)
                .Output("features", Any, 2)
                .Output("probabilities", Any, 2)
                .Node("Flatten", "x", "features")
                .Node("Identity", "features", "probabilities"),
            "do not add up to 1"
        );

    [Theory]
    [InlineData("figment.range", "0..2")]
    [InlineData("figment.mean", "[1, 2]")]
    [InlineData("figment.mean", "half")]
    [InlineData("figment.mean", "null")]
    [InlineData("figment.mean", "[\"NaN\"]")]
    [InlineData("figment.std", "[0]")]
    [InlineData("figment.classes", "[\"one\"]")]
    [InlineData("figment.classes", "[\"one\", null]")]
    [InlineData("figment.classes", "7")]
    public void Metadata_that_says_something_else_is_refused_by_name(string key, string value) =>
        Refused(
            new OnnxFile()
                .Input("x", Any, 3, 1, 1)
                .Output("features", Any, 3)
                .Output("logits", Any, 2)
                .Weights("w", [3, 2], new float[6])
                .Node("Flatten", "x", "features")
                .Node("MatMul", "features w", "logits")
                .Metadata(key, value),
            key
        );

    [Fact]
    public void Options_that_do_not_fit_the_file_are_refused()
    {
        OnnxExtractorOptions options = new() { Normalisation = PixelNormalisation.ImageNet };

        Assert.Contains(
            "takes grey images",
            Assert.Throws<FigmentException>(() => Load(OnnxExtractorTests.Flat(1, 2, 2).ToArray(), options)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "omit the normalisation",
            Assert
                .Throws<FigmentException>(() =>
                    Load(OnnxExtractorTests.Flat(3, 2, 2).Metadata("figment.range", "0..1").ToArray(), options)
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Weights_in_other_folders_are_not_read()
    {
        File.WriteAllBytes(folder["weights"], new byte[48]);
        string fromHere = Path.GetRelativePath(Environment.CurrentDirectory, folder["weights"]);
        foreach (string location in (string[])[folder["weights"], fromHere])
        {
            Refused(
                new OnnxFile()
                    .Input("x", Any, 1, 2, 2)
                    .Output("features", Any, 3)
                    .ExternalWeights("w", [4, 3], location)
                    .Node("Flatten", "x", "flat")
                    .Node("MatMul", "flat w", "features"),
                "only files in its own folder are read"
            );
        }
    }

    [Fact]
    public void Weights_beside_the_working_folder_are_not_read()
    {
        string name = $"{Guid.NewGuid():n}.weights";
        File.WriteAllBytes(name, new byte[48]);
        try
        {
            Refused(
                new OnnxFile()
                    .Input("x", Any, 1, 2, 2)
                    .Output("features", Any, 3)
                    .ExternalWeights("w", [4, 3], name)
                    .Node("Flatten", "x", "flat")
                    .Node("MatMul", "flat w", "features"),
                "but that file is missing"
            );
        }
        finally
        {
            File.Delete(name);
        }
    }

    [Fact]
    public void Weights_at_an_address_in_memory_are_not_read() =>
        Refused(
            new OnnxFile()
                .Input("x", Any, 1, 2, 2)
                .Output("features", Any, 3)
                .ExternalWeights("w", [4, 3], "*/_ORT_MEM_ADDR_/*", offset: 16)
                .Node("Flatten", "x", "flat")
                .Node("MatMul", "flat w", "features"),
            "weights"
        );

    [Theory]
    [InlineData("")]
    [InlineData("no network")]
    [InlineData("ORTM is how ONNX Runtime's own format calls itself")]
    public void Files_of_another_kind_are_refused(string text) =>
        Refused(System.Text.Encoding.UTF8.GetBytes(text), "is not an ONNX network");

    [Fact]
    public void Files_that_end_early_are_refused_and_nothing_leaks()
    {
        byte[] file = OnnxExtractorTests.Dense().ToArray();
        long before = LiveTensors.Count();

        for (int length = 0; length < file.Length; length += 7)
        {
            File.WriteAllBytes(folder["file.onnx"], file[..length]);
            Assert.Throws<FileFormatException>(() => OnnxExtractor.Load(folder["file.onnx"]));
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Any_damage_is_refused_or_read()
    {
        byte[] file = OnnxExtractorTests.Dense().ToArray();
        for (int place = 0; place < file.Length; place += 2)
        {
            byte[] damaged = [.. file];
            damaged[place] ^= (byte)(1 << (place % 8));
            File.WriteAllBytes(folder["file.onnx"], damaged);
            try
            {
                OnnxExtractor.Load(folder["file.onnx"]).Dispose();
            }
            catch (FigmentException)
            {
                // As it should.
            }
        }
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains(
            folder["none.onnx"],
            Assert.Throws<FigmentException>(() => OnnxExtractor.Load(folder["none.onnx"])).Message,
            StringComparison.Ordinal
        );

    private OnnxExtractor Load(byte[] file, OnnxExtractorOptions? options = null)
    {
        File.WriteAllBytes(folder["file.onnx"], file);
        return OnnxExtractor.Load(folder["file.onnx"], options);
    }

    private void Refused(OnnxFile file, params string[] said) => Refused(file.ToArray(), said);

    private void Refused(byte[] file, params string[] said)
    {
        FileFormatException e = Assert.Throws<FileFormatException>(() => Load(file).Dispose());
        Assert.All(said, words => Assert.Contains(words, e.Message, StringComparison.Ordinal));
        Assert.Contains("file.onnx", e.Message, StringComparison.Ordinal);
    }
}
