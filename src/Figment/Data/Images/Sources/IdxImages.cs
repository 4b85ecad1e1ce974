using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>Helpers for IDX files of images and labels.</summary>
internal static class IdxImages
{
    /// <summary>The name of the data in an IDX file.</summary>
    internal static string NameOf(string imagesPath) => Path.GetFileName(imagesPath).Split('.')[0];

    /// <summary>The shape of images, from the dimensions of their IDX file and of the labels file if there is one.</summary>
    /// <exception cref="FileFormatException">The dimensions do not match.</exception>
    internal static ImageShape ShapeOf(IReadOnlyList<int> images, IReadOnlyList<int>? labels)
    {
        ImageShape shape = images switch
        {
            [_, int height, int width] => new ImageShape(1, height, width),
            [_, int channels and (1 or 3), int height, int width] => new ImageShape(channels, height, width),
            _ => throw new FileFormatException(
                $"Images need 3 dimensions (count, height, width) or 4 (count, 1 or 3 channels, height, width), "
                    + $"not {string.Join(" × ", images)}. Are images and labels swapped?"
            ),
        };
        if (labels is { Count: not 1 })
        {
            throw new FileFormatException(
                $"Labels need 1 dimension, not {string.Join(" × ", labels)}. Are images and labels swapped?"
            );
        }

        return shape;
    }
}
