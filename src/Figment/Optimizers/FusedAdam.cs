using Figment.Backend;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Optimizers;

/// <summary>
/// Adam (D. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithm 1), optionally with decoupled weight
/// decay (I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", 2019, algorithm 2), over all parameters of a network
/// in one pass.
/// </summary>
/// <remarks>
/// Most updates are too small for bfloat16 to resolve, so for parameters in bfloat16 the optimizer keeps and updates float32
/// originals and, after each step, sets each parameter to the bfloat16 value nearest to its original. <see cref="Weights"/>
/// returns these originals; use them for averaging and saving. The running means of gradients and squared gradients are always
/// float32.
/// </remarks>
public sealed class FusedAdam : IDisposable
{
    /// <summary>The name of t in <see cref="State"/>.</summary>
    internal const string StepName = "step";

    private readonly double beta1,
        beta2,
        epsilon,
        weightDecay;
    private readonly Muon? muon;
    private List<WeightSlot> slots = [];
    private Dictionary<Parameter, WeightSlot> slotOf = [];
    private AdamInLibtorch? inLibtorch;

    /// <summary>Creates an optimizer for networks, with t = 0 and moments of 0.</summary>
    /// <param name="networks">
    /// The networks, all on one device. A step skips parameters that have no gradient or do not require one.
    /// </param>
    /// <param name="beta1">β₁, 0 to below 1.</param>
    /// <param name="beta2">β₂, 0 to below 1.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <param name="weightDecay">The weight decay λ: each step first multiplies parameters by 1 − α λ.</param>
    public FusedAdam(
        IReadOnlyList<Module> networks,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0
    )
        : this(networks, null, beta1, beta2, epsilon, weightDecay) { }

    /// <summary>Creates an optimizer in which some parameters are matrices that learn by another rule.</summary>
    internal FusedAdam(
        IReadOnlyList<Module> networks,
        Muon? muon,
        double beta1,
        double beta2,
        double epsilon = 1e-8,
        double weightDecay = 0
    )
    {
        ArgumentNullException.ThrowIfNull(networks);
        Networks = networks;
        this.muon = muon;
        (this.beta1, this.beta2, this.epsilon, this.weightDecay) = (beta1, beta2, epsilon, weightDecay);
        Restart();
    }

    /// <summary>The networks to train.</summary>
    internal IReadOnlyList<Module> Networks { get; }

    /// <summary>The parameters, in the order of <see cref="State"/>.</summary>
    internal IEnumerable<Parameter> Parameters => slots.Select(slot => slot.Parameter);

    /// <summary>Returns the name of a rounded parameter's float32 original in <see cref="State"/>.</summary>
    /// <param name="index">The index in <see cref="Parameters"/>.</param>
    internal static string OriginalName(int index) => $"{index}.master";

    /// <summary>
    /// Takes the networks' current parameters, with t = 0 and moments of 0. Call this after the parameters have been replaced by
    /// a move to another device or precision.
    /// </summary>
    internal void Restart() => Restart(null);

    /// <summary>Restarts with weights that are more exact than those in the parameters.</summary>
    /// <param name="weights">
    /// The result of <see cref="Copies"/> from before the parameters were replaced; null uses the parameters as they are.
    /// </param>
    internal void Restart(IReadOnlyList<Tensor>? weights)
    {
        Dispose();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        slots =
        [
            .. Networks
                .SelectMany(network => network.named_parameters())
                .Select((entry, i) => SlotOf(entry.name, entry.parameter, weights?[i])),
        ];
        slotOf = new(ReferenceEqualityComparer.Instance);
        foreach (WeightSlot slot in slots)
            slotOf[slot.Parameter] = slot;
        inLibtorch = new AdamInLibtorch(slots.Count == 0 ? CPU : slots[0].Parameter.device);
    }

    /// <summary>Copies all weights, unrounded; the caller's scope owns the copies.</summary>
    internal IReadOnlyList<Tensor> Copies()
    {
        using IDisposable noGradients = no_grad();
        return [.. slots.Select(slot => slot.Master.detach().clone())];
    }

