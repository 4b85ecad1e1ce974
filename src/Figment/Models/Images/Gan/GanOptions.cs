using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Objectives;

namespace Figment.Models.Images;

/// <summary>
/// How a GAN learns, regardless of the networks it consists of (I. Goodfellow et al., "Generative Adversarial Nets", 2014). The
/// defaults are those of the preset <c>gan</c>.
/// </summary>
public record GanOptions : ClassModelOptions, IValidatableObject
{
    private const double DenseLearningRate = 1.5e-3,
        UsualSteadyItems = 100_000;
    private const double MostPenalty = 1000;
    private const int DigitSize = 28 * 28;

    /// <summary>The number of values in a latent vector z, drawn from N(0, 1). 1 to 4,096.</summary>
    [Range(1, 4096, ErrorMessage = "The latent size must be between 1 and 4096.")]
    [Description("numbers per latent vector")]
    public int LatentSize { get; init; } = 64;

    /// <summary>The adversarial loss that D and G minimise.</summary>
    [Description("nonSaturating, leastSquares, hinge, wasserstein or relativistic")]
    public AdversarialLoss Loss { get; init; } = AdversarialLoss.NonSaturating;

    /// <summary>
    /// Adam's learning rate α for both networks. Above 0, at most 1. Left to the data, it is 0.0015; for
    /// <see cref="ConvGanOptions"/> it is 0.004 at 28 pixels a side, and less with more channels.
    /// </summary>
    [MayBeLeft]
    [Range(1e-8, 1.0, ErrorMessage = "The learning rate must be above 0 and at most 1; 0.0001 to 0.001 is usual.")]
    [Description(
        "Adam's learning rate for both networks; nothing for the usual one, which for dcgan is 0.004 at 28 pixels a side, and "
            + "less with more channels"
    )]
    public double LearningRate { get; init; } = DenseLearningRate;

    /// <summary>
    /// The number of items, repeats included, after which the learning rate begins to fall with the inverse square root of the
    /// items seen: four times as many items halve it (T. Karras et al., "Analyzing and Improving the Training Dynamics of
    /// Diffusion Models", 2024, equation 67). 0 to 1e12; with 0, it never falls. Left to the data, it is 100,000.
    /// </summary>
    [MayBeLeft]
    [Range(
        0.0,
        1e12,
        ErrorMessage = "The number of items after which the learning rate starts to fall must be between 0 (never) and 1e12; "
            + "50000 to 250000 is usual."
    )]
    [Description(
        "items of the data after which the learning rate falls with the root of the items seen; 0 never falls, nothing for 100000"
    )]
    public double SteadyItems { get; init; }

    /// <summary>
    /// The final part of training, over which the learning rate falls linearly to 0. 0 to 1; with 0, it never falls.
    /// </summary>
    [Range(
        0.0,
        1.0,
        ErrorMessage = "The decay, the part of training over which the learning rate falls, must be between 0 and 1."
    )]
    [Description("final part of training over which the learning rate falls to 0")]
    public double Decay { get; init; } = 0.2;

    /// <summary>Adam's decay rate β₁ of the mean of gradients. 0 to below 1.</summary>
    [Range(0.0, 0.99999, ErrorMessage = "Adam's beta1 must be at least 0 and below 1.")]
    [Description("Adam's decay rate of the mean of gradients")]
    public double Beta1 { get; init; }

    /// <summary>Adam's decay rate β₂ of the mean of squared gradients. 0 to below 1.</summary>
    [Range(0.0, 0.9999999, ErrorMessage = "Adam's beta2 must be at least 0 and below 1.")]
    [Description("Adam's decay rate of the mean of squared gradients")]
    public double Beta2 { get; init; } = 0.99;

    /// <summary>
    /// The number of updates of D for each update of G; each update of D takes its own part of the batch. 1 to 100.
    /// </summary>
    [Range(1, 100, ErrorMessage = "The number of discriminator steps must be between 1 and 100.")]
    [Description("updates of the discriminator for each of the generator")]
    public int DiscriminatorSteps { get; init; } = 1;

    /// <summary>
    /// The weight γ of R1, the penalty γ/2 · E‖∇D(x)‖² on real images (L. Mescheder et al., "Which Training Methods for GANs do
    /// actually Converge?", 2018, equation 9). 0 to 1,000; 0 switches it off. If this is left to the data, it is 1 for images of
    /// 1×28×28 and grows with the number of values in an image. In a larger image, the same change is spread over more values, so
    /// each slope is smaller (T. Karras et al., "Training Generative Adversarial Networks with Limited Data", 2020, also let γ
    /// grow with the number of pixels).
    /// </summary>
    [MayBeLeft]
    [Range(0.0, MostPenalty, ErrorMessage = "R1 must be between 0 and 1000; 0.1 to 30 is usual.")]
    [Description("weight of the gradient penalty on real images (R1); nothing for 1 at 1×28×28 and more for larger images")]
    public double R1 { get; init; } = 1;

    /// <summary>
    /// The weight γ of R2, the same penalty on generated images. 0 to 1,000; 0 switches it off. If this is left to the data, it
    /// equals R1.
    /// </summary>
    [MayBeLeft]
    [Range(0.0, MostPenalty, ErrorMessage = "R2 must be between 0 and 1000; 0.1 to 30 is usual.")]
    [Description("weight of the gradient penalty on generated images (R2); nothing for the weight of R1")]
    public double R2 { get; init; }

