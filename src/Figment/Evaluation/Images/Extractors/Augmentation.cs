using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>
/// Makes small changes that preserve an image's class, so that a classifier learns the class and not the pixels.
/// </summary>
internal static class Augmentation
{
    /// <summary>Rotates, scales, shifts and mirrors each image and changes its brightness, by random amounts.</summary>
    /// <param name="images">[B, C, H, W] in [0, 1].</param>
    /// <param name="options">The largest amounts.</param>
    /// <param name="random">The source of random numbers, on the CPU.</param>
    /// <returns>[B, C, H, W]; areas from outside an image are black.</returns>
    internal static Tensor Apply(Tensor images, ClassifierOptions options, Generator random)
    {
        using DisposeScope scope = NewDisposeScope();
        long count = images.shape[0];
        Tensor angle = Uniform(options.Rotation * Math.PI / 180),
            scale = Uniform(options.Scaling).Plus(Scalars.One);
        Tensor side = options.Mirror
            ? rand([count], generator: random).lt(Scalars.Half).to(ScalarType.Float32).Times(-2).Plus(Scalars.One)
            : ones([count]);

        // The grid runs from −1 to 1, so a fraction of the image size is twice as large in grid units.
        Tensor cos = angle.cos().mul(scale),
            sin = angle.sin().mul(scale);
        Tensor first = stack([cos.mul(side), sin.neg(), Uniform(2 * options.Shift)], 1);
        Tensor second = stack([sin.mul(side), cos, Uniform(2 * (options.ShiftUp ?? options.Shift))], 1);
        Tensor grid = nn.functional.affine_grid(stack([first, second], 1).to(images.device), images.shape, align_corners: false);
        Tensor changed = nn.functional.grid_sample(
            images,
            grid,
            GridSampleMode.Bilinear,
            GridSamplePaddingMode.Zeros,
            align_corners: false
        );
        if (options.Level > 0)
        {
            Tensor lighter = changed.Plus(Uniform(options.Level).view(-1, 1, 1, 1).to(images.device));
            changed = lighter.mul_(changed.gt(Scalars.Zero)).clamp_(Scalars.Zero, Scalars.One);
        }

        return changed.MoveToOuterDisposeScope();

        Tensor Uniform(double limit) => rand([count], generator: random).mul(Scalars.Two).sub(Scalars.One).Times(limit);
    }
}
