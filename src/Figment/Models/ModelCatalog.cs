using Figment.Objectives;

namespace Figment.Models;

/// <summary>
/// Every preset, one line each. The command line's help, the loading of runs and the contract tests read this list;
/// nothing else names a family.
/// </summary>
public static class ModelCatalog
{
    /// <summary>The presets, the recommended one first.</summary>
    public static IReadOnlyList<ModelPreset> Presets { get; } =
    [
        new ModelPreset<DenseGanOptions>("gan", "dense networks like the tutorial's, with a recipe that keeps all kinds of images; where to begin", new DenseGanOptions { Conditional = null, Clusters = 128 }, DenseGan.Create),
        new ModelPreset<ConvGanOptions>("dcgan", "convolutional networks; better than gan, and slower", new ConvGanOptions { Conditional = null, Clusters = 128, LearningRate = null }, ConvGan.Create) { TrainsInBFloat16 = true },
        new ModelPreset<ResidualGanOptions>("r3gan", "residual networks, relativistic loss, penalties on real and made images; for long trainings", new ResidualGanOptions { Loss = AdversarialLoss.Relativistic, R2 = null }, ResidualGan.Create),
        new ModelPreset<DenseGanOptions>("wgan-gp", "gan with the Wasserstein loss and its gradient penalty; for comparing", new DenseGanOptions { Loss = AdversarialLoss.Wasserstein, GradientPenalty = 10, R1 = 0 }, DenseGan.Create),
        new ModelPreset<ClassicGanOptions>("classic", "the tutorial's dense GAN, exactly as it is taught; it collapses in the end, which is worth seeing", new ClassicGanOptions(), ClassicGan.Create),
        new ModelPreset<FlowOptions>("flow", "flow matching: a U-Net that learns to turn noise into images step by step; slower to train than a GAN and never collapses, the choice where quality counts", new FlowOptions { Conditional = null }, FlowMatching.Create) { TrainsInBFloat16 = true },
        new ModelPreset<VaeOptions>("vae", "a variational autoencoder of dense layers: learns steadily, shows images as points of a map and gives likelihoods; softer images than a GAN", new VaeOptions(), Vae.Dense),
        new ModelPreset<VaeOptions>("conv-vae", "the same with convolutions: the better likelihood, for images whose sides are multiples of 4", new VaeOptions { LearningRate = 4e-3 }, Vae.Convolutional),
    ];

    /// <summary>The preset of that name.</summary>
    /// <exception cref="OptionsException">There is none; the message suggests the nearest names.</exception>
    public static ModelPreset Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ModelPreset? preset = Presets.FirstOrDefault(preset => preset.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (preset is not null) return preset;

        IEnumerable<string> known = Presets.Select(preset => preset.Name);
        throw new OptionsException([$"There is no preset '{name}'. {Names.Suggest(name, known)}The presets are: {string.Join(", ", known)}."]);
    }
}
