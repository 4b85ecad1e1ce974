using System.ComponentModel;
using System.Text.Json.Serialization;
using Figment.Backend;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Figment.Objectives;

/// <summary>
/// What the discriminator D and the generator G minimise, given D's logits for real images x and for generated images G(z). Each
/// loss is a value of this type, and any model accepts any of them.
/// </summary>
[TypeConverter(typeof(OptionValueConverter<AdversarialLoss>))]
[JsonConverter(typeof(OptionValueJson<AdversarialLoss>))]
public sealed class AdversarialLoss : IOptionValue<AdversarialLoss>
{
    private readonly Func<Tensor, Tensor, double, Tensor> discriminator; // Takes D(x), D(G(z)) and the label smoothing.
    private readonly Func<Tensor, Tensor, Tensor> generator;

    private AdversarialLoss(
        string name,
        Func<Tensor, Tensor, double, Tensor> discriminator,
        Func<Tensor, Tensor, Tensor> generator,
        bool comparesPairs = false,
        bool hasLabels = false
    )
    {
        Name = name;
        ComparesPairs = comparesPairs;
        HasLabels = hasLabels;
        this.discriminator = discriminator;
        this.generator = generator;
    }

    /// <summary>
    /// D: softplus(−D(x)) + softplus(D(G(z))); G: softplus(−D(G(z))), the cross-entropy of the sigmoid (I. Goodfellow et
    /// al., "Generative Adversarial Nets", 2014, section 3).
    /// </summary>
    public static AdversarialLoss NonSaturating { get; } =
        new(
            "nonSaturating",
            (real, fake, smoothing) =>
                (
                    smoothing == 0
                        ? real.neg().Softplus().mean()
                        : real.neg().Softplus().mean().Times(1 - smoothing).Plus(real.Softplus().mean().Times(smoothing))
                ).Plus(fake.Softplus().mean()),
            (fake, _) => fake.neg().Softplus().mean(),
            hasLabels: true
        );

    /// <summary>
    /// D: ½(D(x) − 1)² + ½(D(G(z)) + 1)²; G: ½D(G(z))² (X. Mao et al., "Least Squares Generative Adversarial Networks",
    /// 2017, equation 8: a = −1, b = 1, c = 0).
    /// </summary>
    public static AdversarialLoss LeastSquares { get; } =
        new(
            "leastSquares",
            (real, fake, smoothing) =>
                real.Minus(1 - smoothing).Squared().mean().Plus(fake.Plus(Scalars.One).Squared().mean()) * Scalars.Half,
            (fake, _) => fake.Squared().mean() * Scalars.Half,
            hasLabels: true
        );

    /// <summary>
    /// D: max(0, 1 − D(x)) + max(0, 1 + D(G(z))); G: −D(G(z)) (J. Lim, J. Ye, "Geometric GAN", 2017; T. Miyato et al., 2018,
    /// equations 16 and 17).
    /// </summary>
    public static AdversarialLoss Hinge { get; } =
        new(
            "hinge",
            (real, fake, _) => relu(real.neg().Plus(Scalars.One)).mean().Plus(relu(fake.Plus(Scalars.One)).mean()),
            (fake, _) => fake.mean().neg()
        );

    /// <summary>
    /// D: D(G(z)) − D(x); G: −D(G(z)) (M. Arjovsky et al., "Wasserstein GAN", 2017). D must be constrained by a gradient penalty
    /// or by spectral normalisation.
    /// </summary>
    public static AdversarialLoss Wasserstein { get; } =
        new("wasserstein", (real, fake, _) => fake.mean() - real.mean(), (fake, _) => fake.mean().neg());

    /// <summary>
    /// D: softplus(−(D(x) − D(G(z)))); G: softplus(D(x) − D(G(z))), for pairs of a real and a generated image (A.
    /// Jolicoeur-Martineau, "The relativistic discriminator", 2018; Y. Huang et al., "The GAN is dead; long live the GAN!", 2024,
    /// equation 2).
    /// </summary>
    public static AdversarialLoss Relativistic { get; } =
        new(
            "relativistic",
            (real, fake, _) => (fake - real).Softplus().mean(),
            (fake, real) => (real - fake).Softplus().mean(),
            comparesPairs: true
        );

    /// <summary>All losses.</summary>
    internal static IReadOnlyList<AdversarialLoss> All { get; } = [NonSaturating, LeastSquares, Hinge, Wasserstein, Relativistic];

    /// <summary>The name in options, for instance <c>leastSquares</c>.</summary>
    public string Name { get; }

    /// <summary>Whether the generator's loss also needs D's logits for real images.</summary>
    internal bool ComparesPairs { get; }

    /// <summary>Whether D learns a label for real images, which can be smoothed.</summary>
    internal bool HasLabels { get; }

    /// <summary>Computes what D minimises.</summary>
    /// <param name="real">D(x), [B].</param>
    /// <param name="fake">D(G(z)), [B]; as many values as in <paramref name="real"/> if the loss compares pairs.</param>
    /// <param name="labelSmoothing">
    /// For losses that have labels, the amount that is subtracted from the label 1 of real images (one-sided label smoothing, T.
    /// Salimans et al., "Improved Techniques for Training GANs", 2016, section 3.4). At least 0 and below 1.
    /// </param>
    /// <returns>A scalar tensor.</returns>
    public Tensor ForDiscriminator(Tensor real, Tensor fake, double labelSmoothing = 0)
    {
        if (labelSmoothing != 0 && !HasLabels)
            throw new ArgumentException(
                $"The loss {Name} uses no labels, so there is nothing to smooth.",
                nameof(labelSmoothing)
            );
        return discriminator(real, fake, labelSmoothing);
    }

    /// <summary>Computes what G minimises.</summary>
    /// <param name="fake">D(G(z)), [B].</param>
    /// <param name="real">D(x), [B]; used only if the loss compares pairs.</param>
    /// <returns>A scalar tensor.</returns>
    public Tensor ForGenerator(Tensor fake, Tensor? real = null)
    {
        if (ComparesPairs)
            ArgumentNullException.ThrowIfNull(real);
        return generator(fake, real!);
    }

    /// <summary>Finds a loss by its name, ignoring case; null if there is none.</summary>
    internal static AdversarialLoss? Find(string name) =>
        All.FirstOrDefault(loss => loss.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override string ToString() => Name;

    static IReadOnlyList<AdversarialLoss> IOptionValue<AdversarialLoss>.Proposed => All;

    static AdversarialLoss IOptionValue<AdversarialLoss>.Parse(string text) =>
        Find(text) ?? throw new OptionsException([$"the loss must be one of {string.Join(", ", All)}"]);
}
