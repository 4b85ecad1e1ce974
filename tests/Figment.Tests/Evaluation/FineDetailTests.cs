using System.Text.Json;
using Figment.Data.Images;
using Figment.Evaluation;
using Figment.Evaluation.Images;
using Figment.Imaging;

namespace Figment.Tests.Evaluation;

/// <summary>Against tests/golden/image_power.py, which takes every term of the cosine transform, and known answers.</summary>
public sealed class FineDetailTests
{
    [Theory]
    [InlineData("even", 5, 3, 8, 12, 70)]
    [InlineData("odd", 4, 1, 7, 9, 72)]
    [InlineData("cells", 2, 1, 16, 24, 73)]
    public void It_agrees_with_an_independent_computation(string name, int count, int channels, int height, int width, uint seed)
    {
        using JsonDocument golden = Golden.Read("image_power.json");
        JsonElement expected = golden.RootElement.GetProperty("detail").GetProperty(name);
        using ImageDataset images = new(
            "some",
            new ImageShape(channels, height, width),
            Golden.Bytes(count * channels * height * width, seed)
        );

        (Estimate detail, Estimate grain) = FineDetail.Of(images);

        Assert.Equal(expected.GetProperty("value").GetDouble(), detail.Value, 1e-2);
        Assert.Equal(expected.GetProperty("error").GetDouble(), detail.StandardError!.Value, 1e-2);
        Assert.Equal(expected.GetProperty("grain").GetDouble(), grain.Value, 1e-3);
    }

    [Fact]
    public void A_flat_image_and_a_slow_wave_have_none_and_a_fine_one_is_all_detail()
    {
        Assert.Equal(0, Wave((_, _) => 0), 1e-3);
        Assert.InRange(Wave((x, _) => Math.Cos(Math.PI * 4 * ((2 * x) + 1) / 64)), 0, 0.2); // rounded to whole grey levels
        Assert.InRange(Wave((x, _) => Math.Cos(Math.PI * 24 * ((2 * x) + 1) / 64)), 4900, 5100); // 100² / 2
        Assert.InRange(Wave((_, y) => Math.Cos(Math.PI * 24 * ((2 * y) + 1) / 64)), 4900, 5100);
    }

    private static double Wave(Func<int, int, double> of)
    {
        byte[] pixels = [.. Enumerable.Range(0, 32 * 32).Select(i => (byte)Math.Round(127 + (100 * of(i % 32, i / 32))))];
        using ImageDataset images = new("wave", new ImageShape(1, 32, 32), [.. pixels, .. pixels]);
        return FineDetail.Of(images).Power.Value;
    }
}
