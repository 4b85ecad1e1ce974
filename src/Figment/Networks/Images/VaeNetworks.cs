using Figment.Imaging;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// Encoders and decoders of variational autoencoders. An encoder turns images and their labels (<see cref="ImageEncoder"/>) into
/// D means and D logarithms of variances, [B, 2 D]; a decoder turns [B, D + K] into [B, C, H, W], logits or means of any size.
/// </summary>
internal static class VaeNetworks
{
    private const int DenseWidth = 512,
        ConvWidth = 256,
        PatchWidth = 32;

    /// <summary>Pixels → 512 → 512 → 2 D, with SiLU between.</summary>
    /// <param name="shape">The images.</param>
    /// <param name="latentSize">D.</param>
    /// <param name="classes">How a class is told, by K numbers; by none without classes.</param>
    public static ImageEncoder DenseEncoder(ImageShape shape, int latentSize, ClassCode classes) =>
        new(
            Sequential(Flatten()),
            Sequential(
                Linear(shape.Size + classes.Width, DenseWidth),
                SiLU(),
                Linear(DenseWidth, DenseWidth),
                SiLU(),
                Linear(DenseWidth, 2 * latentSize)
            ),
            classes
        );

    /// <summary>D + K → 512 → 512 → pixels, with SiLU between.</summary>
    /// <inheritdoc cref="DenseEncoder"/>
    public static Sequential DenseDecoder(ImageShape shape, int latentSize, ClassCode classes) =>
        Sequential(
            Linear(latentSize + classes.Width, DenseWidth),
            SiLU(),
            Linear(DenseWidth, DenseWidth),
            SiLU(),
            Linear(DenseWidth, shape.Size),
            Unflatten(1, [shape.Channels, shape.Height, shape.Width])
        );

    /// <summary>
    /// Patches of 4 × 4 pixels, of images of more than 128 a side of 8 × 8 → 32 channels, a convolution of 3 × 3 among them,
    /// then 256 → 2 D, with SiLU between.
    /// </summary>
    /// <exception cref="FigmentException">No such network can be built for images of that size.</exception>
    /// <remarks>
    /// A digit of 7 × 7 patches costs less than half of what two convolutions of stride 2 (32 and 64 channels) cost, and in equal
    /// processor time is learned better.
    /// </remarks>
    /// <inheritdoc cref="DenseEncoder"/>
    public static ImageEncoder ConvEncoder(ImageShape shape, int latentSize, ClassCode classes) =>
        new(
            Sequential(
                Conv2d(shape.Channels, PatchWidth, PatchSide(shape), PatchSide(shape)),
                SiLU(),
                Conv2d(PatchWidth, PatchWidth, 3, padding: 1),
                SiLU(),
                Flatten()
            ),
            Sequential(Linear(InnerSize(shape) + classes.Width, ConvWidth), SiLU(), Linear(ConvWidth, 2 * latentSize)),
            classes
        );

    /// <summary>
    /// The way back: D + K → 256 → 32 channels of patches, two convolutions of 3 × 3, of which the second gives the pixels of
    /// each patch as channels (W. Shi et al., "Real-Time Single Image and Video Super-Resolution", 2016, section 3.2), with SiLU
    /// between.
    /// </summary>
    /// <inheritdoc cref="ConvEncoder"/>
    public static Sequential ConvDecoder(ImageShape shape, int latentSize, ClassCode classes) =>
        Sequential(
            Linear(latentSize + classes.Width, ConvWidth),
            SiLU(),
            Linear(ConvWidth, InnerSize(shape)),
            SiLU(),
            Unflatten(1, [PatchWidth, shape.Height / PatchSide(shape), shape.Width / PatchSide(shape)]),
            Conv2d(PatchWidth, PatchWidth, 3, padding: 1),
            SiLU(),
            Conv2d(PatchWidth, shape.Channels * PatchSide(shape) * PatchSide(shape), 3, padding: 1),
            PixelShuffle(PatchSide(shape))
        );

    /// <summary>The sides of the patches that the convolutions see images as.</summary>
    /// <exception cref="FigmentException">No such network can be built for images of that size.</exception>
    internal static int PatchSide(ImageShape shape)
    {
        ConvolutionSizes.Ensure(shape);
        return Math.Max(shape.Height, shape.Width) > ConvolutionSizes.MostOfFours ? 8 : 4;
    }

    private static int InnerSize(ImageShape shape) =>
        PatchWidth * (shape.Height / PatchSide(shape)) * (shape.Width / PatchSide(shape));
}
