using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Figment.Backend;
using Figment.Data.Images;
using Figment.Networks;

namespace Figment.Models.Images;

/// <summary>How a GAN of residual networks learns.</summary>
public sealed record ResidualGanOptions : GanOptions
{
    /// <summary>Channels at half of height and width; twice as many at a quarter, and so on. 1 to 1,024.</summary>
    [Range(1, 1024, ErrorMessage = "The width must be between 1 and 1024 channels; 32 to 128 is usual.")]
    [Description("channels at half of height and width, twice as many at a quarter, and so on")]
    public int Width { get; init; } = 32;
}

/// <summary>
/// GANs of small residual networks without normalisation, for images whose height and width are multiples of 8 up to 256.
/// </summary>
internal static class ResidualGan
{
    /// <summary>Builds one.</summary>
    /// <param name="options">How to learn.</param>
    /// <param name="data">What it is made for.</param>
    /// <param name="random">Where the first weights come from.</param>
    /// <exception cref="FigmentException">No such networks can be built for images of that size.</exception>
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
