using Figment.Data.Images;
using Figment.Data.Texts;
using Figment.Models.Images;
using Figment.Models.Texts;
using Figment.Objectives;

namespace Figment.Models;

/// <summary>
/// Every preset, one line each. The command line's help, the loading of runs and the contract tests read this list;
/// nothing else names a family.
/// </summary>
public static class ModelCatalog
{
    private static readonly Lock Turn = new();

    /// <summary>The presets, the recommended one first.</summary>
    public static IReadOnlyList<ModelPreset> Presets { get; private set; } =
    [
        new ModelPreset<DenseGanOptions, ImageDescription>(
            "gan",
            "dense networks of the tutorial's size; where to begin: good digits in a minute",
            new DenseGanOptions { Clusters = 128 },
            DenseGan.Create
        )
        {
            LeftToData = [nameof(GanOptions.Conditional), nameof(GanOptions.R1), nameof(GanOptions.SteadyItems)],
        },
        new ModelPreset<ConvGanOptions, ImageDescription>(
            "dcgan",
            "convolutional networks; better than gan, and slower",
            new ConvGanOptions { Clusters = 128 },
            ConvGan.Create
        )
        {
            LeftToData =
            [
                nameof(GanOptions.Conditional),
                nameof(GanOptions.R1),
                nameof(GanOptions.LearningRate),
                nameof(GanOptions.SteadyItems),
                nameof(ConvGanOptions.Width),
            ],
        },
        new ModelPreset<ResidualGanOptions, ImageDescription>(
            "r3gan",
            "residual networks with the relativistic loss and two penalties; for long trainings",
            new ResidualGanOptions { Loss = AdversarialLoss.Relativistic },
            ResidualGan.Create
        )
        {
            LeftToData = [nameof(GanOptions.R1), nameof(GanOptions.R2)],
        },
        new ModelPreset<DenseGanOptions, ImageDescription>(
            "wgan-gp",
            "gan with the Wasserstein loss and its gradient penalty; to compare",
            new DenseGanOptions
            {
                Loss = AdversarialLoss.Wasserstein,
                GradientPenalty = 10,
                R1 = 0,
            },
            DenseGan.Create
        ),
        new ModelPreset<ClassicGanOptions, ImageDescription>(
            "classic",
            "the tutorial's dense GAN as it is taught; it collapses, which is worth seeing",
            new ClassicGanOptions(),
            ClassicGan.Create
        ),
        new ModelPreset<FlowOptions, ImageDescription>(
            "flow",
            "flow matching with a U-Net; slower, never collapses: where quality counts",
            new FlowOptions(),
            FlowMatching.Create
        )
        {
            LeftToData =
            [
                nameof(FlowOptions.Conditional),
                nameof(FlowOptions.TimeShift),
                nameof(FlowOptions.StepShift),
                nameof(FlowOptions.Target),
                nameof(FlowOptions.Muon),
                nameof(FlowOptions.Solver),
            ],
        },
        new ModelPreset<VaeOptions, ImageDescription>(
            "vae",
            "a variational autoencoder: a map of the data, likelihoods; softer images than a GAN",
            new VaeOptions(),
            Vae.Dense
        ),
        new ModelPreset<VaeOptions, ImageDescription>(
            "conv-vae",
            "a variational autoencoder with convolutions: the better likelihood",
            new VaeOptions { LearningRate = 4e-3 },
            Vae.Convolutional
        ),
        new ModelPreset<GptOptions, TextDescription>(
            "gpt",
            "a language model: learns to go on with a text, token by token",
            new GptOptions(),
            (options, data, random) => TextModel.For(data, Gpt.Create(options, random))
        )
        {
            LeftToData = GptOptions.Left,
            Data = "poems",
            BatchSize = 6,
        },
    ];

    /// <summary>
    /// Makes a preset known for the life of the process, for a program that adds one of its own, so that its runs can go on.
    /// </summary>
    /// <param name="preset">The preset.</param>
    /// <exception cref="ArgumentException">One of that name is known already.</exception>
    public static void Add(ModelPreset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        lock (Turn)
        {
            if (Presets.Any(known => known.Name == preset.Name))
                throw new ArgumentException($"A preset called '{preset.Name}' is known already.", nameof(preset));
            Presets = [.. Presets, preset];
        }
    }

    /// <summary>The preset of that name.</summary>
    /// <exception cref="OptionsException">There is none; the message suggests the nearest names.</exception>
    public static ModelPreset Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ModelPreset? preset = Presets.FirstOrDefault(preset => preset.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (preset is not null)
            return preset;

        IEnumerable<string> known = Presets.Select(preset => preset.Name);
        throw new OptionsException([
            $"There is no preset '{name}'. {Names.Suggest(name, known)}The presets are: {string.Join(", ", known)}.",
        ]);
    }
}
