using Figment.Data.Images;
using Figment.Generation.Images;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Generation;

public sealed class GivenPictureTests : IDisposable
{
    private static readonly ImageShape Two = new(1, 2, 2),
        Colour = new(3, 2, 2);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_picture_of_the_models_size_is_taken_as_it_is_and_white_of_its_mask_is_made_anew()
    {
        using DisposeScope scope = NewDisposeScope();
        Write("cat.png", Png.Write(2, 2, [0, 51, 102, 255]));
        Write("mask.png", Png.Write(2, 2, [0, 255, 51, 0]));

        GivenPicture picture = GivenPicture.Read(folder["cat.png"], folder["mask.png"], Colour, null);

        Assert.Equal(("cat", null), (picture.Name, picture.Note));
        Assert.Equal([1, 3, 2, 2], picture.Image.shape);
        Assert.Equal([0f, 0.2f, 0.4f, 1], picture.Image.select(1, 2).data<float>().ToArray());
        Assert.Equal([0f, 1, 0.2f, 0], picture.Mask!.data<float>().ToArray());
    }

    [Fact]
    public void Of_a_mask_with_something_transparent_only_that_counts()
    {
        using DisposeScope scope = NewDisposeScope();
        Write("cat.png", Png.Write(2, 2, [0, 51, 102, 255]));
        Write("erased.png", Png.Write(2, 2, [0, 255, 255, 255, 102, 0, 255, 51], Png.GreyAlpha));

        GivenPicture picture = GivenPicture.Read(folder["cat.png"], folder["erased.png"], Two, null);

        Assert.Equal([0f, 0, 1, 0.8f], picture.Mask!.data<float>().ToArray());
    }

    [Theory]
    [InlineData(PictureFit.Crop, new float[] { 0, 1, 0, 1 }, new float[] { 1, 0, 1, 0 })]
    [InlineData(PictureFit.Pad, new float[] { 0.5f, 0.5f, 1, 1 }, new float[] { 0.5f, 0.5f, 0, 0 })] // what is padded stays
    public void Another_size_is_brought_to_the_models_with_its_mask_and_that_is_said(PictureFit fit, float[] values, float[] open)
    {
        using DisposeScope scope = NewDisposeScope();
        byte[] rows = fit == PictureFit.Crop ? [9, 0, 255, 9, 9, 0, 255, 9] : [0, 255, 0, 255];
        int height = fit == PictureFit.Crop ? 2 : 1;
        Write("wide.png", Png.Write(4, height, rows));
        Write("mask.png", Png.Write(4, height, [.. rows.Select(value => (byte)(255 - value))]));

        GivenPicture picture = GivenPicture.Read(folder["wide.png"], folder["mask.png"], Two, new PictureOptions { Fit = fit });

        Assert.Contains(
            $"has 4×{height} pixels, but the model makes 2×2, so the picture was converted: pictures are",
            picture.Note,
            StringComparison.Ordinal
        );
        if (fit == PictureFit.Crop)
        {
            Assert.Equal(values, picture.Image.data<float>().ToArray());
            Assert.Equal(open, picture.Mask!.data<float>().ToArray());
        }
        else
        {
            Assert.Contains(1f, picture.Image.data<float>().ToArray()); // white paper
            Assert.Contains(0f, picture.Mask!.data<float>().ToArray());
        }
    }

    [Fact]
    public void What_does_not_go_is_refused_with_what_to_do()
    {
        Write("cat.png", Png.Write(2, 2, [0, 51, 102, 255]));
        Write("wide.png", Png.Write(3, 2, new byte[6]));
        File.WriteAllText(folder["broken.png"], "no picture");
        string Says(string path, string? mask, ImageShape shape) =>
            Assert
                .ThrowsAny<FigmentException>(() =>
                    GivenPicture.Read(folder[path], mask is null ? null : folder[mask], shape, null)
                )
                .Message;

        Assert.Contains("There is no picture", Says("nowhere.png", null, Two), StringComparison.Ordinal);
        Assert.Contains("broken.png cannot be read as a picture", Says("broken.png", null, Two), StringComparison.Ordinal);
        Assert.Contains("broken.png cannot be read as a picture", Says("cat.png", "broken.png", Two), StringComparison.Ordinal);
        Assert.Contains("wide.png has 3×2 pixels, but", Says("cat.png", "wide.png", Two), StringComparison.Ordinal);
    }

    private void Write(string name, byte[] content) => File.WriteAllBytes(folder[name], content);
}
