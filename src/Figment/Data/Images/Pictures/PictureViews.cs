using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>Pictures as other programs take them.</summary>
internal static class PictureViews
{
    /// <summary>The picture as the file that is saved of it.</summary>
    internal static PictureView ToView(this Picture picture) =>
        new()
        {
            Png = picture.ToFile(),
            Width = picture.Width,
            Height = picture.Height,
            Channels = picture.Channels,
        };
}
