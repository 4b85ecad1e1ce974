using Figment.Imaging;

namespace Figment.Tests.Imaging;

public sealed class ImageRowsTests
{
    private static readonly ImageShape Shape = new(1, 1, 1);

    [Fact]
    public void Rows_break_at_the_same_place_and_what_is_missing_is_as_the_gaps()
    {
        ImageBatch above = new(Shape, [1, 2, 3]),
            below = new(Shape, [101, 102, 103]);

        Picture picture = new[] { above, below }.ToRows(columns: 2);

        // Cells are 4 × 4 with gaps of 4.
        Assert.Equal((20, 36), (picture.Width, picture.Height));
        Assert.Equal([1, 2], Row(picture, 0));
        Assert.Equal([101, 102], Row(picture, 1));
        Assert.Equal([3, 64], Row(picture, 2));
        Assert.Equal([103, 64], Row(picture, 3));
    }

    [Fact]
    public void Rows_that_do_not_match_are_refused()
    {
        ImageBatch one = new(Shape, [1]),
            two = new(Shape, [1, 2]),
            wide = new(new ImageShape(1, 1, 2), [1, 2]);

        Assert.Throws<ArgumentException>(() => new[] { one, two }.ToRows());
        Assert.Throws<ArgumentException>(() => new[] { one, wide }.ToRows());
        Assert.Throws<ArgumentException>(() => Array.Empty<ImageBatch>().ToRows());
    }

    private static int[] Row(Picture picture, int row) =>
        [.. Enumerable.Range(0, 2).Select(column => (int)picture.Pixels[((4 + (row * 8)) * picture.Width) + 4 + (column * 8)])];
}
