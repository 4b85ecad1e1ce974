using System.ComponentModel;
using System.Text.Json.Serialization;
using Figment.Networks;

namespace Figment.Objectives;

/// <summary>
/// What the network of a flow tells at a place x_t of the path, as a value. Whatever it is, the loss is that of velocities, and
/// so is what a solver follows (T. Li, K. He, "Back to Basics: Let Denoising Generative Models Denoise", 2025, arXiv 2511.13720,
/// table 1).
/// </summary>
[TypeConverter(typeof(OptionValueConverter<FlowTarget>))]
[JsonConverter(typeof(OptionValueJson<FlowTarget>))]
public sealed class FlowTarget : IOptionValue<FlowTarget>
{
    // As in the paper, section 4.3: nearer to the image the quotient would say more of rounding than of images.
    private const double LeastToGo = 0.05;

    private FlowTarget(string name) => Name = name;

    /// <summary>The velocity v(x_t, t). Noise and all, so the network must have more channels than numbers to tell.</summary>
    public static FlowTarget Velocity { get; } = new("velocity");

    /// <summary>
    /// The clean image x̂_1, of which v = (x̂_1 − x_t) / (1 − t) follows. Images are few among all that pixels could show, so it
    /// passes through few channels; noise does not.
    /// </summary>
    public static FlowTarget Image { get; } = new("image");

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<FlowTarget> All { get; } = [Velocity, Image];

    /// <summary>The name in options, for instance <c>image</c>.</summary>
    public string Name { get; }

    /// <summary>The velocity that follows from what the network told.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="told">What the network told, [B, C, H, W], float32.</param>
    /// <param name="x">x_t, as <paramref name="told"/>.</param>
    /// <param name="t">[B], or [1] for all.</param>
    internal T VelocityOf<T>(IOperations<T> ops, T told, T x, T t)
    {
        if (this == Velocity)
            return told;
        T toGo = ops.Clamp(ops.Add(ops.Multiply(t, -1), 1), LeastToGo, 1);
        return ops.Divide(ops.Add(told, ops.Multiply(x, -1)), ops.Unsqueeze(toGo, 1, 2, 3));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    static IReadOnlyList<FlowTarget> IOptionValue<FlowTarget>.Proposed => All;

    static FlowTarget IOptionValue<FlowTarget>.Parse(string text) =>
        All.FirstOrDefault(entry => entry.Name.Equals(text, StringComparison.OrdinalIgnoreCase))
        ?? throw new OptionsException([$"what a flow tells is one of {string.Join(", ", All)}"]);
}
