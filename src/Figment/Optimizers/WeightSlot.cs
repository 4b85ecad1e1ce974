using Figment.Backend;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Figment.Optimizers;

/// <summary>What <see cref="FusedAdam"/> keeps for one parameter, by whatever rule it is updated.</summary>
internal abstract class WeightSlot : IDisposable
{
    /// <summary>Takes hold of a parameter, with t = 0.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="weights">
    /// The weights that it stands for, where they are known more exactly than it holds them; it is set to them.
    /// </param>
    private protected WeightSlot(Parameter parameter, Tensor? weights)
    {
        Parameter = parameter;
        Master =
            parameter.dtype == ScalarType.BFloat16
                ? (weights ?? parameter).to(ScalarType.Float32, parameter.device, copy: true).DetachFromDisposeScope()
                : parameter;
        if (weights is not null)
            parameter.copy_(weights);
    }

    internal Parameter Parameter { get; }

    /// <summary>What it is updated by; null where it has no gradient, and where it stays as it is.</summary>
    internal Tensor? Gradient => Parameter.requires_grad ? Parameter.grad : null;

    /// <summary>What is updated: the parameter itself, or its float32 original.</summary>
    internal Tensor Master { get; }

    /// <summary>t: the updates of this parameter, which may be fewer than the optimizer's steps.</summary>
    internal long Steps { get; set; }

    /// <summary>Whether the parameter is a rounded copy.</summary>
    internal bool IsRounded => !ReferenceEquals(Master, Parameter);

    /// <summary>What the rule remembers, by name; the tensors are the slot's own.</summary>
    internal abstract IEnumerable<(string Name, Tensor Value)> State { get; }

    /// <summary>
    /// Squares of gradients, or of an average of them, added up: not finite once a gradient was not. 0-d; the caller's scope owns
    /// it.
    /// </summary>
    internal abstract Tensor Squares { get; }

    /// <summary>Until it is disposed, the parameter holds its original itself: the same memory, nothing is copied.</summary>
    /// <returns>Null where there is nothing to exchange.</returns>
    internal IDisposable? HoldOriginal() => IsRounded && Parameter.dtype != Master.dtype ? new Exchange(this) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, Tensor value) in State)
            value.Dispose();
        if (IsRounded)
            Master.Dispose();
    }

    private sealed class Exchange : IDisposable
    {
        private readonly WeightSlot slot;
        private readonly Tensor rounded;

        internal Exchange(WeightSlot slot)
        {
            this.slot = slot;
            rounded = slot.Parameter.detach().DetachFromDisposeScope();
            TorchOperators.SetData(slot.Parameter, slot.Master);
        }

        public void Dispose()
        {
            TorchOperators.SetData(slot.Parameter, rounded);
            rounded.Dispose();
        }
    }
}
