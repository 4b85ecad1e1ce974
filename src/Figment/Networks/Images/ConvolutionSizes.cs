using Figment.Imaging;

namespace Figment.Networks;

/// <summary>The sizes of images that convolutional networks can be built for.</summary>
internal static class ConvolutionSizes
{
    /// <summary>The largest number of rows or columns.</summary>
    internal const int Most = 256;

    /// <summary>The largest side for which a multiple of 4 is enough; larger sides must be multiples of 8.</summary>
    internal const int MostOfFours = 128;

    private const int Fours = 4,
        Eights = 8,
        Least = 16;

    /// <summary>Checks that convolutional networks can be built for images.</summary>
    /// <exception cref="FigmentException">
    /// They cannot be built; the message names the nearest sizes for which they can.
    /// </exception>
    internal static void Ensure(ImageShape shape)
    {
        int step = Math.Max(shape.Height, shape.Width) > MostOfFours ? Eights : Fours;
        if (shape.Height % step == 0 && shape.Width % step == 0 && Math.Max(shape.Height, shape.Width) <= Most)
            return;
        PictureSize smaller = Near(shape, Math.Floor),
            larger = Near(shape, Math.Ceiling);
        string sizes = smaller == larger ? $"{smaller}" : $"{smaller} or {larger}";
        throw new FigmentException(
            OptionSentence.Of(
                $"Convolutional networks need images whose height and width are multiples of 8 from 16 to 256 (up to 128, "
                    + $"multiples of 4 also work), but these images are {shape.Width} pixels wide and {shape.Height} high. "
                    + $"Resize them to {sizes} (for pictures, use {new OptionName("Size", larger.Typed)}), or choose a preset "
                    + $"with dense layers, which works for any size."
            )
        );
    }

    private static PictureSize Near(ImageShape shape, Func<double, double> round)
    {
        int Side(int pixels) => (int)Math.Clamp(Eights * round((double)pixels / Eights), Least, Most);
        return new PictureSize(Side(shape.Width), Side(shape.Height));
    }
}
