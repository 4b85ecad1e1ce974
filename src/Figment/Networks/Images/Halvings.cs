using Figment.Imaging;

namespace Figment.Networks;

/// <summary>
/// How images are halved on their way through networks of convolutions, twice at least, and on while more than 4 rows or columns
/// are left of them. Images of up to 128 a side are halved only while both sides are even. Of larger ones an odd side n becomes
/// (n + 1) / 2, since what would be left of 248 pixels otherwise are 31.
/// </summary>
internal sealed class Halvings
{
    private const int Fewest = 2,
        EnoughPixels = 4;

    /// <param name="shape">The images.</param>
    /// <param name="width">Channels after the first halving.</param>
    /// <exception cref="FigmentException">No such networks can be built for images of that size.</exception>
    internal Halvings(ImageShape shape, int width)
    {
        ConvolutionSizes.Ensure(shape);
        bool halvesOdd = Math.Max(shape.Height, shape.Width) > ConvolutionSizes.MostOfFours;
        List<(int Height, int Width)> sizes = [(shape.Height, shape.Width)];
        while (
            sizes.Count <= Fewest
            || (Math.Max(sizes[^1].Height, sizes[^1].Width) > EnoughPixels && (halvesOdd || IsEven(sizes.Count - 1)))
        )
            sizes.Add(((sizes[^1].Height + 1) / 2, (sizes[^1].Width + 1) / 2));
        Sizes = sizes;
        Channels = [.. Enumerable.Range(0, sizes.Count - 1).Select(i => width << i)];

        bool IsEven(int i) => sizes[i].Height % 2 == 0 && sizes[i].Width % 2 == 0;
    }

    /// <summary>Heights and widths, from the images' own to what is left of them.</summary>
    internal IReadOnlyList<(int Height, int Width)> Sizes { get; }

    /// <summary>What is left of height and width.</summary>
    internal (int Height, int Width) Smallest => Sizes[^1];

    /// <summary>Channels after each halving: width, 2·width, 4·width, ….</summary>
    internal IReadOnlyList<int> Channels { get; }

    /// <summary>Whether a halving, from 0 on, finds an odd side.</summary>
    internal bool IsOdd(int halving) => Sizes[halving].Height % 2 != 0 || Sizes[halving].Width % 2 != 0;

    /// <summary>
    /// The kernel, height and width, of a convolution that does a halving, at stride 2 with 1 pixel of padding, and of the
    /// transposed one that undoes it: 4 of an even side, and 3 of an odd one, where the middle of the kernel meets every other
    /// pixel, the last too.
    /// </summary>
    internal (long Height, long Width) Kernel(int halving) =>
        (Sizes[halving].Height % 2 == 0 ? 4 : 3, Sizes[halving].Width % 2 == 0 ? 4 : 3);
}
