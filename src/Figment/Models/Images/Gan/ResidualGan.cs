using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Networks;

namespace Figment.Models.Images;

/// <summary>
/// How a GAN of residual networks learns, in the manner of R3GAN (Y. Huang et al., "The GAN is dead; long live the GAN!", 2024).
/// </summary>
public sealed record ResidualGanOptions : GanOptions
{
    /// <summary>
    /// Channels at half of the image's height and width; the number of channels doubles each time that height and width are
    /// halved again. 1 to 1,024.
    /// </summary>
    [Range(1, 1024, ErrorMessage = "The width must be between 1 and 1024 channels; 32 to 128 is usual.")]
    [Description("channels at half of the height and width, doubled with each further halving")]
    public int Width { get; init; } = 32;

    /// <summary>The number of weights in the blocks with the most maps, and in the layer that turns latents into maps.</summary>
    internal override long LeastNumbers(DataDescription data) =>
        ConvGan.LeastNumbers(ImageDescription.Of(data).Shape, Width, LatentSize);
}

/// <summary>
/// Builds GANs of small residual networks without normalisation, for images whose height and width are multiples of 8 up to 256.
/// </summary>
internal static class ResidualGan
{
    /// <summary>Builds an untrained model on the CPU.</summary>
    /// <param name="options">How the model learns.</param>
    /// <param name="data">The data that the model is made for.</param>
    /// <param name="random">The source of the initial weights.</param>
    /// <exception cref="FigmentException">No such networks can be built for images of this size.</exception>
    public static Gan Create(ResidualGanOptions options, ImageDescription data, SeededRandom random) =>
        Gan.Build(
            options,
            data,
            random,
            (inputs, weights) => ResidualGanNetworks.Generator(inputs, data.Shape, options.Width, weights),
            (outputs, weights) => ResidualGanNetworks.Discriminator(data.Shape, outputs, options.Width, weights),
            ConvGan.MapsOf(data.Shape, options.Width)
        );
}
