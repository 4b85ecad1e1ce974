using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Networks;

namespace Figment.Models.Images;

/// <summary>
/// How a GAN of convolutional networks learns (A. Radford et al., "Unsupervised Representation Learning with Deep Convolutional
/// Generative Adversarial Networks", 2015).
/// </summary>
public sealed record ConvGanOptions : GanOptions
{
    private const int UsualWidth = 32,
        ManyHalvings = 4;

    /// <summary>
    /// Channels at half of the image's height and width; the number of channels doubles each time that height and width are
    /// halved again. 1 to 1,024. Left to the data, it is 32, or 16 for images that are halved four times or more; their smallest
    /// maps still have twice as many channels.
    /// </summary>
    [MayBeLeft]
    [Range(1, 1024, ErrorMessage = "The width must be between 1 and 1024 channels; 16 to 128 is usual.")]
    [Description(
        "channels at half of the height and width, doubled with each further halving; nothing for 32, or 16 for images of 48 "
            + "× 48 and more"
    )]
    public int Width { get; init; } = UsualWidth;

    /// <summary>
    /// Whether spectral normalisation holds the largest singular value of every layer of D at 1 (T. Miyato et al., "Spectral
    /// Normalization for Generative Adversarial Networks", 2018).
    /// </summary>
    [Description("whether every layer of the discriminator is divided by its largest singular value")]
    public bool SpectralNorm { get; init; }

    private protected override bool HoldsDiscriminatorBack => SpectralNorm;

    /// <inheritdoc/>
    /// <exception cref="FigmentException">No such networks can be built for images of this size.</exception>
    internal override ModelOptions FittedTo(DataDescription data, TrainingPlan plan, IReadOnlyCollection<string> left) =>
        left.Contains(nameof(Width))
            ? (this with { Width = WidthFor(ImageDescription.Of(data).Shape) }).FittedTo(
                data,
                plan,
                [.. left.Where(name => name != nameof(Width))]
            )
            : base.FittedTo(data, plan, left);

    /// <summary>
    /// 0.004 with 64 channels at the smallest size of the maps, which was best at 28 × 28, and less with more channels, because
    /// Adam's step should shrink as the number of inputs of a layer grows (G. Yang, E. Hu, "Tensor Programs V", 2022). At 64 ×
    /// 64, 0.004 ends in checkerboards; 0.002 learns with 16 channels and diverges with 32.
    /// </summary>
    private protected override double UsualLearningRate(ImageShape shape) =>
        4e-3 * Math.Min(1, 64.0 / new Halvings(shape, Width).Channels[^1]);

    private static int WidthFor(ImageShape shape) =>
        new Halvings(shape, 1).Channels.Count < ManyHalvings ? UsualWidth : UsualWidth / 2;

    /// <summary>The number of weights in its convolutions, and in the layer that turns latents into maps.</summary>
    internal override long LeastNumbers(DataDescription data) =>
        ConvGan.LeastNumbers(ImageDescription.Of(data).Shape, Width, LatentSize);
}

/// <summary>
/// Builds GANs of small convolutional networks, for images whose height and width are multiples of 8 up to 256.
/// </summary>
internal static class ConvGan
{
    /// <summary>Builds an untrained model on the CPU.</summary>
    /// <param name="options">How the model learns.</param>
    /// <param name="data">The data that the model is made for.</param>
    /// <param name="random">The source of the initial weights.</param>
    /// <exception cref="FigmentException">No such networks can be built for images of this size.</exception>
    public static Gan Create(ConvGanOptions options, ImageDescription data, SeededRandom random) =>
        Gan.Build(
            options,
            data,
            random,
            (inputs, weights) => ConvGanNetworks.Generator(inputs, data.Shape, options.Width).HeNormal(weights),
            (outputs, weights) =>
                ConvGanNetworks.Discriminator(data.Shape, outputs, options.Width, options.SpectralNorm).HeNormal(weights),
            MapsOf(data.Shape, options.Width)
        );

    /// <summary>Returns the feature maps at their smallest size.</summary>
    internal static GridPart MapsOf(ImageShape shape, int width)
    {
        Halvings halvings = new(shape, width);
        return new GridPart(
            "maps",
            halvings.Channels[^1],
            halvings.Smallest.Height,
            halvings.Smallest.Width,
            IsRead: true,
            AreColours: false
        );
    }

    /// <summary>The number of weights in the layer that turns latents into maps, and in the convolution after it.</summary>
    internal static long LeastNumbers(ImageShape shape, int width, int latentSize)
    {
        Halvings halvings = new(shape, width);
        long most = halvings.Channels[^1];
        long maps = latentSize * most * halvings.Smallest.Height * halvings.Smallest.Width;
        return halvings.Channels.Count > 1 ? maps + most * halvings.Channels[^2] : maps;
    }
}
