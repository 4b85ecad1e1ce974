using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Networks;

namespace Figment.Models.Images;

/// <summary>How a GAN of convolutional networks learns.</summary>
public sealed record ConvGanOptions : GanOptions
{
    private const int UsualWidth = 32,
        ManyHalvings = 4;

    /// <summary>
    /// Channels at half of height and width; twice as many at a quarter, and so on. 1 to 1,024. Left to the data it is 32, and 16
    /// of images that are halved four times or more, which end with twice as many all the same.
    /// </summary>
    [MayBeLeft]
    [Range(1, 1024, ErrorMessage = "The width must be between 1 and 1024 channels; 16 to 128 is usual.")]
    [Description(
        "channels at half of height and width, twice as many at a quarter, and so on; nothing for 32, and 16 of images of 48 "
            + "× 48 and more"
    )]
    public int Width { get; init; } = UsualWidth;

    /// <summary>Whether the largest singular value of every layer of D is held at 1.</summary>
    [Description("whether every layer of the discriminator is divided by its largest singular value")]
    public bool SpectralNorm { get; init; }

    private protected override bool HoldsDiscriminatorBack => SpectralNorm;

    /// <inheritdoc/>
    /// <exception cref="FigmentException">No such networks can be built for images of that size.</exception>
    internal override ModelOptions FittedTo(DataDescription data, TrainingPlan plan, IReadOnlyCollection<string> left) =>
        left.Contains(nameof(Width))
            ? (this with { Width = WidthFor(ImageDescription.Of(data).Shape) }).FittedTo(
                data,
                plan,
                [.. left.Where(name => name != nameof(Width))]
            )
            : base.FittedTo(data, plan, left);

    /// <summary>
    /// 0.004 with 64 channels where images are smallest, as sought at 28 × 28, and the less the more there are, as Adam's step is
    /// to fall with the inputs of a layer (G. Yang, E. Hu, "Tensor Programs V", 2022). At 64 × 64 0.004 ends in checkerboards;
    /// 0.002 with 16 channels learns, and with 32 runs away.
    /// </summary>
    private protected override double UsualLearningRate(ImageShape shape) =>
        4e-3 * Math.Min(1, 64.0 / new Halvings(shape, Width).Channels[^1]);

    private static int WidthFor(ImageShape shape) =>
        new Halvings(shape, 1).Channels.Count < ManyHalvings ? UsualWidth : UsualWidth / 2;
}

/// <summary>GANs of small convolutional networks, for images whose height and width are multiples of 8 up to 256.</summary>
internal static class ConvGan
{
    /// <summary>Builds one.</summary>
    /// <param name="options">How to learn.</param>
    /// <param name="data">What it is made for.</param>
    /// <param name="random">Where the first weights come from.</param>
    /// <exception cref="FigmentException">No such networks can be built for images of that size.</exception>
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

    /// <summary>What is left of an image where it is smallest.</summary>
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
}
