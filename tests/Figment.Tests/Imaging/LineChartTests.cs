using Figment.Charts;
using ImageMagick;

namespace Figment.Tests.Imaging;

/// <summary>Charts examined as pictures: where the pixels with a curve's colour are.</summary>
public sealed class LineChartTests : IDisposable
{
    private const int Width = 400,
        Height = 300;
    private static readonly (byte, byte, byte) Blue = (0, 114, 178),
        Orange = (213, 94, 0);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_curve_goes_where_its_points_are()
    {
        // The legend is on the right
        List<(int X, int Y)> curve = [.. Pixels(Draw([(0, 0), (10, 1)]), Blue).Where(pixel => pixel.X < Width * 2 / 3)];

        (int X, int Y) left = curve.MinBy(pixel => pixel.X),
            right = curve.MaxBy(pixel => pixel.X);
        Assert.InRange(left.X, 20, 80);
        Assert.InRange(right.X, (Width * 2 / 3) - 2, Width);
        Assert.True(left.Y > right.Y + (Height / 3), $"from {left} to {right}");
        foreach ((int x, int y) in curve)
            Assert.InRange(
                y,
                left.Y + ((right.Y - left.Y) * (double)(x - left.X) / (right.X - left.X)) - 3,
                left.Y + ((right.Y - left.Y) * (double)(x - left.X) / (right.X - left.X)) + 3
            );
    }

    [Fact]
    public void Each_curve_has_a_colour_and_each_panel_a_place()
    {
        byte[] pixels = Draw(
            new ChartSeries("loss", "loss", [(0, 1), (1, 1)]),
            new ChartSeries("accuracy", "accuracy", [(0, 5), (1, 5)])
        );

        Assert.All(OnTheLeft(pixels, Blue), pixel => Assert.InRange(pixel.Y, 0, Height / 2));
        Assert.All(OnTheLeft(pixels, Orange), pixel => Assert.InRange(pixel.Y, Height / 2, Height));
        Assert.NotEmpty(OnTheLeft(pixels, Blue));
        Assert.NotEmpty(OnTheLeft(pixels, Orange));
    }

    [Fact]
    public void A_curve_that_never_changes_is_a_level_line()
    {
        List<(int X, int Y)> curve = OnTheLeft(Draw([(0, 3), (1, 3), (2, 3)]), Blue);

        Assert.InRange(curve.Count, 50, Width * 3);
        Assert.InRange(curve.Max(pixel => pixel.Y) - curve.Min(pixel => pixel.Y), 0, 2);
    }

    [Fact]
    public void A_single_point_can_be_seen() =>
        Assert.InRange(Pixels(Draw([(5, 3)]), Blue).Count(pixel => Math.Abs(pixel.X - (Width / 2)) < 40), 10, 200);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Values_that_are_not_finite_are_left_out(double value)
    {
        byte[] without = Draw([(0, 0), (1, 1), (2, 0)]);

        Assert.Equal(without, Draw([(0, 0), (0.5, value), (1, 1), (value, 7), (2, 0)]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_curve_without_any_value_leaves_empty_axes(int notFinite)
    {
        byte[] pixels = Draw([.. Enumerable.Range(0, notFinite).Select(i => ((double)i, double.NaN))]);

        Assert.Empty(OnTheLeft(pixels, Blue));
        Assert.InRange(pixels.Count(value => value < 128), 3 * 200, 3 * 3000); // axes and numbers
    }

    [Fact]
    public void No_curves_leave_an_empty_chart() =>
        Assert.InRange(Draw(Array.Empty<ChartSeries>()).Count(value => value < 128), 3 * 100, 3 * 3000);

    [Fact]
    public void A_long_curve_is_averaged()
    {
        // 0 and 1 in turn, 40,000 values, except at every hundredth: the mean of any hundred is one half, but the last of each
        // hundred is not.
        List<(int X, int Y)> curve = OnTheLeft(
            Draw([.. Enumerable.Range(0, 40_000).Select(i => ((double)i, (double)((i + (i / 100)) % 2)))]),
            Blue
        );

        Assert.NotEmpty(curve);
        Assert.InRange(curve.Max(pixel => pixel.Y) - curve.Min(pixel => pixel.Y), 0, 3);
    }

    [Fact]
    public void The_same_chart_gives_the_same_bytes_and_no_date()
    {
        Draw([(0, 0), (1, 1)]);
        byte[] first = File.ReadAllBytes(folder["chart.png"]);

        Draw([(0, 0), (1, 1)]);

        Assert.Equal(first, File.ReadAllBytes(folder["chart.png"]));
        Assert.DoesNotContain("tIME", PictureTests.Chunks(first).Select(chunk => chunk.Type));
    }

    [Fact]
    public void What_is_saved_is_what_is_drawn()
    {
        ChartSeries curve = new("loss", "loss", [(0, 0), (1, 1)]);

        LineChart.Save(folder["chart.png"], "a title", "step", [curve], Width, Height);

        Assert.Equal(File.ReadAllBytes(folder["chart.png"]), LineChart.ToPng("a title", "step", [curve], Width, Height));
    }

    [Fact]
    public void What_cannot_be_drawn_throws_instead_of_becoming_a_picture_of_the_error()
    {
        // ImageMagick cannot measure a text that is empty as a C string.
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() =>
            LineChart.Save(folder["chart.png"], "\0", "step", [new ChartSeries("loss", "loss", [(0, 1)])])
        );

        Assert.NotNull(e.InnerException);
        Assert.Empty(Directory.EnumerateFiles(folder.Root));
    }

    [Fact]
    public void A_title_is_text_and_no_instruction_to_ImageMagick()
    {
        File.WriteAllText(folder["secret"], "secret");

        Assert.NotEqual(Titled("400x300"), Titled("%wx%h"));
        Assert.NotEqual(Titled("secret"), Titled($"@{folder["secret"]}"));

        byte[] Titled(string title)
        {
            LineChart.Save(folder["chart.png"], title, "step", [], Width, Height);
            return Read();
        }
    }

    private byte[] Draw(params (double X, double Y)[] points) => Draw(new ChartSeries("loss", "loss", points));

    private byte[] Draw(params ChartSeries[] series)
    {
        LineChart.Save(folder["chart.png"], "a title", "step", series, Width, Height);
        return Read();
    }

    private byte[] Read()
    {
        using MagickImage chart = new(folder["chart.png"]);
        Assert.Equal(((uint)Width, (uint)Height), (chart.Width, chart.Height));
        return chart.GetPixels().ToByteArray(PixelMapping.RGB)!;
    }

    private static List<(int X, int Y)> OnTheLeft(byte[] pixels, (byte, byte, byte) colour) =>
        [.. Pixels(pixels, colour).Where(pixel => pixel.X < Width * 2 / 3)];

    private static List<(int X, int Y)> Pixels(byte[] pixels, (byte R, byte G, byte B) colour) =>
        [
            .. Enumerable
                .Range(0, Width * Height)
                .Where(i => pixels[3 * i] == colour.R && pixels[(3 * i) + 1] == colour.G && pixels[(3 * i) + 2] == colour.B)
                .Select(i => (i % Width, i / Width)),
        ];
}
