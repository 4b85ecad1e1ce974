using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Figment.Optimizers;

/// <summary>The state of Adam for one parameter.</summary>
internal sealed class AdamSlot : WeightSlot
{
    /// <summary>Creates the state of a parameter, with t = 0 and moments of 0.</summary>
    /// <inheritdoc/>
    internal AdamSlot(Parameter parameter, Tensor? weights = null)
        : base(parameter, weights)
    {
        Mean = zeros_like(Master).DetachFromDisposeScope();
        Square = zeros_like(Master).DetachFromDisposeScope();
    }

    /// <summary>The running mean of the gradients, m.</summary>
    internal Tensor Mean { get; }

    /// <summary>The running mean of the squared gradients, v.</summary>
    internal Tensor Square { get; }

    /// <inheritdoc/>
    internal override IEnumerable<(string Name, Tensor Value)> State => [("mean", Mean), ("square", Square)];

    /// <inheritdoc/>
    internal override Tensor Squares => Square.sum();
}
