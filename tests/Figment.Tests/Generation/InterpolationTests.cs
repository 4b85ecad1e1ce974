using System.Text.Json;
using Figment.Generation.Images;
using static TorchSharp.torch;

namespace Figment.Tests.Generation;

public sealed class InterpolationTests
{
    [Fact]
    public void Spherical_interpolation_agrees_with_its_geometry_at_any_rank()
    {
        using JsonDocument golden = Golden.Read("slerp.json");
        using Tensor p = Golden.Fill([2, 3], 1),
            q = Golden.Fill([2, 3], 2, 2.5);

        foreach (JsonElement point in golden.RootElement.GetProperty("points").EnumerateArray())
        {
            using Tensor value = Interpolation.Spherical(p, q, point.GetProperty("t").GetDouble());
            double[] expected = [.. point.GetProperty("value").EnumerateArray().Select(number => number.GetDouble())];
            Assert.Equal([2, 3], value.shape);
            Assert.All(value.data<float>().ToArray().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
        }
    }

    [Fact]
    public void A_quarter_turn_halves_into_eighths()
    {
        using Tensor value = Interpolation.Spherical(tensor(new double[] { 1, 0 }), tensor(new double[] { 0, 1 }), 0.5);

        Assert.All(value.data<double>().ToArray(), number => Assert.Equal(Math.Sqrt(0.5), number, 1e-15));
    }

    [Fact]
    public void Between_latents_of_one_length_that_length_is_kept_and_the_straight_line_cuts_the_corner()
    {
        using Tensor p = tensor(new double[] { 3, 0, 0 }),
            q = tensor(new double[] { 0, 3, 0 });
        using Tensor arc = Interpolation.Between(p, q, 0.3),
            line = Interpolation.Between(p, q, 0.5, WalkPath.Linear);

        Assert.Equal(3, arc.norm().item<double>(), 1e-12);
        Assert.Equal([1.5, 1.5, 0], line.data<double>().ToArray());
    }

    [Theory]
    [InlineData(2, 4, 3)]
    [InlineData(2, -2, 0)]
    [InlineData(0, 2, 1)]
    public void Where_there_is_no_one_arc_the_way_is_straight(double from, double to, double halfway)
    {
        using Tensor p = tensor(new double[] { from, 0 }),
            q = tensor(new double[] { to, 0 }),
            value = Interpolation.Spherical(p, q, 0.5);

        Assert.Equal([halfway, 0], value.data<double>().ToArray());
    }

    [Fact]
    public void Latents_of_different_shapes_have_no_way_between_them()
    {
        using Tensor p = zeros(2),
            q = zeros(3);

        Assert.Throws<ArgumentException>(() => Interpolation.Spherical(p, q, 0.5));
        Assert.Throws<ArgumentException>(() => Interpolation.Linear(p, q, 0.5));
    }
}