    /// <summary>
    /// Returns the exact weights of a parameter: the float32 original if the parameter is rounded to bfloat16, and otherwise the
    /// parameter itself.
    /// </summary>
    /// <param name="parameter">A parameter of one of the <see cref="Networks"/>.</param>
    /// <returns>The optimizer's own tensor and not a copy: it changes with every step.</returns>
    /// <exception cref="ArgumentException">The optimizer does not train this parameter.</exception>
    public Tensor Weights(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return slotOf.TryGetValue(parameter, out WeightSlot? slot)
            ? slot.Master
            : throw new ArgumentException(
                "The optimizer does not train this parameter. If the parameter's network was moved or converted, restart the "
                    + "optimizer.",
                nameof(parameter)
            );
    }

    /// <summary>
    /// Until the result is disposed, rounded parameters hold their float32 originals instead, in place and without a copy, so
    /// that the networks compute with the exact weights. No step may be made in the meantime.
    /// </summary>
    internal IDisposable HoldOriginals() => new Exchanges([.. slots.Select(slot => slot.HoldOriginal()).OfType<IDisposable>()]);

    /// <summary>A factor for every step's learning rate; initially 1.</summary>
    internal double RateFactor { get; set; } = 1;

    /// <summary>Averages the gradients of several processes over all items.</summary>
    internal GradientExchange Exchange { get; } = new();

    /// <summary>The gradients of all parameters that have one; the caller's scope owns them.</summary>
    internal IReadOnlyList<Tensor> Gradients => [.. slots.Select(slot => slot.Gradient).OfType<Tensor>()];

    /// <summary>The number of updates of each parameter.</summary>
    internal long[] Counts => [.. slots.Select(slot => slot.Steps)];

    /// <summary>
    /// The optimizer's whole state: t, and each parameter's mean, square and, if it computes in bfloat16, float32 original. The
    /// tensors are the optimizer's own, except t, which is a copy: a single number, or several if they differ.
    /// </summary>
    internal IEnumerable<(string Name, Tensor Value)> State()
    {
        long[] counts = [.. Counts.DefaultIfEmpty()];
        yield return (StepName, Array.TrueForAll(counts, count => count == counts[0]) ? tensor(counts[0]) : tensor(counts));
        for (int i = 0; i < slots.Count; i++)
        {
            foreach ((string name, Tensor value) in slots[i].State)
                yield return ($"{i}.{name}", value);
            if (slots[i].IsRounded)
                yield return (OriginalName(i), slots[i].Master);
        }
    }

    /// <summary>Whether a tensor is valid as t of <see cref="State"/>.</summary>
    internal bool CanGoOnFrom(Tensor t) =>
        t.dtype == ScalarType.Int64 && (t.dim() == 0 || (t.dim() == 1 && t.shape[0] == slots.Count));

