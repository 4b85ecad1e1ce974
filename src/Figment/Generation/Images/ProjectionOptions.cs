using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Figment.Generation.Images;

/// <summary>How latents of given images are searched for.</summary>
public sealed record ProjectionOptions
{
    /// <summary>Steps of Adam. 1 to 100,000.</summary>
    [Range(1, 100_000, ErrorMessage = "The number of steps must be between 1 and 100,000; 300 is usual.")]
    [Description("steps of the search")]
    public int Steps { get; init; } = 300;

    /// <summary>
    /// Searches at the same time, of which the best is kept; of a conditional model so many per class. 1 to 256.
    /// </summary>
    [Range(1, 256, ErrorMessage = "The number of searches at a time must be between 1 and 256; 4 is usual.")]
    [Description("searches at the same time, the best is kept")]
    public int Starts { get; init; } = 4;

    /// <summary>Adam's step size; it falls to 0 over the second half. Above 0, at most 10.</summary>
    [Range(1e-6, 10.0, ErrorMessage = "The learning rate must be above 0 and at most 10; 0.1 is usual.")]
    [Description("the step size, in units of the latents' standard deviation")]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>
    /// σ: how far, in standard deviations of a pixel value, an image may be from what the model makes. The larger, the nearer
    /// latents stay to usual ones, and the less exactly the image is met. 0.001 to 10.
    /// </summary>
    [Range(0.001, 10.0, ErrorMessage = "The pixel noise must be between 0.001 and 10; 0.1 is usual.")]
    [Description("how far a pixel may be off; the larger, the more usual the latents")]
    public double PixelNoise { get; init; } = 0.1;

    /// <summary>Chooses where the searches begin.</summary>
    [Description("chooses where the searches begin")]
    public long Seed { get; init; }

    /// <summary>Of a conditional model, the classes to try; empty tries all.</summary>
    public IReadOnlyList<int> Classes { get; init; } = [];
}
