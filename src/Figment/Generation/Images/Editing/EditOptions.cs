using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Figment.Models.Images;
using Figment.Objectives;

namespace Figment.Generation.Images;

/// <summary>How a given image is edited.</summary>
public sealed record EditOptions
{
    /// <summary>
    /// How far the image goes back towards noise, 0 to 1: 0 returns the image unchanged, and 1 makes a new image that is
    /// independent of it. Null means 0.5, or 1 with a mask.
    /// </summary>
    [Range(
        0.0,
        1.0,
        ErrorMessage = "The strength must be between 0 (nothing changes) and 1 (nothing is kept); 0.3 to 0.7 is usual."
    )]
    [Description("how far an image goes back towards noise: 0 returns it unchanged, 1 makes a new one")]
    public double? Strength { get; init; }

    /// <summary>The number of variants, 1 to 1,000.</summary>
    [Range(1, 1000, ErrorMessage = "The number of variants must be between 1 and 1000.")]
    [Description("number of variants")]
    public int Count { get; init; } = 4;

    /// <summary>
    /// The number of steps with a mask, 1 to 1,000: more than a solver needs, so that the new part fits the part that is kept.
    /// Without a mask, the model's solver sets the number.
    /// </summary>
    [Range(
        1,
        OdeSolver.MostSteps,
        ErrorMessage = "The number of steps with a mask must be between 1 and 1000; 20 to 100 is usual."
    )]
    [Description("steps with a mask; more steps fit better and take longer")]
    public int Steps { get; init; } = 40;

    /// <summary>The seed of the noise. For a given seed, the k-th variant is the same however many variants are made.</summary>
    [Description("seed of the noise")]
    public long Seed { get; init; }

    /// <summary>
    /// The classes to make, for a conditional model: variant k is of class <c>Classes[k mod Count]</c>. If empty, no class is
    /// specified.
    /// </summary>
    public IReadOnlyList<int> Classes { get; init; } = [];

    /// <summary>Sets of classes to draw from, in place of <see cref="Classes"/> (<see cref="SampleOptions.Among"/>).</summary>
    public IReadOnlyList<IReadOnlyList<int>> Among { get; init; } = [];

    /// <summary>The classes as sample options.</summary>
    internal SampleOptions Asked =>
        new()
        {
            Seed = Seed,
            Classes = Classes,
            Among = Among,
        };
}
