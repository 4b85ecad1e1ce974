using Figment.Imaging;

namespace Figment.Networks;

/// <summary>The sizes of images that networks of convolutions are built for.</summary>
internal static class ConvolutionSizes
{
    /// <summary>The most rows or columns.</summary>
    internal const int Most = 256;

    /// <summary>Above it, sides are multiples of 8; up to it, of 4.</summary>
    internal const int MostOfFours = 128;

    private const int Fours = 4,
        Eights = 8,
        Least = 16;

    /// <summary>Makes sure that networks can be built for images.</summary>
    /// <exception cref="FigmentException">They cannot; the message says which sizes near by can.</exception>
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
                $"Networks of convolutions are built for images whose height and width are multiples of 8 from 16 to 256 (up "
                    + $"to 128 a side, multiples of 4 will do), and these are {shape.Width} pixels wide and {shape.Height} "
                    + $"high. Bring them to {sizes} (pictures: {new OptionName("Size", larger.Typed)}), or take a preset "
                    + $"of dense layers, which is built for any size."
            )
        );
    }

    private static PictureSize Near(ImageShape shape, Func<double, double> round)
    {
        int Side(int pixels) => (int)Math.Clamp(Eights * round((double)pixels / Eights), Least, Most);
        return new PictureSize(Side(shape.Width), Side(shape.Height));
    }
}
