using System.ComponentModel;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Networks;

namespace Figment.Models.Images;

/// <summary>How a GAN of fully connected networks learns (I. Goodfellow et al., "Generative Adversarial Nets", 2014).</summary>
public sealed record DenseGanOptions : GanOptions
{
    /// <summary>
    /// Whether spectral normalisation holds the largest singular value of every layer of D at 1 (T. Miyato et al., "Spectral
    /// Normalization for Generative Adversarial Networks", 2018).
    /// </summary>
    [Description("whether every layer of the discriminator is divided by its largest singular value")]
    public bool SpectralNorm { get; init; }

    private protected override bool HoldsDiscriminatorBack => SpectralNorm;

    /// <summary>The number of weights in the last layer.</summary>
    internal override long LeastNumbers(DataDescription data) => 1024L * ImageDescription.Of(data).Shape.Size;
}

/// <summary>Builds GANs of fully connected networks, for images of any shape.</summary>
internal static class DenseGan
{
    /// <summary>Builds an untrained model on the CPU.</summary>
    /// <param name="options">How the model learns.</param>
    /// <param name="data">The data that the model is made for.</param>
    /// <param name="random">The source of the initial weights.</param>
    public static Gan Create(DenseGanOptions options, ImageDescription data, SeededRandom random) =>
        Gan.Build(
            options,
            data,
            random,
            (inputs, weights) => DenseGanNetworks.Generator(inputs, data.Shape).GlorotUniform(weights),
            (outputs, weights) => DenseGanNetworks.Discriminator(data.Shape, outputs, options.SpectralNorm).GlorotUniform(weights)
        );
}
