using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Models.Images;

/// <summary>Images that a model made, shown as one picture.</summary>
public sealed class ImageSamples : ISamples
{
    internal ImageSamples(ImageBatch images) => Images = images;

    /// <summary>The images.</summary>
    public ImageBatch Images { get; }

    string ISamples.FileExtension => ".png";

    void ISamples.Save(string path) => Images.ToGrid().Save(path);

    SampleViews ISamples.ToViews() => new() { Pictures = [Images.ToGrid().ToView()] };
}
