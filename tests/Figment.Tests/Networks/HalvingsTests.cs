using Figment.Imaging;
using Figment.Networks;

namespace Figment.Tests.Networks;

/// <summary>How images of each size are halved, by the arithmetic of convolutions.</summary>
public sealed class HalvingsTests
{
    [Fact]
    public void Every_multiple_of_8_from_16_to_256_goes_down_to_few_pixels_and_comes_back()
    {
        foreach (int height in Enumerable.Range(2, 31).Select(eighth => 8 * eighth))
        {
            foreach (int width in Enumerable.Range(2, 31).Select(eighth => 8 * eighth))
            {
                Halvings halvings = new(new ImageShape(3, height, width), 1);
                for (int i = 0; i < halvings.Channels.Count; i++)
                {
                    ((int High, int Wide) before, (int High, int Wide) after) = (halvings.Sizes[i], halvings.Sizes[i + 1]);
                    (long high, long wide) = halvings.Kernel(i);
                    // a convolution
                    Assert.Equal(after, ((int)((before.High + 2 - high) / 2) + 1, (int)((before.Wide + 2 - wide) / 2) + 1));
                    // a transposed one
                    Assert.Equal(before, ((int)((2 * (after.High - 1)) - 2 + high), (int)((2 * (after.Wide - 1)) - 2 + wide)));
                }

                (int fewHigh, int fewWide) = halvings.Smallest;
                Assert.InRange(fewHigh * fewWide, 1, Math.Max(height, width) > 128 ? 16 : 16 * 16);
            }
        }
    }

    [Theory]
    [InlineData(28, 28, 7, 7, 2)]
    [InlineData(64, 64, 4, 4, 4)]
    [InlineData(64, 96, 2, 3, 5)]
    [InlineData(120, 120, 15, 15, 3)] // as it was before larger images were halved at odd sides
    [InlineData(256, 256, 4, 4, 6)]
    [InlineData(248, 248, 4, 4, 6)]
    [InlineData(16, 256, 1, 4, 6)]
    public void What_is_left_is_small(int height, int width, int fewHigh, int fewWide, int times)
    {
        Halvings halvings = new(new ImageShape(3, height, width), 8);

        Assert.Equal((fewHigh, fewWide), halvings.Smallest);
        Assert.Equal(Enumerable.Range(0, times).Select(i => 8 << i), halvings.Channels);
    }

    [Theory]
    [InlineData(7, 7, "16×16", "16")]
    [InlineData(260, 260, "256×256", "256")]
    [InlineData(30, 28, "24×24 or 32×32", "32")]
    [InlineData(75, 100, "96×72 or 104×80", "104x80")]
    [InlineData(132, 132, "128×128 or 136×136", "136")]
    public void Other_sizes_are_refused_with_those_near_by(int height, int width, string near, string size)
    {
        FigmentException e = Assert.Throws<FigmentException>(() => new Halvings(new ImageShape(3, height, width), 8));

        Assert.Contains("multiples of 8 from 16 to 256", e.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"these images are {width} pixels wide and {height} high. Resize them to {near} (for pictures, use Size {size})",
            e.Message,
            StringComparison.Ordinal
        );
    }
}
