using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Networks;
using Figment.Objectives;

namespace Figment.Models.Images;

/// <summary>
/// The structure of a flow from noise to images, how it learns, and how it makes images (Y. Lipman et al., "Flow Matching for
/// Generative Modeling", 2022; X. Liu et al., "Flow Straight and Fast", 2022).
/// </summary>
public sealed record FlowOptions : ClassModelOptions, IValidatableObject
{
    private const double MostShift = 20,
        UsualMuon = 10,
        UsualStepShift = 1.4;
    private static readonly OdeSolver OfVelocities = new(OdeMethod.Euler, 10),
        OfImages = new(OdeMethod.Adams, 6);

    /// <summary>
    /// Channels of the U-Net for squares of 2 × 2 pixels, a multiple of 8, 8 to 512. Larger images are cut into larger squares
    /// where the size divides evenly (<see cref="UNet"/>): images of 64 × 64 into squares of 4 × 4, which get twice as many
    /// channels.
    /// </summary>
    [Range(8, 512, ErrorMessage = "The width must be between 8 and 512 channels; 32 to 64 is usual.")]
    [Description(
        "channels of the U-Net for squares of 2 × 2 pixels, a multiple of 8 (twice as many for 4 × 4, in images of 64 × 64); "
            + "time grows with its square"
    )]
    public int Width { get; init; } = 32;

    /// <summary>
    /// Channels of the U-Net at its lower resolution, which is half that of the grid of squares into which images are cut; a
    /// multiple of 8, 8 to 1,024.
    /// </summary>
    [Range(8, 1024, ErrorMessage = "The deep width must be between 8 and 1024 channels; 64 to 256 is usual.")]
    [Description("channels of the U-Net at half of that resolution, a multiple of 8; most weights are there")]
    public int DeepWidth { get; init; } = 128;

    /// <summary>
    /// Residual blocks of the U-Net at each of its two resolutions, on the way down and again on the way up. 1 to 8.
    /// </summary>
    [Range(1, 8, ErrorMessage = "The U-Net must have 1 to 8 blocks.")]
    [Description("residual blocks of the U-Net at each resolution, on the way down and again on the way up")]
    public int Blocks { get; init; } = 1;

    /// <summary>The distribution of the training times, where a time is a position on the path from noise to data.</summary>
    [Description("distribution of the times at which the network learns")]
    public TimeDistribution Times { get; init; } = TimeDistribution.LogitNormal;

    /// <summary>
    /// How far the training times, and with them the sampling steps, are shifted towards noise
    /// (<see cref="RectifiedFlow.Shift(double, double)"/>). 0.1 to 20; 1 means no shift. Left to the data, it is the side of the
    /// images divided by 28, at least 1.
    /// </summary>
    [MayBeLeft]
    [Range(
        0.1,
        MostShift,
        ErrorMessage = "The time shift must be between 0.1 and 20; 1 means no shift, and 1 to 3 is usual for larger images."
    )]
    [Description("how far times are shifted towards noise; nothing for 1 at 28 pixels a side and more for larger images")]
    public double TimeShift { get; init; } = 1;

    /// <summary>
    /// The factor by which the sampling steps are shifted farther towards noise than the training times. 0.1 to 20; with 1, both
    /// are shifted equally. Left to the data, it is 1.4 if the network predicts the image: the steps are then long near the end,
    /// where the image changes little.
    /// </summary>
    [MayBeLeft]
    [Range(
        0.1,
        MostShift,
        ErrorMessage = "The step shift must be between 0.1 and 20; with 1, sampling uses the same shift as training; 1 to 2 is "
            + "usual."
    )]
    [Description(
        "how much farther than the training times the sampling steps are shifted towards noise; nothing for 1.4 where the "
            + "network predicts the image"
    )]
    public double StepShift { get; init; } = 1;

    /// <summary>
    /// What the network predicts. <see cref="FlowTarget.Image"/> suits squares with many values. Left to the data, it is the
    /// image where the squares of the <see cref="UNet"/> are larger than 2 × 2, and the velocity elsewhere.
    /// </summary>
    [MayBeLeft(DecidesWeights = true)]
    [Description(
        "what the network predicts: velocity, or image (without noise); nothing for image where pixels are cut into squares "
            + "larger than 2 × 2"
    )]
    public FlowTarget Target { get; init; } = FlowTarget.Velocity;

