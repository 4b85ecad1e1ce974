using Figment.Imaging;

namespace Figment.Models.Images;

/// <summary>Images that a model made, as one picture.</summary>
/// <param name="Images">The images.</param>
public sealed record ImageSamples(ImageBatch Images) : ISamples
{
    /// <inheritdoc/>
    public string FileExtension => ".png";

    /// <inheritdoc/>
    public void Save(string path) => Images.ToGrid().Save(path);
}
