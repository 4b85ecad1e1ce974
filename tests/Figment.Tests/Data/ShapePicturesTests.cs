using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Tests.Data;

/// <summary>The set that presets are judged with at 64 × 64 in colour (<c>bench/quality/shapes.sh</c>).</summary>
public sealed class ShapePicturesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_set_is_read_as_twelve_classes_of_colour_pictures()
    {
        ShapePictures.Write(folder.Root, perClass: 3);
        using ImageDataset data = ImageDataset.FromFolder(folder.Root);
        Assert.Equal(new ImageShape(3, 64, 64), data.Shape);
        Assert.Equal(ShapePictures.ClassNames, data.ClassNames);
        Assert.Equal(36, data.Count);
    }

    /// <summary>
    /// For the script: writes the set into the folder named by FIGMENT_SHAPES, and beside it a second set to judge with.
    /// </summary>
    [Fact(Explicit = true)]
    public void Write()
    {
        string target =
            Environment.GetEnvironmentVariable("FIGMENT_SHAPES")
            ?? throw new InvalidOperationException("FIGMENT_SHAPES must name a folder.");
        ShapePictures.Write(Path.Combine(target, "train"), perClass: 1000);
        ShapePictures.Write(Path.Combine(target, "test"), perClass: 200, seed: 1);
    }
}
