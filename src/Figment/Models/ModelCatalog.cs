using Figment.Data.Images;
using Figment.Data.Texts;
using Figment.Models.Images;
using Figment.Models.Texts;
using Figment.Objectives;

namespace Figment.Models;

/// <summary>
/// Lists every preset. This list is read by the command line's help, the contract tests and the code that loads runs; no other
/// code mentions a particular family.
/// </summary>
public static class ModelCatalog
{
    private static readonly Lock Turn = new();

    /// <summary>The presets, the recommended one first.</summary>
    public static IReadOnlyList<ModelPreset> Presets { get; private set; } =
    [
        new ModelPreset<DenseGanOptions, ImageDescription>(
            "gan",
            "dense networks of the tutorial's size; start here: good digits in a minute",
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
            "residual networks with the relativistic loss and two penalties; for long training runs",
            new ResidualGanOptions { Loss = AdversarialLoss.Relativistic },
            ResidualGan.Create
        )
        {
            LeftToData = [nameof(GanOptions.R1), nameof(GanOptions.R2)],
        },
        new ModelPreset<DenseGanOptions, ImageDescription>(
            "wgan-gp",
            "gan with the Wasserstein loss and its gradient penalty; for comparison",
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
            "the tutorial's dense GAN, just as it is taught there; it collapses, which is worth seeing",
            new ClassicGanOptions(),
            ClassicGan.Create
        ),
        new ModelPreset<FlowOptions, ImageDescription>(
            "flow",
            "flow matching with a U-Net; slower, but never collapses: for the best quality",
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
            "a variational autoencoder: gives a map of the data, and likelihoods; images are softer than a GAN's",
            new VaeOptions(),
            Vae.Dense
        ),
        new ModelPreset<VaeOptions, ImageDescription>(
            "conv-vae",
            "a variational autoencoder with convolutions: better likelihoods",
            new VaeOptions { LearningRate = 4e-3 },
            Vae.Convolutional
        ),
        new ModelPreset<GptOptions, TextDescription>(
            "gpt",
            "a language model: learns to continue a text, token by token",
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
    /// Registers a preset for the life of the process, so that a program can add its own presets and resume their runs.
    /// </summary>
    /// <param name="preset">The preset to register.</param>
    /// <exception cref="ArgumentException">A preset of this name is already known.</exception>
    public static void Add(ModelPreset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        lock (Turn)
        {
            if (Presets.Any(known => known.Name == preset.Name))
                throw new ArgumentException($"A preset called '{preset.Name}' is already known.", nameof(preset));
            Presets = [.. Presets, preset];
        }
    }

    /// <summary>Finds a preset by its name.</summary>
    /// <exception cref="OptionsException">There is no such preset; the message suggests the nearest names.</exception>
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
