using CsCheck;
using Figment.Imaging;
using static TorchSharp.torch;

namespace Figment.Tests.Imaging;

public sealed class ImageGridTests
{
    private const byte Background = 64;

    [Fact]
    public void Each_pixel_of_a_grid_is_background_or_the_pixel_it_should_be()
    {
        Gen<(int Channels, int Height, int Width, int Count, int Columns, int Scale)> cases = Gen.Select(
            Gen.OneOf(Gen.Const(1), Gen.Const(3)),
            Gen.Int[1, 5],
            Gen.Int[1, 5],
            Gen.Int[1, 7],
            Gen.Int[1, 8],
            Gen.Int[1, 3]
        );

        cases.Sample(
            c =>
            {
                ImageShape shape = new(c.Channels, c.Height, c.Width);
                byte[] values = [.. Enumerable.Range(0, shape.Size * c.Count).Select(i => (byte)((i * 11) + 65))];

                Picture picture = new ImageBatch(shape, values).ToGrid(c.Columns, c.Scale);

                int columns = Math.Min(c.Columns, c.Count),
                    rows = (int)Math.Ceiling((double)c.Count / columns);
                Assert.Equal(
                    (c.Scale * ((columns * (c.Width + 1)) + 1), c.Scale * ((rows * (c.Height + 1)) + 1), c.Channels),
                    (picture.Width, picture.Height, picture.Channels)
                );
                for (int y = 0; y < picture.Height; y++)
                {
                    for (int x = 0; x < picture.Width; x++)
                    {
                        for (int channel = 0; channel < c.Channels; channel++)
                            Assert.Equal(
                                Expected(x, y, channel),
                                picture.Pixels[(((y * picture.Width) + x) * c.Channels) + channel]
                            );
                    }
                }

                // Works backwards from the picture: which image, and which of its pixels.
                byte Expected(int x, int y, int channel)
                {
                    int column = (x / c.Scale / (c.Width + 1)),
                        imageX = (x / c.Scale % (c.Width + 1)) - 1;
                    int row = (y / c.Scale / (c.Height + 1)),
                        imageY = (y / c.Scale % (c.Height + 1)) - 1;
                    int image = (row * columns) + column;
                    return imageX < 0 || imageY < 0 || column >= columns || image >= c.Count
                        ? Background
                        : values[(((((image * c.Channels) + channel) * c.Height) + imageY) * c.Width) + imageX];
                }
            },
            iter: 300
        );
    }

    [Theory]
    [InlineData(16, 468, 468)] // 4 × 4, each pixel 4 × 4
    [InlineData(1, 120, 120)]
    [InlineData(5, 352, 236)] // 3 in a row
    [InlineData(100, 873, 873)] // each pixel 3 × 3
    [InlineData(1200, 1016, 1016)] // too many to enlarge
    public void Without_being_told_a_grid_is_as_square_as_can_be_and_pleasant_to_look_at(int count, int width, int height)
    {
        Picture picture = new ImageBatch(new ImageShape(1, 28, 28), new byte[count * 784]).ToGrid();

        Assert.Equal((width, height), (picture.Width, picture.Height));
    }

    [Fact]
    public void More_columns_than_images_leave_no_empty_space()
    {
        Picture picture = new ImageBatch(new ImageShape(1, 2, 2), new byte[8]).ToGrid(columns: 10, scale: 1);

        Assert.Equal((7, 4), (picture.Width, picture.Height));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Less_than_one_column_is_refused(int columns) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            nameof(columns),
            () => new ImageBatch(new ImageShape(1, 2, 2), new byte[8]).ToGrid(columns)
        );

    [Fact]
    public void No_images_make_no_grid() =>
        Assert.Throws<ArgumentException>(() => new ImageBatch(new ImageShape(1, 2, 2), []).ToGrid());

    [Fact]
    public void A_tensor_is_drawn_as_its_bytes_are()
    {
        using Tensor images = tensor([0f, 0.2f, 0.4f, 1f], [2, 1, 1, 2]);

        byte[] expected = [64, 64, 64, 64, 64, 64, 64, 64, 0, 51, 64, 102, 255, 64, 64, 64, 64, 64, 64, 64, 64];
        Assert.Equal(expected, images.ToGrid(columns: 2, scale: 1).Pixels.ToArray());
    }

    [Fact]
    public void The_first_image_alone_has_no_frame()
    {
        Picture grey = new ImageBatch(new ImageShape(1, 1, 2), [1, 2, 3, 4]).ToPicture(),
            colour = new ImageBatch(new ImageShape(3, 1, 2), [1, 2, 3, 4, 5, 6]).ToPicture();

        Assert.Equal([1, 2], grey.Pixels.ToArray());
        Assert.Equal([1, 3, 5, 2, 4, 6], colour.Pixels.ToArray()); // red, green, blue side by side
    }
}
