using Figment.Backend;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Images;

/// <summary>
/// Random changes to training images that keep them images of the same kind. Each image is mirrored or not, and shifted by its
/// own amounts, anew each time that the model sees it. Beyond its border, an image repeats its edge pixels, because a model would
/// learn a black border as part of the images.
/// </summary>
/// <param name="Flip">Whether each image is mirrored horizontally with probability 1/2.</param>
/// <param name="Shift">The greatest shift in each direction, in pixels.</param>
internal sealed record BatchAugmentation(bool Flip, int Shift) : IBatchChange
{
    /// <summary>Checks that a shift leaves enough of an image.</summary>
    /// <exception cref="OptionsException">The greatest shift is half of the image's shorter side or more.</exception>
    internal void ThrowIfTooMuch(ImageShape shape)
    {
        int side = Math.Min(shape.Height, shape.Width);
        if (2 * Shift >= side)
            throw new OptionsException([
                $"Images of {shape} cannot be shifted by up to {Shift} pixels, which is half their size or more. The usual shift "
                    + $"is an eighth of the size, {Math.Max(1, side / 8)}.",
            ]);
    }

    /// <summary>Changes each image in its own way.</summary>
    /// <param name="images">The images, [B, C, H, W].</param>
    /// <param name="random">Draws the changes.</param>
    /// <returns>The changed images, [B, C, H, W]; every value comes from the image itself.</returns>
    public Tensor Apply(Tensor images, Draws random)
    {
        using DisposeScope scope = NewDisposeScope();
        (long count, long channels, long height, long width) = (
            images.shape[0],
            images.shape[1],
            images.shape[2],
            images.shape[3]
        );
        Tensor rows = Scalars.Range(height).reshape(1, -1, 1),
            columns = Scalars.Range(width).reshape(1, 1, -1);
        if (Flip)
        {
            Tensor isMirrored = random.Integers("mirrored", 0, 2, [count, 1, 1]);
            columns = columns.Plus(isMirrored * columns.Times(-2).Plus(width - 1));
        }

        if (Shift > 0)
        {
            rows = rows.Plus(random.Integers("down", -Shift, Shift + 1, [count, 1, 1])).Clamped(0, height - 1);
            columns = columns.Plus(random.Integers("right", -Shift, Shift + 1, [count, 1, 1])).Clamped(0, width - 1);
        }

        Tensor index = rows.Times(width)
            .Plus(columns)
            .reshape(-1, 1, height * width)
            .On(images.device)
            .expand(count, channels, height * width);
        return images.flatten(2).gather(2, index).reshape(images.shape).MoveToOuterDisposeScope();
    }
}
