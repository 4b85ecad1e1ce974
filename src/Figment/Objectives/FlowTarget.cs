using System.ComponentModel;
using System.Text.Json.Serialization;
using Figment.Networks;

namespace Figment.Objectives;

/// <summary>
/// What the network of a flow predicts at a point x_t of the path. Whatever it predicts, the loss compares velocities, and a
/// solver follows velocities (T. Li, K. He, "Back to Basics: Let Denoising Generative Models Denoise", 2025, arXiv 2511.13720,
/// table 1).
/// </summary>
[TypeConverter(typeof(OptionValueConverter<FlowTarget>))]
[JsonConverter(typeof(OptionValueJson<FlowTarget>))]
public sealed class FlowTarget : IOptionValue<FlowTarget>
{
    // As in the paper, section 4.3: closer to the image, the quotient would be dominated by rounding.
    private const double LeastToGo = 0.05;

    private FlowTarget(string name) => Name = name;

    /// <summary>
    /// The velocity v(x_t, t). The velocity includes the noise, so the network must have more channels than there are values to
    /// predict.
    /// </summary>
    public static FlowTarget Velocity { get; } = new("velocity");

    /// <summary>
    /// The clean image x̂_1, from which the velocity follows as v = (x̂_1 − x_t) / (1 − t). Images fill only a small part of the
    /// space of all pixel values, so a few channels are enough to represent them; noise needs many.
    /// </summary>
    public static FlowTarget Image { get; } = new("image");

    /// <summary>All targets.</summary>
    internal static IReadOnlyList<FlowTarget> All { get; } = [Velocity, Image];

    /// <summary>The name in options, for instance <c>image</c>.</summary>
    public string Name { get; }

    /// <summary>Computes the velocity from the network's prediction.</summary>
    /// <param name="ops">The operations that compute it.</param>
    /// <param name="told">The network's prediction, [B, C, H, W], float32.</param>
    /// <param name="x">x_t, in the shape of <paramref name="told"/>.</param>
    /// <param name="t">[B], or [1] for the whole batch.</param>
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
        ?? throw new OptionsException([$"the target of a flow must be one of {string.Join(", ", All)}"]);
}
