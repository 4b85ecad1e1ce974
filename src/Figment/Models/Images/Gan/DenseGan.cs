using System.ComponentModel;
using Figment.Backend;
using Figment.Data.Images;
using Figment.Networks;

namespace Figment.Models.Images;

/// <summary>How a GAN of fully connected networks learns.</summary>
public sealed record DenseGanOptions : GanOptions
{
    /// <summary>Whether the largest singular value of every layer of D is held at 1.</summary>
    [Description("whether every layer of the discriminator is divided by its largest singular value")]
    public bool SpectralNorm { get; init; }

    private protected override bool HoldsDiscriminatorBack => SpectralNorm;
}

/// <summary>GANs of fully connected networks, for images of any shape.</summary>
internal static class DenseGan
{
    /// <summary>Builds one.</summary>
    /// <param name="options">How to learn.</param>
    /// <param name="data">What it is made for.</param>
    /// <param name="random">Where the first weights come from.</param>
    public static Gan Create(DenseGanOptions options, ImageDescription data, SeededRandom random) =>
        Gan.Build(
            options,
            data,
            random,
            (inputs, weights) => DenseGanNetworks.Generator(inputs, data.Shape).GlorotUniform(weights),
            (outputs, weights) => DenseGanNetworks.Discriminator(data.Shape, outputs, options.SpectralNorm).GlorotUniform(weights)
        );
}
