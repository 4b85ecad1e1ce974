using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Figment.Data;
using Figment.Data.Images;

namespace Figment.Models.Images;

/// <summary>
/// How the tutorial's GAN learns (after I. Goodfellow et al., "Generative Adversarial Nets", 2014). The defaults are those of the
/// tutorial, or those of Keras where the tutorial sets none.
/// </summary>
public sealed record ClassicGanOptions : ClassModelOptions
{
    /// <summary>The number of values in a latent vector z, drawn from N(0, 1). 1 to 4,096.</summary>
    [Range(1, 4096, ErrorMessage = "The latent size must be between 1 and 4096.")]
    [Description("numbers per latent vector")]
    public int LatentSize { get; init; } = 100;

    /// <summary>Adam's learning rate α for both networks. Above 0, at most 1.</summary>
    [Range(1e-8, 1.0, ErrorMessage = "The learning rate must be above 0 and at most 1; 0.0001 to 0.001 is usual.")]
    [Description("Adam's learning rate for both networks")]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Adam's decay rate β₁ of the mean of gradients. 0 to below 1.</summary>
    [Range(0.0, 0.99999, ErrorMessage = "Adam's beta1 must be at least 0 and below 1.")]
    [Description("Adam's decay rate of the mean of gradients")]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Adam's decay rate β₂ of the mean of squared gradients. 0 to below 1.</summary>
    [Range(0.0, 0.9999999, ErrorMessage = "Adam's beta2 must be at least 0 and below 1.")]
    [Description("Adam's decay rate of the mean of squared gradients")]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Adam's ε, which keeps the division finite. Above 0, at most 0.1.</summary>
    [Range(1e-16, 0.1, ErrorMessage = "Adam's epsilon must be above 0 and at most 0.1.")]
    [Description("small number that keeps Adam's division finite")]
    public double Epsilon { get; init; } = 1e-7;

    /// <summary>The number of weights in the last layer.</summary>
    internal override long LeastNumbers(DataDescription data) => 1024L * ImageDescription.Of(data).Shape.Size;

    internal override (string Name, string? Instead) Family => ("classic", "gan");
}
