using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Figment.Models.Images;
using Figment.Objectives;

namespace Figment.Generation.Images;

/// <summary>How a given image is edited.</summary>
public sealed record EditOptions
{
    /// <summary>
    /// How far it goes back towards noise, 0 to 1: 0 gives the image back, 1 makes a new one that knows nothing of it. Null is
    /// 0.5, and 1 where a mask says what is made anew.
    /// </summary>
    [Range(
        0.0,
        1.0,
        ErrorMessage = "The strength must be between 0, which changes nothing, and 1, which keeps nothing; 0.3 to 0.7 is usual."
    )]
    [Description("how far an image goes back towards noise: 0 gives it back, 1 makes a new one")]
    public double? Strength { get; init; }

    /// <summary>How many variants, 1 to 1,000.</summary>
    [Range(1, 1000, ErrorMessage = "The number of variants must be between 1 and 1000.")]
    [Description("how many variants")]
    public int Count { get; init; } = 4;

    /// <summary>
    /// Steps where a mask keeps pixels, 1 to 1,000: more than a solver needs, so that what is made anew comes to fit what is
    /// kept. Without a mask the model's solver says how many.
    /// </summary>
    [Range(1, OdeSolver.MostSteps, ErrorMessage = "With a mask there are 1 to 1000 steps; 20 to 100 is usual.")]
    [Description("steps with a mask; more fit better, and take longer")]
    public int Steps { get; init; } = 40;

    /// <summary>Chooses the noise. The k-th variant of a seed is the same whatever their number.</summary>
    [Description("chooses the noise")]
    public long Seed { get; init; }

    /// <summary>
    /// Of a conditional model, the classes to make: variant k is of class <c>Classes[k mod Count]</c>. Empty leaves the class
    /// open.
    /// </summary>
    public IReadOnlyList<int> Classes { get; init; } = [];

    /// <summary>
    /// In place of <see cref="Classes"/> classes that are not told in full (<see cref="SampleOptions.Among"/>).
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>> Among { get; init; } = [];

    /// <summary>The classes as samples are asked for by them.</summary>
    internal SampleOptions Asked =>
        new()
        {
            Seed = Seed,
            Classes = Classes,
            Among = Among,
        };
}
