using Figment.Backend;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Optimizers;

/// <summary>
/// Adam (D. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithm 1), with decoupled weight decay where
/// asked (I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", 2019, algorithm 2), over all parameters of a
/// network in one pass.
/// </summary>
/// <remarks>
/// Parameters in bfloat16 are kept in float32 here, updated there, and rounded to the nearest after each step, since most steps
/// are smaller than what bfloat16 can tell apart. Mean and square are float32 always.
/// </remarks>
public sealed class FusedAdam : IDisposable
{
    private readonly double beta1, beta2, epsilon, weightDecay;
    private List<Slot> slots = [];
    private Tensor? step; // t, where a GPU can read it
    private long steps;

    /// <summary>Takes hold of networks, with t = 0 and moments of 0.</summary>
    /// <param name="networks">All on one device. Parameters without a gradient at a step are left as they are by it.</param>
    /// <param name="beta1">β₁, 0 to below 1.</param>
    /// <param name="beta2">β₂, 0 to below 1.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <param name="weightDecay">λ: each step first multiplies parameters by 1 − α λ.</param>
    public FusedAdam(IReadOnlyList<Module> networks, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
    {
        ArgumentNullException.ThrowIfNull(networks);
        Networks = networks;
        (this.beta1, this.beta2, this.epsilon, this.weightDecay) = (beta1, beta2, epsilon, weightDecay);
        Restart();
    }

    /// <summary>The networks that it trains.</summary>
    public IReadOnlyList<Module> Networks { get; }

    /// <summary>
    /// Takes hold of the networks' parameters anew, with t = 0 and moments of 0: for when they are others than they were, after a
    /// move to another device or another precision.
    /// </summary>
    public void Restart()
    {
        Dispose();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        steps = 0;
        slots = [.. Networks.SelectMany(network => network.parameters()).Select(parameter => new Slot(parameter))];
        step = zeros([], ScalarType.Float32, slots.Count == 0 ? CPU : slots[0].Parameter.device).DetachFromDisposeScope();
    }

    /// <summary>What every step's learning rate is multiplied with; 1 at first.</summary>
    public double RateFactor { get; set; } = 1;

    /// <summary>
    /// All that a step goes by besides parameters and gradients: t, and of each parameter mean, square and, where it computes in
    /// bfloat16, its float32 original. The tensors are the optimizer's own; t is a copy.
    /// </summary>
    internal IEnumerable<(string Name, Tensor Value)> State()
    {
        yield return ("step", tensor(steps));
        for (int i = 0; i < slots.Count; i++)
        {
            yield return ($"{i}.mean", slots[i].Mean);
            yield return ($"{i}.square", slots[i].Square);
            if (!ReferenceEquals(slots[i].Master, slots[i].Parameter)) yield return ($"{i}.master", slots[i].Master);
        }
    }

    /// <summary>Sets t, when the tensors of <see cref="State"/> were given other values.</summary>
    internal void GoOnFrom(long stepsDone) => steps = stepsDone;

    /// <summary>
    /// Squares of gradients, added up: not finite from the first gradient on that was not, since an average never loses a NaN.
    /// </summary>
    /// <returns>0-d, on the device; the caller's scope owns it.</returns>
    internal Tensor SquareSum() => slots.Count == 0 ? zeros([]) : stack(slots.Select(slot => slot.Square.sum())).sum();

    /// <summary>Forgets all gradients.</summary>
    public void ZeroGradients()
    {
        foreach (Slot slot in slots) slot.Parameter.grad = null;
    }

    /// <summary>Makes one step by the gradients that the parameters have.</summary>
    /// <param name="learningRate">α.</param>
    public void Step(double learningRate)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        learningRate *= RateFactor;
        steps++;
        List<(Slot Slot, Tensor Gradient)> updates = [];
        foreach (Slot slot in slots)
        {
            if (slot.Parameter.grad is Tensor gradient) updates.Add((slot, gradient));
        }

        if (updates.Count == 0) return;
        if (updates.TrueForAll(update => AdamKernel.Takes(update.Slot.Parameter, update.Gradient)))
        {
            AdamKernel kernel = new(learningRate, beta1, beta2, epsilon, weightDecay, steps);
            kernel.Run([.. updates.Select(update => AdamKernel.Target.Of(update.Slot.Parameter, update.Slot.Master, update.Gradient, update.Slot.Mean, update.Slot.Square))]);
        }
        else
        {
            StepInLibtorch(learningRate, updates);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        step?.Dispose();
        foreach (Slot slot in slots) slot.Dispose();
    }

    /// <summary>The same by libtorch's kernels, for GPUs and other types of numbers.</summary>
    private void StepInLibtorch(double learningRate, List<(Slot Slot, Tensor Gradient)> updates)
    {
        step!.fill_(steps);
        List<(Slot Slot, Tensor Gradient)> rounded = updates.FindAll(update => !ReferenceEquals(update.Slot.Master, update.Slot.Parameter));
        TorchOperators.FusedAdamW(
            [.. updates.Select(update => update.Slot.Master)],
            [.. updates.Select(update => update.Gradient.to(update.Slot.Master.dtype))],
            [.. updates.Select(update => update.Slot.Mean)],
            [.. updates.Select(update => update.Slot.Square)],
            step, learningRate, beta1, beta2, weightDecay, epsilon);
        if (rounded.Count > 0) TorchOperators.CopyAll([.. rounded.Select(update => (Tensor)update.Slot.Parameter)], [.. rounded.Select(update => update.Slot.Master)]);
    }

    /// <summary>What is kept for one parameter.</summary>
    private sealed class Slot : IDisposable
    {
        internal Slot(Parameter parameter)
        {
            Parameter = parameter;
            Master = parameter.dtype == ScalarType.BFloat16 ? parameter.to(ScalarType.Float32, copy: true).DetachFromDisposeScope() : parameter;
            Mean = zeros_like(Master).DetachFromDisposeScope();
            Square = zeros_like(Master).DetachFromDisposeScope();
        }

        internal Parameter Parameter { get; }

        /// <summary>What is updated: the parameter itself, or its float32 copy.</summary>
        internal Tensor Master { get; }

        /// <summary>m.</summary>
        internal Tensor Mean { get; }

        /// <summary>v.</summary>
        internal Tensor Square { get; }

        public void Dispose()
        {
            Mean.Dispose();
            Square.Dispose();
            if (!ReferenceEquals(Master, Parameter)) Master.Dispose();
        }
    }
}
