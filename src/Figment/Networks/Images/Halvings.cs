using Figment.Imaging;

namespace Figment.Networks;

/// <summary>
/// How convolutional networks halve images: at least twice, and further while more than 4 rows or columns are left. Images of up
/// to 128 a side are halved only while both sides are even. In larger images an odd side n becomes (n + 1) / 2; otherwise 248
/// pixels could not be halved below 31.
/// </summary>
internal sealed class Halvings
{
    private const int Fewest = 2,
        EnoughPixels = 4;

    /// <param name="shape">The shape of the images.</param>
    /// <param name="width">The number of channels after the first halving.</param>
    /// <exception cref="FigmentException">No such networks can be built for images of this size.</exception>
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

    /// <summary>The heights and widths, from the full size down to the smallest.</summary>
    internal IReadOnlyList<(int Height, int Width)> Sizes { get; }

    /// <summary>The smallest height and width.</summary>
    internal (int Height, int Width) Smallest => Sizes[^1];

    /// <summary>The number of channels after each halving: width, 2·width, 4·width, ….</summary>
    internal IReadOnlyList<int> Channels { get; }

    /// <summary>Whether a halving, counted from 0, starts from an odd side.</summary>
    internal bool IsOdd(int halving) => Sizes[halving].Height % 2 != 0 || Sizes[halving].Width % 2 != 0;

    /// <summary>
    /// Returns the kernel size of a convolution that halves, with stride 2 and 1 pixel of padding, and of the transposed
    /// convolution that reverses it: 4 for an even side, and 3 for an odd side, where the middle of the kernel falls on every
    /// other pixel, including the last.
    /// </summary>
    internal (long Height, long Width) Kernel(int halving) =>
        (Sizes[halving].Height % 2 == 0 ? 4 : 3, Sizes[halving].Width % 2 == 0 ? 4 : 3);
}
