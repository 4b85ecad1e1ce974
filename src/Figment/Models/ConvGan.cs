using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Figment.Backend;
using Figment.Data;
using Figment.Imaging;
using Figment.Networks;

namespace Figment.Models;

/// <summary>How a GAN of convolutional networks learns.</summary>
public sealed record ConvGanOptions : GanOptions
{
    /// <summary>Channels at half of height and width; twice as many at a quarter, and so on. 1 to 1,024.</summary>
    [Range(1, 1024, ErrorMessage = "The width must be between 1 and 1024 channels; 32 to 128 is usual.")]
    [Description("channels at half of height and width, twice as many at a quarter, and so on")]
    public int Width { get; init; } = 32;

    /// <summary>Whether the largest singular value of every layer of D is held at 1.</summary>
    [Description("whether every layer of the discriminator is divided by its largest singular value")]
    public bool SpectralNorm { get; init; }

    private protected override bool HoldsDiscriminatorBack => SpectralNorm;

    /// <summary>Sought at 28 × 28; at 64 × 64 its half learns the fastest, and it itself runs into checkerboards.</summary>
    private protected override double UsualLearningRate(ImageShape shape) => Math.Round(4e-3 * Math.Min(1, 28 / Math.Sqrt(shape.Height * shape.Width)), 5);
}

/// <summary>GANs of small convolutional networks, for images whose height and width are multiples of 4.</summary>
public static class ConvGan
{
    /// <summary>Builds one.</summary>
    /// <param name="options">How to learn.</param>
    /// <param name="data">What it is made for.</param>
    /// <param name="random">Where the first weights come from.</param>
    /// <exception cref="FigmentException">Height or width is no multiple of 4.</exception>
    public static Gan Create(ConvGanOptions options, DataDescription data, SeededRandom random) => Gan.Build(
        options, data, random,
        (inputs, weights) => ConvGanNetworks.Generator(inputs, data.Shape, options.Width).HeNormal(weights),
        (outputs, weights) => ConvGanNetworks.Discriminator(data.Shape, outputs, options.Width, options.SpectralNorm).HeNormal(weights));
}