    /// <summary>AdamW's learning rate α. Above 0, at most 1.</summary>
    [Range(1e-8, 1.0, ErrorMessage = "The learning rate must be above 0 and at most 1; 0.0003 to 0.002 is usual.")]
    [Description("AdamW's learning rate")]
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>
    /// Muon's learning rate for the matrices within the U-Net, as a multiple of <see cref="LearningRate"/> (K. Jordan et al.,
    /// "Muon: An optimizer for hidden layers in neural networks", 2024); with 0, AdamW trains these too. 0 to 1,000. Left to the
    /// data, it is 10.
    /// </summary>
    [MayBeLeft]
    [Range(
        0.0,
        1000.0,
        ErrorMessage = "Muon's multiple of the learning rate must be between 0 and 1000; with 0, AdamW trains everything."
    )]
    [Description("Muon's learning rate for the matrices within the U-Net, as a multiple of AdamW's; 0 leaves them to AdamW")]
    public double Muon { get; init; }

    /// <summary>AdamW's decay rate β₁ of the mean of gradients. 0 to below 1.</summary>
    [Range(0.0, 0.99999, ErrorMessage = "AdamW's beta1 must be at least 0 and below 1.")]
    [Description("AdamW's decay rate of the mean of gradients")]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>AdamW's decay rate β₂ of the mean of squared gradients. 0 to below 1.</summary>
    [Range(0.0, 0.9999999, ErrorMessage = "AdamW's beta2 must be at least 0 and below 1.")]
    [Description("AdamW's decay rate of the mean of squared gradients")]
    public double Beta2 { get; init; } = 0.99;

    /// <summary>
    /// The weight decay: in each step, AdamW subtracts this share of each weight, times the learning rate (I. Loshchilov, F.
    /// Hutter, "Decoupled Weight Decay Regularization", 2019, algorithm 2). 0 to 1.
    /// </summary>
    [Range(0.0, 1.0, ErrorMessage = "The weight decay must be between 0 and 1.")]
    [Description("share of the weights, times the learning rate, that AdamW takes off")]
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>The number of images over which the learning rate rises from 0 at the beginning. 0 to 1e9.</summary>
    [Range(0.0, 1e9, ErrorMessage = "The warm-up must be between 0 and 1e9 images; 1000 to 20000 is usual.")]
    [Description("images over which the learning rate rises at the beginning")]
    public double WarmUp { get; init; } = 2_000;

    /// <summary>The final part of training, over which the learning rate falls to 0. 0 to 1; with 0, it never falls.</summary>
    [Range(
        0.0,
        1.0,
        ErrorMessage = "The decay, the part of training over which the learning rate falls, must be between 0 and 1."
    )]
    [Description("final part of training over which the learning rate falls to 0")]
    public double Decay { get; init; } = 0.5;

    /// <summary>
    /// The half-life, in images, of the weight average that samples are made with: after this many images, the influence of a
    /// weight has halved. 0 to 1e9; with 0, samples are made with the current weights.
    /// </summary>
    [Range(
        0.0,
        1e9,
        ErrorMessage = "The half-life of the weight average must be between 0 and 1e9 images; 10000 to 500000 is usual."
    )]
    [Description("half-life, in images, of the average of weights that samples are made with")]
    public double EmaHalfLife { get; init; } = 100_000;

    /// <summary>
    /// The share of images that a conditional model learns without their class, so that samples can be guided
    /// (<see cref="GuidanceScale"/>; J. Ho, T. Salimans, "Classifier-Free Diffusion Guidance", 2022, algorithm 1). 0 to 0.9.
    /// </summary>
    [Range(0.0, 0.9, ErrorMessage = "The label dropout must be between 0 and 0.9; 0.1 is usual.")]
    [Description("share of images learned without their class, for guidance")]
    public double LabelDropout { get; init; } = 0.1;

