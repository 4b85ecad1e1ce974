using Figment.Backend;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Figment.Optimizers;

/// <summary>The state of <see cref="FusedAdam"/> for one parameter, whichever rule updates it.</summary>
internal abstract class WeightSlot : IDisposable
{
    /// <summary>Creates the state of a parameter, with t = 0.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="weights">
    /// The exact weights, if they are known to a higher precision than that of the parameter; the parameter is set to them.
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

    /// <summary>The current gradient; null if the parameter has none or is frozen.</summary>
    internal Tensor? Gradient => Parameter.requires_grad ? Parameter.grad : null;

    /// <summary>The tensor that is updated: the parameter itself, or its float32 original.</summary>
    internal Tensor Master { get; }

    /// <summary>The number t of updates of this parameter, which may be smaller than the optimizer's number of steps.</summary>
    internal long Steps { get; set; }

    /// <summary>Whether the parameter is a rounded copy.</summary>
    internal bool IsRounded => !ReferenceEquals(Master, Parameter);

    /// <summary>The rule's state by name; the slot owns the tensors.</summary>
    internal abstract IEnumerable<(string Name, Tensor Value)> State { get; }

    /// <summary>
    /// The sum of the averaged squares of the gradients, or of the squares of their average; not finite once any gradient has not
    /// been finite. A scalar tensor that the caller's scope owns.
    /// </summary>
    internal abstract Tensor Squares { get; }

    /// <summary>Until the result is disposed, the parameter uses the memory of its original; nothing is copied.</summary>
    /// <returns>Null if there is nothing to exchange.</returns>
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