    /// <summary>
    /// The weight λ of WGAN-GP's penalty λ · E(‖∇D(x̂)‖ − 1)² between real and generated images (I. Gulrajani et al., "Improved
    /// Training of Wasserstein GANs", 2017, equation 3). 0 to 1,000; 0 switches it off.
    /// </summary>
    [Range(0.0, 1000.0, ErrorMessage = "The gradient penalty must be between 0 and 1000; 10 is usual.")]
    [Description("weight of the gradient penalty between real and generated images (WGAN-GP)")]
    public double GradientPenalty { get; init; }

    /// <summary>
    /// Penalties are computed in every n-th update of D and weighted n times as much ("lazy regularisation", T. Karras et al.,
    /// "Analyzing and Improving the Image Quality of StyleGAN", 2020, section 3.1). 1 to 64.
    /// </summary>
    [Range(1, 64, ErrorMessage = "The interval between penalties must be between 1 and 64 updates.")]
    [Description("updates of the discriminator from one penalty to the next")]
    public int PenaltyEvery { get; init; } = 4;

    /// <summary>
    /// How much is subtracted from the label 1 of real images, for losses that have labels (T. Salimans et al., "Improved
    /// Techniques for Training GANs", 2016, section 3.4). 0 to 0.5.
    /// </summary>
    [Range(0.0, 0.5, ErrorMessage = "The label smoothing must be between 0 and 0.5; 0.1 is usual.")]
    [Description("how much is subtracted from the label of real images")]
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// The initial standard deviation of the noise on all images that D sees, as a share of the pixels' range; it falls to 0
    /// during training (C. Sønderby et al., "Amortised MAP Inference for Image Super-resolution", 2016). 0 to 1; 0 switches it
    /// off.
    /// </summary>
    [Range(0.0, 1.0, ErrorMessage = "The instance noise must be between 0 and 1; 0.1 is usual.")]
    [Description("initial noise on all images that the discriminator sees")]
    public double InstanceNoise { get; init; }

    /// <summary>
    /// Random changes to all images that D sees (S. Zhao et al., "Differentiable Augmentation for Data-Efficient GAN Training",
    /// 2020).
    /// </summary>
    [Description("random changes to all images that the discriminator sees, for small data: color, translation, cutout, or none")]
    public Augmentations Augment { get; init; }

    /// <summary>
    /// The half-life, in images, of the weight average that samples are made with: after this many images, the influence of a
    /// weight has halved (Y. Yazıcı et al., "The Unusual Effectiveness of Averaging in GAN Training", 2018). 0 to 1e9; with 0,
    /// samples are made with the current weights.
    /// </summary>
    [Range(
        0.0,
        1e9,
        ErrorMessage = "The half-life of the weight average must be between 0 and 1e9 images; 10000 to 100000 is usual."
    )]
    [Description("half-life, in images, of the average of weights that samples are made with")]
    public double EmaHalfLife { get; init; } = 40_000;

    /// <summary>
    /// The number of clusters into which images are sorted by their pixels. If the model has no classes, G and D take the
    /// clusters instead (after S. Liu et al., "Diverse Image Generation via Self-Conditioned GANs", 2020, who cluster D's
    /// features). 0 to 4,096; 0 switches clustering off.
    /// </summary>
    [Range(0, 4096, ErrorMessage = "The number of clusters must be between 0 and 4096; 64 to 256 is usual.")]
    [Description("without classes: number of clusters of similar images that take their place")]
    public int Clusters { get; init; }

    /// <summary>
    /// Returns the number K of conditions that G and D take: the number of classes, or of clusters if there are no classes; 0 if
    /// there are neither.
    /// </summary>
    /// <param name="classes">The number of classes that the model tells apart, or 0.</param>
    public int Conditions(int classes) => classes > 0 ? classes : Clusters;

    /// <inheritdoc/>
    internal override ModelOptions FittedTo(DataDescription data, TrainingPlan plan, IReadOnlyCollection<string> left)
    {
        GanOptions fitted = (GanOptions)base.FittedTo(data, plan, left);
        ImageShape shape = ImageDescription.Of(data).Shape;
        double r1 = left.Contains(nameof(R1)) ? Math.Clamp(Math.Round((double)shape.Size / DigitSize, 2), 1, MostPenalty) : R1;
        double rate = left.Contains(nameof(LearningRate)) ? UsualLearningRate(shape) : LearningRate;
        double steady = left.Contains(nameof(SteadyItems)) ? UsualSteadyItems : SteadyItems;
        return fitted with { LearningRate = rate, SteadyItems = steady, R1 = r1, R2 = left.Contains(nameof(R2)) ? r1 : R2 };
    }

    /// <summary>Returns the learning rate that suits the networks and the size of images.</summary>
    private protected virtual double UsualLearningRate(ImageShape shape) => DenseLearningRate;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (LabelSmoothing != 0 && Loss is { HasLabels: false })
            yield return new BrokenRule(
                "labelSmoothing.needsLabels",
                $"The loss {Loss} uses no labels, so there is nothing to smooth. Choose nonSaturating or leastSquares, or leave "
                    + $"labelSmoothing at 0.",
                ("loss", Loss.ToString())
            );
        if (Loss == AdversarialLoss.Wasserstein && R1 == 0 && R2 == 0 && GradientPenalty == 0 && !HoldsDiscriminatorBack)
            yield return new BrokenRule(
                "loss.needsPenalty",
                "The Wasserstein loss grows without bound if nothing holds the discriminator back. Set gradientPenalty to "
                    + "10, or set r1."
            );
        if ((Augment & ~(Augmentations.Color | Augmentations.Translation | Augmentations.Cutout)) != 0)
            yield return new BrokenRule("augment.unknown", "The augmentations are color, translation and cutout.");
    }

    /// <summary>Whether the structure of D's network bounds its slopes.</summary>
    private protected virtual bool HoldsDiscriminatorBack => false;

    internal override (string Name, string? Instead) Family => ("gan", "flow");
}
