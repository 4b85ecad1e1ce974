using Figment.Charts;
using ImageMagick;

namespace Figment.Tests.Imaging;

public sealed class ScatterChartTests
{
    [Fact]
    public void Every_group_has_its_points_and_its_name_in_a_colour_of_its_own()
    {
        byte[] png = ScatterChart.ToPng(
            "title",
            "x",
            "y",
            [new("left", [(0, 0), (1, 5), (double.NaN, 2)]), new("right", [(10, 10)])]
        );

        using MagickImage image = new(png);
        Assert.Equal((900u, 800u), (image.Width, image.Height));
        Dictionary<string, uint> colours = image
            .Histogram()
            .ToDictionary(entry => entry.Key.ToHexString()[..7].ToUpperInvariant(), entry => entry.Value);
        Assert.True(colours["#4E79A7"] > colours["#F28E2B"], "two points against one");
        Assert.Equal(
            png,
            ScatterChart.ToPng("title", "x", "y", [new("left", [(0, 0), (1, 5), (double.NaN, 2)]), new("right", [(10, 10)])])
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public void Any_number_of_groups_can_be_drawn(int count)
    {
        byte[] png = ScatterChart.ToPng(
            "",
            "x",
            "y",
            [.. Enumerable.Range(0, count).Select(i => new PointGroup($"class {i}", i % 2 == 0 ? [(i, -i)] : []))]
        );

        using MagickImage image = new(png);
        Assert.Equal(900u, image.Width);
    }
}
