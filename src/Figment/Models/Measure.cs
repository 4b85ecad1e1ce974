using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>One number that a training step measured.</summary>
/// <param name="Name">For instance <c>d_loss</c>.</param>
/// <param name="Value">A 0-d tensor, still on the device, so that a step never waits for the host.</param>
public readonly record struct Measure(string Name, Tensor Value)
{
    /// <summary>Whether a measure of that name is a share between 0 and 1, to be shown in percent, rather than a loss.</summary>
    public static bool IsShare(string name) => name.Contains("accuracy", StringComparison.Ordinal);
}