    /// <summary>
    /// How strongly samples of a conditional model are pushed towards their class. 1 means no push; higher values make samples
    /// more typical and less diverse, and double the cost. Needs <see cref="LabelDropout"/>. 1 to 20. On MNIST, a value of 1.5
    /// reduces the Fréchet distance by more than half after 500 training steps but increases it after 13,000; at that point, 1.15
    /// is better than both 1 and 1.5.
    /// </summary>
    [Range(1.0, 20.0, ErrorMessage = "The guidance scale must be between 1 (no guidance) and 20; 1.5 to 4 is usual.")]
    [Description("how far samples are pushed towards their class; 1 does not push")]
    public double GuidanceScale { get; init; } = 1.15;

    /// <summary>
    /// How samples follow the flow from noise to image; more steps take longer and are more accurate. Heun's method evaluates the
    /// velocity at t = 1, where it is not determined because the images contain no noise. With few steps, this method is worse
    /// than the others. Four steps of Adams' method are nearly as good as ten of Euler's method. If this is left to the data,
    /// samples take 10 steps of Euler's method, or 6 steps of Adams' method if the network predicts the image.
    /// </summary>
    [MayBeLeft]
    [Description("how samples follow the flow: euler, adams, midpoint or heun, and the number of steps")]
    public OdeSolver Solver { get; init; } = OfVelocities;

    /// <summary>How far the sampling steps are shifted towards noise in total.</summary>
    internal double ShiftOfSteps => TimeShift * StepShift;

    /// <summary>
    /// The shifts of times and steps in words, for a program that follows the velocity itself; empty without shifts.
    /// </summary>
    internal string TimesInWords =>
        (TimeShift == 1 ? "" : Moved("It learned the times", TimeShift, " instead of t."))
        + (ShiftOfSteps == 1 ? "" : Moved("The steps of the sampler begin at", ShiftOfSteps, "."));

    /// <inheritdoc/>
    internal override ModelOptions FittedTo(DataDescription data, TrainingPlan plan, IReadOnlyCollection<string> left)
    {
        FlowOptions fitted = (FlowOptions)base.FittedTo(data, plan, left);
        ImageShape shape = ImageDescription.Of(data).Shape;
        if (left.Contains(nameof(TimeShift)))
            fitted = fitted with { TimeShift = UsualShift(shape) };
        if (left.Contains(nameof(Muon)))
            fitted = fitted with { Muon = UsualMuon };
        if (left.Contains(nameof(Target)))
            fitted = fitted with { Target = UNet.SideOfSquares(shape) > 2 ? FlowTarget.Image : FlowTarget.Velocity };
        bool tellsImage = fitted.Target == FlowTarget.Image;
        if (left.Contains(nameof(StepShift)))
            fitted = fitted with { StepShift = tellsImage ? UsualStepShift : 1 };
        return left.Contains(nameof(Solver)) ? fitted with { Solver = tellsImage ? OfImages : OfVelocities } : fitted;
    }

    private static string Moved(string what, double shift, string end) =>
        string.Create(CultureInfo.InvariantCulture, $" {what} t / (t + {shift:R} (1 - t)){end}");

    /// <summary>The square root of the ratio of the pixels to 28 × 28, at least 1.</summary>
    private static double UsualShift(ImageShape shape) =>
        Math.Clamp(Math.Round(Math.Sqrt((double)shape.Height * shape.Width) / 28, 3), 1, MostShift);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Width % 8 != 0)
            yield return new BrokenRule(
                "width.multiple",
                $"The width must be a multiple of 8, not {Width}.",
                ("value", $"{Width}")
            );
        if (DeepWidth % 8 != 0)
            yield return new BrokenRule(
                "deepWidth.multiple",
                $"The deep width must be a multiple of 8, not {DeepWidth}.",
                ("value", $"{DeepWidth}")
            );
        if (GuidanceScale > 1 && LabelDropout == 0)
            yield return new BrokenRule(
                "guidanceScale.needsLabelDropout",
                "Guidance needs a model that has also learned without classes. Set labelDropout=0.1, or guidanceScale=1."
            );
    }

    /// <summary>The number of weights in the convolutions of its blocks.</summary>
    internal override long LeastNumbers(DataDescription data)
    {
        long width = (long)Width * UNet.SideOfSquares(ImageDescription.Of(data).Shape) / 2,
            deep = DeepWidth;
        return 4L * Blocks * 9 * (width * width + deep * deep);
    }

    internal override (string Name, string? Instead) Family => ("flow", null);
}
