using Figment.Formats;
using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>Decides which array shapes hold images, and suggests what arrays of other shapes may be.</summary>
internal static class NumpyShapes
{
    private const int LeastSide = 8; // the shortest likely side of a picture in an array

    /// <summary>The shape of every image, and whether the channels come last in the array.</summary>
    /// <exception cref="FileFormatException">
    /// The array does not hold images, or it could be either one picture or many.
    /// </exception>
    internal static (ImageShape Shape, bool ChannelsLast) Of(NumpyReader array, string path)
    {
        int[] sizes = [.. array.Shape.Select(size => (int)Math.Min(size, int.MaxValue))];
        string written = string.Join(" × ", array.Shape);
        if (array.Count == 0)
            throw new FileFormatException($"{path} holds no values ({written}). Save at least one image.");
        if (sizes.Length > 2 && array.Count / array.Shape[0] > Array.MaxLength)
            throw new FileFormatException(
                $"{path} is an array of {written}, and a single image of that size is too large to read. Save smaller ones."
            );
        return sizes switch
        {
            [>= LeastSide and int height, >= LeastSide and int width, 3] => throw Ambiguous(
                $"{height:N0} grey images of {width:N0} × 3 pixels, or one picture in colour of {height:N0} × {width:N0}. "
                    + $"Save x[None] if it is one picture, x[:, None] if they are many"
            ),
            [>= LeastSide and int height, >= LeastSide and int width, 4] => throw Ambiguous(
                $"{height:N0} grey images of {width:N0} × 4 pixels, or one picture of {height:N0} × {width:N0} with "
                    + $"transparency. Save x[None, :, :, :3] if it is one picture, x[:, None] if they are many"
            ),
            [>= LeastSide and int height, >= LeastSide and int width, 1 or 2] => throw Ambiguous(
                $"{height:N0} images of {width:N0} × {sizes[2]} pixels, or one grey picture of {height:N0} × {width:N0}. Save "
                    + $"x[None, :, :, 0] if it is one picture, x[:, None] if they are many"
            ),
            [(3 or 4) and int count, >= LeastSide and int height, >= LeastSide and int width] => throw Ambiguous(
                $"{count} grey images of {height:N0} × {width:N0} pixels, or one picture in colour with its {count} channels "
                    + $"first. Save x[None{(count == 4 ? ", :3" : "")}] if it is one picture, x[:, None] if they are {count}"
            ),
            [_, int height, int width] => (new ImageShape(1, height, width), false),
            [_, int channels and (1 or 3), int height, int width] => (new ImageShape(channels, height, width), false),
            [_, int height, int width, int channels and (1 or 3)] => (new ImageShape(channels, height, width), channels == 3),
            [_, _, _, 4] or [_, 4, _, _] => throw None(
                $"These have 4 channels, like pictures with transparency: lay them on a background, or save the first three "
                    + $"({(sizes[3] == 4 ? "x[..., :3]" : "x[:, :3]")})"
            ),
            [_, _, _, 2] or [_, 2, _, _] => throw None(
                $"These have 2 channels, like grey pictures with transparency: save the first "
                    + $"({(sizes[3] == 2 ? "x[..., 0]" : "x[:, 0]")})"
            ),
            [int rows, int columns] => throw None(
                $"Save x[None] if it is one grey picture of {rows:N0} × {columns:N0}, or x.reshape(-1, height, width) if each "
                    + $"row is a picture{Square(columns)}"
            ),
            [_, _, _, _, _] => throw None(
                "Videos and volumes have one more dimension: save their frames or slices as images, x.reshape(-1, *x.shape[2:])"
            ),
            _ => throw None("Save an array of that shape"),
        };

        static OptionSentence Square(int columns) =>
            Math.Sqrt(columns) is var side && side % 1 == 0 ? OptionSentence.Of($" (of {side:F0} × {side:F0}?)") : "";

        FileFormatException None(OptionSentence advice) =>
            new(
                $"{path} is an array of {written}. Images are count × height × width, count × channels × height × width or "
                    + $"count × height × width × channels, with 1 or 3 channels. {advice}."
            );

        FileFormatException Ambiguous(OptionSentence readings) =>
            new($"{path} is an array of {written}, which may be {readings}.");
    }
}
