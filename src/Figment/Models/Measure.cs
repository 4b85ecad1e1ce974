using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>One number that a training step measured.</summary>
/// <param name="name">The name in lower case, for instance <c>d_loss</c>.</param>
/// <param name="value">A scalar tensor that stays on the device, so that a step never waits for the host.</param>
public sealed class Measure(string name, Tensor value)
{
    /// <summary>The name in lower case, for instance <c>d_loss</c>.</summary>
    public string Name { get; } = name;

    /// <summary>A scalar tensor that stays on the device, so that a step never waits for the host.</summary>
    public Tensor Value { get; } = value;

    /// <summary>
    /// Whether the measure of this name is the loss of one of two networks that learn against each other, as in a GAN.
    /// </summary>
    internal static bool IsOfRivals(string name) => name is "d_loss" or "g_loss";

    /// <summary>
    /// Whether the measure with this name is a share between 0 and 1, to be shown as a percentage, rather than a loss.
    /// </summary>
    public static bool IsShare(string name) => name.Contains("accuracy", StringComparison.Ordinal);
}
