using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Figment.Generation.Images;

/// <summary>How the latents of given images are searched for.</summary>
public sealed record ProjectionOptions
{
    /// <summary>The number of Adam steps. 1 to 100,000.</summary>
    [Range(1, 100_000, ErrorMessage = "The number of steps must be between 1 and 100,000; 300 is usual.")]
    [Description("steps of the search")]
    public int Steps { get; init; } = 300;

    /// <summary>
    /// The number of simultaneous searches, of which the best is kept; for a conditional model, the number per class. 1 to 256.
    /// </summary>
    [Range(1, 256, ErrorMessage = "The number of simultaneous searches must be between 1 and 256; 4 is usual.")]
    [Description("simultaneous searches, of which the best is kept")]
    public int Starts { get; init; } = 4;

    /// <summary>Adam's learning rate, which falls to 0 over the second half of the search. Above 0, at most 10.</summary>
    [Range(1e-6, 10.0, ErrorMessage = "The learning rate must be above 0 and at most 10; 0.1 is usual.")]
    [Description("learning rate, in units of the latents' standard deviation")]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>
    /// The noise σ: the standard deviation allowed for the difference between a pixel's value and the one that the model makes.
    /// With larger values, latents stay closer to typical ones and images are matched less exactly. 0.001 to 10.
    /// </summary>
    [Range(0.001, 10.0, ErrorMessage = "The pixel noise must be between 0.001 and 10; 0.1 is usual.")]
    [Description("how far a pixel may be off; larger values give more typical latents")]
    public double PixelNoise { get; init; } = 0.1;

    /// <summary>The seed of the searches' starting points.</summary>
    [Description("seed of the searches' starting points")]
    public long Seed { get; init; }

    /// <summary>The classes to try, for a conditional model; if empty, all classes are tried.</summary>
    public IReadOnlyList<int> Classes { get; init; } = [];
}
