using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Figment.Optimizers;

/// <summary>What Adam keeps for one parameter.</summary>
internal sealed class AdamSlot : WeightSlot
{
    /// <summary>Takes hold of a parameter, with t = 0 and moments of 0.</summary>
    /// <inheritdoc/>
    internal AdamSlot(Parameter parameter, Tensor? weights = null)
        : base(parameter, weights)
    {
        Mean = zeros_like(Master).DetachFromDisposeScope();
        Square = zeros_like(Master).DetachFromDisposeScope();
    }

    /// <summary>m.</summary>
    internal Tensor Mean { get; }

    /// <summary>v.</summary>
    internal Tensor Square { get; }

    /// <inheritdoc/>
    internal override IEnumerable<(string Name, Tensor Value)> State => [("mean", Mean), ("square", Square)];

    /// <inheritdoc/>
    internal override Tensor Squares => Square.sum();
}
