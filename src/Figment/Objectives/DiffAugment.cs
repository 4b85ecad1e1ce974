using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Figment.Objectives;

/// <summary>
/// The random changes that <see cref="DiffAugment"/> makes to images before the discriminator sees them (S. Zhao et al.,
/// "Differentiable Augmentation for Data-Efficient GAN Training", 2020).
/// </summary>
[Flags]
public enum Augmentations
{
    /// <summary>No changes.</summary>
    None = 0,

    /// <summary>
    /// Changes brightness by up to ±0.25, saturation by a factor of 0 to 2, and contrast by a factor of 0.5 to 1.5.
    /// </summary>
    Color = 1,

    /// <summary>Moves the image by up to an eighth of its height and width, and fills the rest with mid-grey.</summary>
    Translation = 2,

    /// <summary>Fills a randomly placed square of half the height and width with mid-grey.</summary>
    Cutout = 4,
}

/// <summary>
/// Changes real and generated images at random, in a differentiable way, so that a discriminator cannot memorise a small data set
/// (S. Zhao et al., "Differentiable Augmentation for Data-Efficient GAN Training", 2020).
/// </summary>
/// <remarks>
/// The paper's images are in [−1, 1]: its brightness of ±0.5 is ±0.25 here, and its fill value of 0 is mid-grey.
/// </remarks>
internal static class DiffAugment
{
    private static readonly Scalar Middle = Scalars.Half;

    /// <summary>Changes every image independently.</summary>
    /// <param name="images">[B, C, H, W], in [0, 1]; changes of colour may leave this range.</param>
    /// <param name="kinds">The changes to make.</param>
    /// <param name="random">Draws the changes, on the CPU.</param>
    /// <returns>[B, C, H, W], differentiable with respect to the images.</returns>
    public static Tensor Apply(Tensor images, Augmentations kinds, Draws random)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (kinds.HasFlag(Augmentations.Color))
            images = Color(images, random);
        if (kinds.HasFlag(Augmentations.Translation))
            images = Translation(images, random);
        return kinds.HasFlag(Augmentations.Cutout) ? Cutout(images, random) : images;
    }

    private static Tensor Color(Tensor images, Draws random)
    {
        Tensor Uniform(string name, double from, double to) =>
            random.Uniform(name, [images.shape[0], 1, 1, 1]).Times(to - from).Plus(from).On(images.device);
        images = images.Plus(Uniform("brightness", -0.25, 0.25));
        Tensor grey = images.mean([1], keepdim: true);
        images = grey.Plus((images - grey) * Uniform("saturation", 0, 2));
        Tensor mean = images.mean([1, 2, 3], keepdim: true);
        return mean.Plus((images - mean) * Uniform("contrast", 0.5, 1.5));
    }

    private static Tensor Translation(Tensor images, Draws random)
    {
        (long count, long channels, long height, long width) = (
            images.shape[0],
            images.shape[1],
            images.shape[2],
            images.shape[3]
        );
        (Tensor rows, Tensor columns) = Positions(images);
        (long down, long right) = ((height + 4) / 8, (width + 4) / 8);
        Tensor From(string name, Tensor positions, long most) =>
            positions.Plus(random.Integers(name, -most, most + 1, [count, 1, 1]).On(images.device));

        // Pads with one mid-grey pixel on all sides; everything from outside the image is read there.
        Tensor padded = pad(images, [1, 1, 1, 1], value: 0.5);
        Tensor row = From("down", rows, down).Plus(1).Clamped(0, height + 1);
        Tensor column = From("right", columns, right).Plus(1).Clamped(0, width + 1);
        Tensor index = row.Times(width + 2)
            .Plus(column)
            .reshape(count, 1, height * width)
            .expand(count, channels, height * width);
        return padded.flatten(2).gather(2, index).reshape(images.shape);
    }

    private static Tensor Cutout(Tensor images, Draws random)
    {
        (long count, long height, long width) = (images.shape[0], images.shape[2], images.shape[3]);
        (Tensor rows, Tensor columns) = Positions(images);
        (long high, long wide) = (Math.Max(1, height / 2), Math.Max(1, width / 2));

        // The middle may lie anywhere in the image, so part of the square may lie outside.
        Tensor top = random.Integers("top", 0, height + 1, [count, 1, 1]).On(images.device).Minus(high / 2);
        Tensor left = random.Integers("left", 0, width + 1, [count, 1, 1]).On(images.device).Minus(wide / 2);
        Tensor inside = rows.ge(top) & rows.lt(top.Plus(high)) & columns.ge(left) & columns.lt(left.Plus(wide));
        return images.masked_fill(inside.unsqueeze(1), Middle);
    }

    private static (Tensor Rows, Tensor Columns) Positions(Tensor images) =>
        (
            Scalars.Range(images.shape[2], device: images.device).reshape(1, -1, 1),
            Scalars.Range(images.shape[3], device: images.device).reshape(1, 1, -1)
        );
}
