using Figment.Data.Images;
using Figment.Imaging;
using TorchSharp;

namespace Figment.Tests.Data;

/// <summary>Pictures that become the pixels of one data set.</summary>
public sealed class JoinedPixelsTests
{
    private static readonly ImageShape Grey = new(1, 1, 2),
        Colour = new(3, 1, 2);

    [Fact]
    public void The_first_picture_in_colour_makes_colour_of_all_before_it_and_grey_ones_after_it_become_colour()
    {
        using JoinedPixels joined = new("pets", 4);
        joined.Add([1, 2], Grey);
        joined.Add([3, 4], Grey);
        joined.Add([10, 11, 20, 21, 30, 31], Colour);
        joined.Add([5, 6], Grey);

        using torch.Tensor pixels = joined.Take();

        Assert.Equal([4, 3, 1, 2], pixels.shape);
        Assert.Equal(
            [1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4, 10, 11, 20, 21, 30, 31, 5, 6, 5, 6, 5, 6],
            pixels.data<byte>().ToArray()
        );
    }

    [Fact]
    public void Fewer_pictures_than_could_come_are_handed_over_alone()
    {
        using JoinedPixels joined = new("pets", 3);
        joined.Add([7, 8], Grey);

        using torch.Tensor pixels = joined.Take();

        Assert.Equal([1, 1, 1, 2], pixels.shape);
        Assert.Equal([7, 8], pixels.bytes.ToArray());
    }

    [Fact]
    public void A_picture_of_another_size_is_named_by_both()
    {
        using JoinedPixels joined = new("pets", 2);
        joined.Add([1, 2], Grey);

        FileFormatException e = Assert.Throws<FileFormatException>(() => joined.Add([1, 2], new ImageShape(1, 2, 1)));

        Assert.Contains("pets has a picture of 1×2×1 among pictures of 1×1×2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_one_data_set_holds_is_refused_at_the_first_picture()
    {
        using JoinedPixels joined = new("pets", 1 << 20);

        FigmentException e = Assert.Throws<FigmentException>(() => joined.Add(new byte[64 * 64], new ImageShape(1, 64, 64)));

        Assert.Contains("1,048,576 pictures of 1×64×64 in pets do not fit", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_stays_in_native_memory_whether_they_are_taken_or_not()
    {
        long before = LiveTensors.Count();
        foreach (bool isTaken in new[] { true, false })
        {
            using JoinedPixels joined = new("pets", 3);
            joined.Add([1, 2], Grey);
            joined.Add([10, 11, 20, 21, 30, 31], Colour);
            if (isTaken)
                joined.Take().Dispose();
        }

        Assert.Equal(before, LiveTensors.Count());
    }
}
