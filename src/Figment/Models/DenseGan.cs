using System.ComponentModel;
using Figment.Backend;
using Figment.Data;
using Figment.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>How a GAN of fully connected networks learns.</summary>
public sealed record DenseGanOptions : GanOptions
{
    /// <summary>Whether the largest singular value of every layer of D is held at 1.</summary>
    [Description("whether every layer of the discriminator is divided by its largest singular value")]
    public bool SpectralNorm { get; init; }

    private protected override bool HoldsDiscriminatorBack => SpectralNorm;
}

/// <summary>GANs of fully connected networks, for images of any shape.</summary>
public static class DenseGan
{
    /// <summary>Builds one.</summary>
    /// <param name="options">How to learn.</param>
    /// <param name="data">What it is made for.</param>
    /// <param name="random">Where the first weights come from.</param>
    public static Gan Create(DenseGanOptions options, DataDescription data, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(random);
        OptionsValidator.ThrowIfInvalid(options);
        IReadOnlyList<int> classes = options.ClassesOf(data);
        int conditions = options.Conditions(classes.Count);
        using Generator weights = random.Generator("weights");
        Sequential discriminator = DenseGanNetworks.Discriminator(data.Shape, Math.Max(1, conditions), options.SpectralNorm).GlorotUniform(weights);
        return new Gan(() => DenseGanNetworks.Generator(options.LatentSize + conditions, data.Shape).GlorotUniform(weights), discriminator, options, classes);
    }
}
