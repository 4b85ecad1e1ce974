using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>Converts pictures for other programs.</summary>
internal static class PictureViews
{
    /// <summary>Returns the picture in the form of the file that would be saved.</summary>
    internal static PictureView ToView(this Picture picture) =>
        new()
        {
            Png = picture.ToFile(),
            Width = picture.Width,
            Height = picture.Height,
            Channels = picture.Channels,
        };
}
