using System.Text.Json;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Imaging;
using static TorchSharp.torch;

namespace Figment.Tests.Evaluation;

/// <summary>Compared with tests/golden/patches.py, which goes patch by patch, and tested for its purpose.</summary>
public sealed class PatchExtractorTests
{
    [Theory]
    [InlineData("colour", 2, 3, 16, 16)]
    [InlineData("large", 1, 1, 64, 63)]
    public void Its_features_are_those_of_the_patches_one_by_one(string name, int count, int channels, int height, int width)
    {
        using JsonDocument golden = Golden.Read("patches.json");
        ImageShape shape = new(channels, height, width);
        using Tensor filters = tensor(
                Enumerable.Range(0, 48 * channels * 36).Select(i => (float)(Math.Sin(0.7 * i) / 4)).ToArray()
            )
            .view(48, channels, 6, 6);
        using Tensor offsets = tensor(Enumerable.Range(0, 48).Select(i => (float)(Math.Cos(i) / 8)).ToArray());
        using ImageDataset images = new(
            "some",
            shape,
            [.. Enumerable.Range(0, count * shape.Size).Select(i => (byte)(i * 7919 % 251))]
        );
        using PatchExtractor extractor = PatchExtractor.Load(PatchExtractor.Save(CardOf(images), filters, offsets), "some");

        using FeatureSet seen = extractor.Extract(images);

        float[] expected =
        [
            .. golden
                .RootElement.GetProperty(name)
                .EnumerateArray()
                .SelectMany(row => row.EnumerateArray())
                .Select(value => value.GetSingle()),
        ];
        Assert.Equal(192, extractor.Dimensions);
        Assert.Equal(expected.Length, (int)seen.Features.numel());
        Assert.All(seen.Features.data<float>().ToArray().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
    }

    [Fact]
    public void It_sees_blur_grain_and_parts_that_do_not_belong_together_where_pixels_do_not()
    {
        using ImageDataset pictures = Discs(400);
        using PatchExtractor patches = PatchExtractor.Load(PatchTraining.Train(pictures), "made");
        using PixelExtractor pixels = new(pictures.Shape);
        using Tensor all = pictures.Gather(arange(400, ScalarType.Int64)).Items;
        using Tensor first = all.narrow(0, 0, 200),
            second = all.narrow(0, 200, 200);
        using Tensor blurred = nn.functional.avg_pool2d(second, 3, 1, 1, count_include_pad: false);
        using Generator random = new Figment.Backend.SeededRandom(1).Generator("grain");
        using Tensor grained = (second + (randn(second.shape, generator: random) * 0.08)).clamp(0, 1);
        using Tensor joined = cat([second.narrow(2, 0, 14), second.narrow(2, 14, 14).roll(1, 0)], 2);

        foreach (Tensor damaged in new[] { blurred, grained, joined })
        {
            double byPatches = TimesReal(patches, damaged),
                byPixels = TimesReal(pixels, damaged);
            Assert.InRange(byPatches, 1.9, double.MaxValue); // 1.98 on Intel, above 2 on AMD, which round otherwise
            Assert.True(byPatches > 1.2 * byPixels, $"{byPatches} by patches, {byPixels} by pixels");
        }

        double TimesReal(FeatureExtractor extractor, Tensor damaged)
        {
            using FeatureSet a = extractor.Extract(first),
                b = extractor.Extract(second),
                c = extractor.Extract(damaged);
            return FrechetDistance.Between(a.Features, c.Features) / FrechetDistance.Between(a.Features, b.Features);
        }
    }

    [Fact]
    public void The_same_data_give_the_same_file_and_what_is_damaged_is_refused_in_words()
    {
        using ImageDataset pictures = Discs(60);
        byte[] made = PatchTraining.Train(pictures);
        long before = LiveTensors.Count();
        using (PatchExtractor.Load(made, "made")) { }

        Assert.Equal(made, PatchTraining.Train(pictures));
        Assert.Equal(before, LiveTensors.Count());
        Assert.Throws<FileFormatException>(() => PatchExtractor.Load(made[..^7], "cut"));
        using Tensor few = zeros(3, 1, 6, 6),
            offsets = zeros(48);
        Assert.Contains(
            "does not contain the patterns",
            Assert
                .Throws<FileFormatException>(() =>
                    PatchExtractor.Load(PatchExtractor.Save(CardOf(pictures), few, offsets), "few")
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "its metadata",
            Assert
                .Throws<FileFormatException>(() =>
                    PatchExtractor.Load(
                        PatchExtractor.Save(CardOf(pictures) with { Shape = new ImageShape(1, 2, 2) }, few, offsets),
                        "small"
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
        using PatchExtractor extractor = PatchExtractor.Load(made, "made");
        Assert.Contains(
            "takes images of 1×28×28",
            extractor.WhyNot(new ImageShape(1, 28, 29))!.English,
            StringComparison.Ordinal
        );
    }

    private static PatchCard CardOf(ImageDataset data) =>
        new()
        {
            Data = data.Name,
            DataSha256 = data.Sha256,
            Shape = data.Shape,
            Figment = "0.1.0",
        };

    /// <summary>Soft discs of many sizes and places on a grey ground.</summary>
    private static ImageDataset Discs(int count)
    {
        Random random = new(1);
        byte[] pixels = new byte[count * 784];
        for (int i = 0; i < count; i++)
        {
            (double x, double y) = (6 + (16 * random.NextDouble()), 6 + (16 * random.NextDouble()));
            (double radius, double light) = (2 + (7 * random.NextDouble()), 0.5 + (0.5 * random.NextDouble()));
            for (int p = 0; p < 784; p++)
                pixels[(i * 784) + p] = (byte)(
                    40 + (200 * light * Math.Clamp(radius - double.Hypot((p % 28) - x, (p / 28) - y) + 0.5, 0, 1))
                );
        }

        return new ImageDataset("discs", new ImageShape(1, 28, 28), pixels);
    }
}