    /// <summary>Sets t after other values have been loaded into the tensors of <see cref="State"/>.</summary>
    internal void GoOnFrom(Tensor t)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] counts = t.expand(slots.Count).contiguous().data<long>().ToArray();
        foreach ((WeightSlot slot, long count) in slots.Zip(counts))
            slot.Steps = count;
    }

    /// <summary>
    /// Adds up the averages of the squared gradients, or the squares of the averaged gradients. Once any gradient has not been
    /// finite, the sum is not finite either, because an average never loses a NaN.
    /// </summary>
    /// <returns>A scalar tensor on the device; the caller's scope owns it.</returns>
    internal Tensor SquareSum() => slots.Count == 0 ? zeros([]) : stack(slots.Select(slot => slot.Squares)).sum();

    /// <summary>Clears all gradients.</summary>
    public void ZeroGradients()
    {
        slots.ForEach(slot => slot.Parameter.grad = null);
    }

    /// <summary>
    /// Scales all gradients down together if their norm is too large (R. Pascanu et al., "On the difficulty of training recurrent
    /// neural networks", 2013, algorithm 1).
    /// </summary>
    /// <param name="most">The largest allowed norm, which is the square root of the sum of the squares of all gradients.</param>
    /// <returns>The norm before scaling, a scalar tensor on the device; the caller's scope owns it.</returns>
    public Tensor ClipGradients(double most)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        IReadOnlyList<Tensor> gradients = Gradients;
        Exchange.Average(gradients);
        if (gradients.Count == 0)
            return zeros([]).MoveToOuterDisposeScope();
        Tensor length = stack(gradients.Select(gradient => gradient.to(ScalarType.Float32).Squared().sum())).sum().sqrt();
        Tensor factor = Scalars.With(most, kept => kept / length.Plus(1e-6)).clamp(max: Scalars.One);
        foreach (Tensor gradient in gradients)
            gradient.mul_(factor.to(gradient.dtype));
        return length.MoveToOuterDisposeScope();
    }

    /// <summary>Makes one step with the current gradients of the parameters.</summary>
    /// <param name="learningRate">The learning rate α.</param>
    public void Step(double learningRate)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        List<(WeightSlot Slot, Tensor Gradient)> learning = [];
        foreach (WeightSlot slot in slots)
            if (slot.Gradient is Tensor gradient)
                learning.Add((slot, gradient));
        Exchange.Average([.. learning.Select(each => each.Gradient)]);
        Exchange.Forget();
        List<(AdamSlot Slot, Tensor Gradient)> updates = [];
        List<(MuonSlot Slot, Tensor Gradient)> matrices = [];
        foreach ((WeightSlot slot, Tensor gradient) in learning)
        {
            slot.Steps++;
            if (slot is MuonSlot matrix)
                matrices.Add((matrix, gradient));
            else
                updates.Add(((AdamSlot)slot, gradient));
        }

        // There is nearly always only one group, because all parameters learn from the first step on.
        foreach (IGrouping<long, (AdamSlot Slot, Tensor Gradient)> group in updates.GroupBy(update => update.Slot.Steps))
            Update([.. group], learningRate * RateFactor, group.Key);
        if (matrices.Count > 0 && muon!.Update(matrices, learningRate * RateFactor, weightDecay))
            Round(matrices.Select(update => update.Slot));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        inLibtorch?.Dispose();
        Exchange.Dispose();
        foreach (WeightSlot slot in slots)
            slot.Dispose();
    }

    private WeightSlot SlotOf(string name, Parameter parameter, Tensor? weights) =>
        muon?.RowsOf(name, parameter.shape) is IReadOnlyList<long> rows
            ? new MuonSlot(parameter, rows, weights)
            : new AdamSlot(parameter, weights);

    /// <summary>Rounds the updated originals into their parameters.</summary>
    private static void Round(IEnumerable<WeightSlot> updated)
    {
        WeightSlot[] rounded = [.. updated.Where(slot => slot.IsRounded)];
        if (rounded.Length > 0)
            TorchOperators.CopyAll([.. rounded.Select(slot => (Tensor)slot.Parameter)], [.. rounded.Select(slot => slot.Master)]);
    }

    /// <summary>Updates parameters with the same t.</summary>
    private void Update(List<(AdamSlot Slot, Tensor Gradient)> updates, double learningRate, long t)
    {
        if (updates.TrueForAll(update => AdamKernel.Takes(update.Slot.Parameter, update.Gradient)))
        {
            AdamKernel kernel = new(learningRate, beta1, beta2, epsilon, weightDecay, t);
            kernel.Run([
                .. updates.Select(update =>
                    AdamKernel.Target.Of(
                        update.Slot.Parameter,
                        update.Slot.Master,
                        update.Gradient,
                        update.Slot.Mean,
                        update.Slot.Square
                    )
                ),
            ]);
        }
        else
        {
            inLibtorch!.Update(updates, learningRate, t, beta1, beta2, epsilon, weightDecay);
            Round(updates.Select(update => update.Slot));
        }
    }

    private sealed class Exchanges(List<IDisposable> all) : IDisposable
    {
        public void Dispose() => all.ForEach(exchange => exchange.Dispose());
    }
}
