using Figment.Data.Images;
using Figment.Generation.Images;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Generation;

public sealed class GivenImagesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void One_picture_is_given_as_it_is()
    {
        using DisposeScope scope = NewDisposeScope();
        File.WriteAllBytes(folder["cat.png"], Png.Write(2, 1, [51, 204]));
        using BandModel model = new(2, new ImageShape(1, 1, 2));

        using ImageDataset data = GivenImages.Open(folder["cat.png"], model.Shape);

        Assert.Equal(("cat", 1), (data.Name, data.Count));
        Assert.Equal([0.2f, 0.8f], GivenImages.Take(data, zeros(1, ScalarType.Int64), model).Items.data<float>().ToArray());
    }

    [Fact]
    public void Grey_is_repeated_for_a_model_in_colour_and_colour_becomes_luma_for_a_grey_one()
    {
        using DisposeScope scope = NewDisposeScope();
        using BandModel grey = new(1, new ImageShape(1, 1, 1)),
            colour = new(1, new ImageShape(3, 1, 1));
        using ImageDataset red = new("red", colour.Shape, [255, 0, 51]),
            dark = new("dark", grey.Shape, [51]);
        Tensor first = zeros(1, ScalarType.Int64);

        Assert.Equal(0.299f + (0.114f * 0.2f), GivenImages.Take(red, first, grey).Items.item<float>(), 1e-6f);
        Assert.Equal([0.2f, 0.2f, 0.2f], GivenImages.Take(dark, first, colour).Items.data<float>().ToArray());
    }

    [Fact]
    public void Another_size_is_refused_with_both()
    {
        File.WriteAllBytes(folder["cat.png"], Png.Write(2, 1, [51, 204]));

        FigmentException e = Assert.Throws<FigmentException>(() =>
            GivenImages.Open(folder["cat.png"], new ImageShape(1, 28, 28))
        );

        Assert.Contains("2×1 pixels, but the model makes 28×28", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_picture_is_refused_with_its_name()
    {
        File.WriteAllText(folder["cat.png"], "no picture");

        Assert.Contains(
            "cat.png cannot be read as a picture",
            Assert.Throws<FileFormatException>(() => GivenImages.Open(folder["cat.png"], new ImageShape(1, 1, 1))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Data_with_a_test_part_gives_that()
    {
        using ImageDataset data = GivenImages.Open("mnist", new ImageShape(1, 28, 28));

        Assert.Equal("mnist-test", data.Name);
    }

    [Fact]
    public void The_first_images_of_a_class_are_found_beyond_the_first_block()
    {
        using ImageDataset data = new(
            "many",
            new ImageShape(1, 1, 1),
            new byte[2500],
            [.. Enumerable.Range(0, 2500).Select(i => (byte)(i % 900 == 7 ? 1 : 0))]
        );
        using Tensor all = GivenImages.FirstOfClass(data, 1, 10),
            two = GivenImages.FirstOfClass(data, 1, 2),
            none = GivenImages.FirstOfClass(data, 5, 10);

        Assert.Equal([7L, 907, 1807], all.data<long>().ToArray());
        Assert.Equal([7L, 907], two.data<long>().ToArray());
        Assert.Equal(0, none.shape[0]);
        using ImageDataset unlabelled = new("plain", new ImageShape(1, 1, 1), new byte[3]);
        Assert.Contains(
            "no labels",
            Assert.Throws<FigmentException>(() => GivenImages.FirstOfClass(unlabelled, 0, 1)).Message,
            StringComparison.Ordinal
        );
    }
}
