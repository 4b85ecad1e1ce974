using System.Security.Cryptography;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Imaging;
using Figment.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Evaluation;

public sealed class OnnxExtractorTests : IDisposable
{
    private const int Any = -1;
    private static readonly float[] Weights = [1, 2, 3, 4, -1, 0.5f, 0, 2, 0, 0, 1, 0]; // [3, 4]

    private readonly TemporaryFolder folder = new();
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(Any)] // any number at once
    [InlineData(1)] // one by one
    [InlineData(4)] // 5 images: 4, then 1 filled up to 4
    public void Features_are_what_the_network_computes_for_any_batch(int batch)
    {
        using OnnxExtractor extractor = Load(Dense(batch));
        Tensor images = rand(5, 1, 2, 2, generator: new Generator(1));

        using FeatureSet seen = extractor.Extract(images);

        Assert.Equal([5, 3], seen.Features.shape);
        Equal(images.flatten(1).matmul(tensor(Weights, [3, 4]).t()).add(tensor([0.5f, 0, -1])), seen.Features);
        Assert.Null(seen.Probabilities);
        Assert.Equal((3, 0), (extractor.Dimensions, extractor.ClassNames.Count));
    }

    [Fact]
    public void It_carries_name_hash_and_preprocessing()
    {
        byte[] file = Dense().ToArray();
        using OnnxExtractor extractor = Load(file, "dense.v1.onnx");

        Assert.Equal(("dense.v1", Convert.ToHexStringLower(SHA256.HashData(file))), (extractor.Name, extractor.Sha256));
        Assert.Equal(
            "images of another size resized to 2×2 (bilinear with antialiasing: PyTorch's interpolate, align_corners=False), "
                + "pixels in [0, 1]; features from output 'features'",
            extractor.Preprocessing
        );
    }

    [Fact]
    public void Maps_are_averaged_over_their_places()
    {
        using OnnxExtractor extractor = Load(
            new OnnxFile()
                .Input("x", Any, 3, Any, Any)
                .Output("maps", Any, 2, Any, Any)
                .Weights("w", [2, 3, 1, 1], [1, 0, 0, 0, 1, -1])
                .Node("Conv", "x w", "maps")
        );
        Tensor images = rand(2, 3, 5, 7, generator: new Generator(2));

        using FeatureSet seen = extractor.Extract(images);

        Tensor mean = images.mean([2L, 3]);
        Equal(stack([mean[.., 0], mean[.., 1] - mean[.., 2]], 1), seen.Features);
        Assert.Contains("averaged over its places", extractor.Preprocessing, StringComparison.Ordinal);
        Assert.Contains("no resizing", extractor.Preprocessing, StringComparison.Ordinal);
    }

    [Fact]
    public void Channels_may_come_last()
    {
        using OnnxExtractor extractor = Load(
            new OnnxFile().Input("x", Any, 2, 4, 3).Output("rows", Any, 24).Node("Flatten", "x", "rows")
        );
        Tensor images = rand(3, 3, 2, 4, generator: new Generator(3));

        using FeatureSet seen = extractor.Extract(images);

        Equal(images.permute(0, 2, 3, 1).flatten(1), seen.Features);
    }

    [Fact]
    public void Maps_of_a_network_with_the_channels_last_have_them_last()
    {
        using OnnxExtractor extractor = Load(
            new OnnxFile().Input("x", Any, 2, 4, 3).Output("maps", Any, 2, 4, 3).Node("Relu", "x", "maps")
        );
        Tensor images = rand(3, 3, 2, 4, generator: new Generator(4));

        using FeatureSet seen = extractor.Extract(images);

        Equal(images.mean([2L, 3]), seen.Features);
    }

    [Fact]
    public void Grey_is_repeated_and_another_size_is_resized_without_aliasing()
    {
        using OnnxExtractor extractor = Load(Flat(3, 2, 2));
        Tensor image = tensor([0f, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0], [1, 1, 4, 4]); // a chessboard: grey from afar

        using FeatureSet seen = extractor.Extract(image);

        // From 4 to 2 pixels the triangle covers pixels at distances ½, ½, 1½ of half-width 2: weights 3, 3, 1 over 7.
        // A row 0 1 0 1 becomes (3, 4)/7; the second row is its reverse; the rows are mixed 4 to 3 in the same way.
        float same = ((4 * 3) + (3 * 4)) / 49f,
            other = ((4 * 4) + (3 * 3)) / 49f;
        Equal(tensor([same, other, other, same]).repeat(3).unsqueeze(0), seen.Features);
    }

    [Theory]
    [InlineData(
        3,
        4,
        24,
        new[]
        {
            0.5816326f,
            0.408f,
            0.49771425f,
            0.29863945f,
            0.48518515f,
            0.4568889f,
            0.5431111f,
            0.5148148f,
            0.7013605f,
            0.5022857f,
            0.5919999f,
            0.41836733f,
        }
    )]
    [InlineData(6, 8, 104, new[] { 0.70000005f, 0.55781245f, 0.59375f, 0.68125f, 0.76874995f, 0.5984375f, 0.11875f, 0.2f })]
    public void Resizing_is_that_of_PyTorch(int height, int width, int first, float[] expected)
    {
        using OnnxExtractor extractor = Load(Flat(3, height, width));
        Tensor images = arange(210, ScalarType.Float32).reshape(2, 3, 5, 7).remainder(11).div(10);

        using FeatureSet seen = extractor.Extract(images);

        // PyTorch 2.6: torch.nn.functional.interpolate(images, (height, width), mode='bilinear', align_corners=False,
        // antialias=True)
        Equal(tensor(expected), seen.Features[1].narrow(0, first, expected.Length));
    }

    [Fact]
    public void Networks_of_any_size_see_images_at_their_own()
    {
        using OnnxExtractor extractor = Load(
            new OnnxFile()
                .Input("x", Any, 1, Any, Any)
                .Output("features", Any, Any)
                .Node("GlobalAveragePool", "x", "pooled")
                .Node("Flatten", "pooled", "features")
        );

        Assert.Equal(1, extractor.Dimensions); // the file does not state this; running a blank image showed it
        foreach (int side in (int[])[3, 8])
        {
            Tensor images = rand(2, 1, side, side, generator: new Generator(5));
            using FeatureSet seen = extractor.Extract(images);
            Equal(images.mean([2L, 3]), seen.Features);
        }
    }

    [Theory]
    [InlineData(null, 0.25f, 0.25f, 0.25f)]
    [InlineData(PixelNormalisation.ZeroToOne, 0.25f, 0.25f, 0.25f)]
    [InlineData(PixelNormalisation.MinusOneToOne, -0.5f, -0.5f, -0.5f)]
    [InlineData(PixelNormalisation.ZeroTo255, 63.75f, 63.75f, 63.75f)]
    [InlineData(PixelNormalisation.ImageNet, (0.25f - 0.485f) / 0.229f, (0.25f - 0.456f) / 0.224f, (0.25f - 0.406f) / 0.225f)]
    public void Pixels_are_scaled_as_the_options_say(PixelNormalisation? normalisation, float red, float green, float blue)
    {
        using OnnxExtractor extractor = Load(
            Flat(3, 1, 1).ToArray(),
            options: new OnnxExtractorOptions { Normalisation = normalisation }
        );

        using FeatureSet seen = extractor.Extract(full(1, 3, 1, 1, 0.25f));

        Equal(tensor([red, green, blue], [1, 3]), seen.Features);
    }

    [Fact]
    public void Pixels_are_scaled_as_the_file_says()
    {
        OnnxFile file = Flat(3, 1, 1)
            .Metadata("figment.range", "-1..1")
            .Metadata("figment.mean", "[0.5, 0, -0.5]")
            .Metadata("figment.std", "[2]");
        using OnnxExtractor extractor = Load(file);

        using FeatureSet seen = extractor.Extract(full(1, 3, 1, 1, 0.25f));

        Equal(tensor([-0.5f, -0.25f, 0], [1, 3]), seen.Features);
        Assert.Contains(
            "pixels in [-1, 1], minus (0.5, 0, -0.5), divided by (2, 2, 2)",
            extractor.Preprocessing,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("logits")]
    [InlineData("probabilities")]
    public void A_second_output_gives_class_probabilities(string output)
    {
        OnnxFile file = new OnnxFile()
            .Input("x", Any, 1, 1, 2)
            .Output("features", Any, 2)
            .Output(output, Any, 2)
            .Node("Flatten", "x", "features");
        file.Node(output == "logits" ? "Identity" : "Softmax", "features", output)
            .Metadata("figment.classes", """["cat", "dog"]""");
        using OnnxExtractor extractor = Load(file);
        Tensor images = rand(3, 1, 1, 2, generator: new Generator(6));

        using FeatureSet seen = extractor.Extract(images);

        Equal(images.flatten(1), seen.Features);
        Equal(images.flatten(1).softmax(1), seen.Probabilities!);
        Assert.Equal(["cat", "dog"], extractor.ClassNames);
    }

    [Fact]
    public void Classes_without_names_are_numbers()
    {
        using OnnxExtractor extractor = Load(
            new OnnxFile()
                .Input("x", Any, 1, 1, 3)
                .Output("features", Any, 3)
                .Output("logits", Any, 3)
                .Node("Flatten", "x", "features")
                .Node("Identity", "features", "logits")
        );

        Assert.Equal(["0", "1", "2"], extractor.ClassNames);
    }

    [Fact]
    public void Of_several_outputs_one_can_be_named()
    {
        using OnnxExtractor extractor = Load(TwoOutputs().ToArray(), options: new OnnxExtractorOptions { OutputName = "second" });

        using FeatureSet seen = extractor.Extract(full(1, 1, 1, 2, 0.25f));

        Equal(tensor([-0.25f, -0.25f], [1, 2]), seen.Features);
    }

    [Fact]
    public void The_same_images_give_the_same_bytes_alone_and_from_a_data_set()
    {
        using OnnxExtractor extractor = Load(Dense());
        using ImageDataset data = new(
            "data",
            new ImageShape(1, 2, 2),
            [.. Enumerable.Range(0, 600 * 4).Select(i => (byte)(i * 31))]
        );

        using FeatureSet first = extractor.Extract(data),
            second = extractor.Extract(data);

        Assert.Equal(first.Features.data<float>().ToArray(), second.Features.data<float>().ToArray());
        Equal(extractor.Extract(data.Gather(tensor([599L])).Items).Features, first.Features[599..]);
    }

    [Fact]
    public void No_images_have_no_features()
    {
        using OnnxExtractor extractor = Load(Dense());

        using FeatureSet seen = extractor.Extract(empty(0, 1, 2, 2));

        Assert.Equal([0, 3], seen.Features.shape);
    }

    [Fact]
    public void Nothing_stays_but_what_is_returned()
    {
        using OnnxExtractor extractor = Load(
            new OnnxFile()
                .Input("x", 4, 3, 2, 2)
                .Output("features", 4, 12)
                .Output("logits", 4, 12)
                .Node("Flatten", "x", "features")
                .Node("Identity", "features", "logits")
        );
        Tensor images = rand(9, 1, 5, 5);
        long before = LiveTensors.Count();

        FeatureSet seen = extractor.Extract(images);

        Assert.Equal(before + 2, Tensor.TotalCount);
        seen.Dispose();
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Colour_is_refused_by_a_grey_network_before_it_is_seen()
    {
        using OnnxExtractor extractor = Load(Dense());
        using ImageDataset data = new("colour", new ImageShape(3, 2, 2), new byte[12]);

        Assert.Null(extractor.WhyNot(new ImageShape(1, 28, 28)));
        Assert.Contains(
            "in colour (3×2×2)",
            Assert.Throws<FigmentException>(() => extractor.Extract(data)).Message,
            StringComparison.Ordinal
        );
    }

    internal static OnnxFile TwoOutputs() =>
        new OnnxFile()
            .Input("x", Any, 1, 1, 2)
            .Output("first", Any, 2)
            .Output("second", Any, 2)
            .Node("Flatten", "x", "first")
            .Node("Neg", "first", "second");

    /// <summary>Its features are its pixels.</summary>
    internal static OnnxFile Flat(int channels, int height, int width) =>
        new OnnxFile()
            .Input("x", Any, channels, height, width)
            .Output("features", Any, channels * height * width)
            .Node("Flatten", "x", "features");

    internal static OnnxFile Dense(int batch = Any) =>
        new OnnxFile()
            .Input("x", batch, 1, 2, 2)
            .Output("features", batch, 3)
            .Weights("w", [3, 4], Weights)
            .Weights("b", [3], [0.5f, 0, -1])
            .Node("Flatten", "x", "flat")
            .Node("Gemm", "flat w b", "features", ("transB", 1));

    private OnnxExtractor Load(OnnxFile file) => Load(file.ToArray());

    private OnnxExtractor Load(byte[] file, string name = "network.onnx", OnnxExtractorOptions? options = null)
    {
        File.WriteAllBytes(folder[name], file);
        return OnnxExtractor.Load(folder[name], options);
    }

    private static void Equal(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(
            expected.allclose(actual, rtol: 1e-5, atol: 1e-6),
            $"{string.Join(", ", expected.contiguous().data<float>())} expected, "
                + $"{string.Join(", ", actual.contiguous().data<float>())} computed"
        );
    }
}
